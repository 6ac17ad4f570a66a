"""Names of a notice resolved to selectors over the tree at hand; what does not resolve says why, nothing is guessed.

A name is looked for in the dictionary, then read by its words (`party_words`), then found in the tree. The number of
queries does not depend on how many names there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from xiangyun.core.errors import BadInput
from xiangyun.units.models import Unit

from .definitions import Definition, digest_of, line_in, parts_of, union
from .party_finding import Draft, find, read, share_every
from .party_ground import Row, ground_for
from .party_names import Dictionary
from .party_words import Home, Why
from .place_classes import class_of
from .selectors import how_many


@dataclass(frozen=True, slots=True)
class Party:
    """One name: whom it means and how many, else why nobody.

    `units` are the names of the units that it means one by one. `says` holds the values of the sentence for `why`;
    `offer` is whom it would mean if its number were that of the tree. `is_entry`: the dictionary has it.
    """

    name: str
    definition: dict[str, Any] | None = field(default=None, hash=False)
    n: int = 0
    why: Why = ""
    units: tuple[str, ...] = ()
    says: Mapping[str, int | str] = field(default_factory=dict, hash=False)
    offer: dict[str, Any] | None = field(default=None, hash=False)
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """The names of one duty, and whom those that resolved mean together; each unit once."""

    parties: tuple[Party, ...] = ()
    definition: dict[str, Any] | None = None
    n: int = 0

    @property
    def is_resolved(self) -> bool:
        """Whether somebody is meant, and no name is left open; issuer and receivers are no names to resolve."""
        return self.definition is not None and not self.open

    @property
    def is_own_act(self) -> bool:
        """Whether nobody but the issuer itself is named."""
        return bool(self.parties) and all(party.why == "issuer" for party in self.parties)

    @property
    def open(self) -> tuple[Party, ...]:
        """The names that a person must decide."""
        return tuple(party for party in self.parties if party.why not in ("", "issuer", "receiver_only"))


def resolve_parties(
    names: Sequence[str],
    *,
    owner: Unit,
    addressees: Sequence[str],
    day: date,
    dictionary: Dictionary,
    issuer: str = "",
) -> Resolution:
    """Whom the names of one duty mean in a notice of `owner` on a day; five queries at most."""
    return resolve_all(
        [names], owner=owner, addressees=addressees, day=day, dictionary=dictionary, issuer=issuer
    )[0]  # fmt: skip


def resolve_all(
    lists: Sequence[Sequence[str]],
    *,
    owner: Unit,
    addressees: Sequence[str],
    day: date,
    dictionary: Dictionary,
    issuer: str = "",
    path: str = "",
) -> list[Resolution]:
    """The same for the names of many duties of one notice, in the same five queries.

    `addressees` are those of its head; `issuer` is the body that signs it, where that is not the tree's. `path` is
    where the owner stands, if that is known already.
    """
    home = Home(owner.name, owner.level or 0, (owner.acting_name, issuer))
    drafts = [[read(name, home, owner, dictionary) for name in names] for names in (addressees, *lists)]
    meanings = [draft.meaning for some in drafts for draft in some if draft.meaning]
    names = {name for meaning in meanings for name in meaning.named}
    ground = ground_for(owner, names, {t for meaning in meanings for t in meaning.types}, day, path)
    for some in drafts:
        share_every(some)
        for draft in some:
            find(draft, ground, owner, home)
    counted = _counts(drafts, day)
    addressed, *wanted = [[_judged(draft, some, counted) for draft in some] for some in drafts]
    together = _together(addressed)
    resolved = [[_addressed(p, d, together) for p, d in zip(ps, ds, strict=True)] for ps, ds in _pairs(wanted, drafts)]
    return _whole(resolved, counted, day)


def _pairs(
    wanted: Sequence[list[Party]], drafts: Sequence[Sequence[Draft]]
) -> Iterable[tuple[list[Party], Sequence[Draft]]]:
    return zip(wanted, drafts[1:], strict=True)


def _counts(drafts: Sequence[Sequence[Draft]], day: date) -> dict[str, int]:
    """How many units each choice means, and each list together if its likeliest choices hold; one query."""
    choices = [choice for some in drafts for draft in some for choice in draft.choices]
    counted = {digest_of(choice): choice for choice in (*choices, *_likeliest(drafts))}
    return dict(zip(counted, how_many(list(counted.values()), day), strict=True))


def _likeliest(drafts: Sequence[Sequence[Draft]]) -> Iterable[dict[str, Any]]:
    """Whom the addressees and each list mean together, if each name means its first choice."""
    first, *wanted = [
        [Party(draft.name, draft.choices[0] if draft.choices and not draft.why else None) for draft in some]
        for some in drafts
    ]
    together = _together(_of_one_line(first))
    lists = [[_addressed(p, d, together) for p, d in zip(ps, ds, strict=True)] for ps, ds in _pairs(wanted, drafts)]
    return filter(None, (together, *(_together(_of_one_line(parties)) for parties in lists)))


def _judged(draft: Draft, beside: Sequence[Draft], counted: Mapping[str, int]) -> Party:
    """The choice whose number the name says, if it says one, else the likeliest; nobody where it is empty."""
    if draft.why or not draft.choices:
        return Party(draft.name, why=draft.why or "unknown", says=draft.says)
    stated = draft.meaning.count if draft.meaning else None
    fitting = [_fitted(choice, counted[digest_of(choice)], stated, beside) for choice in draft.choices]
    chosen = next((one for one in fitting if one), None)
    first, n = draft.choices[0], counted[digest_of(draft.choices[0])]
    if n == 0:
        return Party(draft.name, why="not_here")
    if chosen is None:
        return Party(draft.name, why="count_differs", says={"stated": stated or 0, "found": n}, offer=first)
    names = tuple(row.name for row in draft.rows)
    return Party(draft.name, chosen[0], chosen[1], units=names, is_entry=draft.meaning is None)


def _fitted(
    choice: dict[str, Any], n: int, stated: int | None, beside: Sequence[Draft]
) -> tuple[dict[str, Any], int] | None:
    """A choice that has the number said; 四城区 beside 南岳区 are the districts but that one."""
    if stated is None or n == stated:
        return choice, n
    named = sorted({row.uid for draft in beside for row in draft.rows if _is_among(row, choice)})
    if named and n - len(named) == stated:
        return {**choice, "except": named}, stated
    return None


def _is_among(row: Row, choice: Definition) -> bool:
    if "any" in choice or row.level is None:
        return False
    return choice.get("level") == row.level or class_of(row.level, row.name) in choice.get("classes", ())


def _addressed(party: Party, draft: Draft, addressed: dict[str, Any] | None) -> Party:
    """各单位 are those to whom the notice goes, where these are known."""
    if draft.meaning is None or not draft.meaning.is_addressed or addressed is None:
        return party
    return replace(party, why="", definition=addressed)


def _together(parties: Collection[Party]) -> dict[str, Any] | None:
    """Whom the resolved names mean together; units named one by one become one part. None where they are too many."""
    found = [party.definition for party in parties if party.definition]
    if not found:
        return None
    parts, named = [], {}  # type: ignore[var-annotated]
    for definition in found:
        for part in parts_of(definition):
            if set(part) == {"kind", "under", "units"} and "line" not in definition:
                named.setdefault((part["kind"], part["under"]), []).extend(part["units"])
            else:
                parts.append({**part, "line": line_in(definition)} if "line" in definition else part)
    parts += [{"kind": kind, "under": top, "units": units} for (kind, top), units in named.items()]
    try:
        return union(parts)
    except BadInput:
        return None


def _whole(resolved: Sequence[Sequence[Party]], counted: Mapping[str, int], day: date) -> list[Resolution]:
    """Each list of parties with whom it means together; what was not counted yet is, in one query."""
    lists = [_of_one_line(parties) for parties in resolved]
    meant = [_together(parties) for parties in lists]
    addressed = [party.definition for parties in lists for party in parties if party.definition and not party.n]
    wanted = {key: d for d in (*meant, *addressed) if d and (key := digest_of(d)) not in counted}
    counted = {**counted, **dict(zip(wanted, how_many(list(wanted.values()), day), strict=True))}
    found = []
    for parties, whole in zip(lists, meant, strict=True):
        known = [p if p.n or not p.definition else replace(p, n=counted[digest_of(p.definition)]) for p in parties]
        found.append(Resolution(tuple(known), whole, counted[digest_of(whole)] if whole else 0))
    return found


def _of_one_line(parties: Sequence[Party]) -> list[Party]:
    """A selector goes along one line: who is meant along another than the first must have a duty of its own."""
    lines = [line_in(party.definition) for party in parties if party.definition]
    return [
        replace(party, definition=None, n=0, why="other_line", offer=party.definition)
        if party.definition and line_in(party.definition) != lines[0]
        else party
        for party in parties
    ]
