"""One name of a notice under way: what it may mean in the tree at hand, or why nobody is meant by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from xiangyun.units.models import Unit

from .definitions import MOST_PARTS, MOST_UNITS, union
from .party_ground import Ground, Row
from .party_names import Dictionary, meant_here
from .party_places import level_of_narrow
from .party_words import Home, Meaning, Why, key_of, looks_like_one, meaning_of

COUNTY = 3


@dataclass(slots=True)
class Draft:
    """A name under way: what it may mean (the likeliest first), the rows it names one by one, or why nobody."""

    name: str
    meaning: Meaning | None = None
    choices: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    why: Why = ""
    says: dict[str, int | str] = field(default_factory=dict)

    def refuse(self, why: Why, **says: int | str) -> None:
        self.why, self.says = why, says


def read(name: str, home: Home, owner: Unit, dictionary: Dictionary) -> Draft:
    """By the dictionary, else by its words."""
    if (entry := dictionary.get(key_of(name))) is not None:
        return Draft(name, choices=[meant_here(entry, owner)])
    meaning = meaning_of(name, home)
    return Draft(name, meaning, why=meaning.why)


def share_every(drafts: Sequence[Draft]) -> None:
    """各县市区图书馆、文化馆: the second name is meant as widely as the first."""
    for before, draft in pairwise(drafts):
        first, second = before.meaning, draft.meaning
        if first and second and first.every and second.types and second.is_bare:
            draft.meaning = replace(second, every=True, places=first.places)


def find(draft: Draft, ground: Ground, owner: Unit, home: Home) -> None:
    """What it may mean in the tree; a unit that is called just so goes before a class of that name."""
    meaning = draft.meaning
    if meaning is None or meaning.why or meaning.is_addressed:
        return
    if meaning.types and meaning.every:
        _find_types(draft, meaning, ground, owner)
    elif meaning.types:
        _find_institution(draft, meaning, ground, home)
    elif meaning.places and not (meaning.named and ground.called(meaning.named[0])):
        _find_places(draft, meaning, owner)
    else:
        _find_names(draft, meaning, ground, home)
    if draft.rows and not draft.why:
        draft.choices = [_one_by_one(draft.rows, owner)]


def _find_places(draft: Draft, meaning: Meaning, owner: Unit) -> None:
    """Whole classes below the issuer; its own level and those above are not below it."""
    here = {"kind": Unit.Kind.DIVISION.value, "under": str(owner.uid)}
    if any(level_of_narrow(choices[0]) <= (owner.level or 0) for choices in meaning.places):
        draft.refuse("not_here")
    elif len(meaning.places) == 1:
        draft.choices = [{**here, **narrow} for narrow in meaning.places[0]]
    else:
        draft.choices = [union({**here, **choices[0]} for choices in meaning.places)]


def _find_types(draft: Draft, meaning: Meaning, ground: Ground, owner: Unit) -> None:
    """All institutions of some types; those of the counties are all but the issuer's own; or those at a class."""
    whole = {"kind": Unit.Kind.INSTITUTION.value, "types": list(meaning.types), "under": str(owner.uid)}
    narrow = meaning.places[0][0] if len(meaning.places) == 1 else {}
    if not meaning.places:
        draft.choices = [whole]
    elif narrow == {"level": COUNTY}:
        own = [row.uid for row in ground.standing_at(ground.path, meaning.types)]
        draft.choices = [{**whole, "except": own} if own else whole]
    elif places := ground.in_classes(narrow.get("classes", ())):
        draft.choices = _at_places(draft, places, whole, ground)
    else:
        draft.refuse("unknown")


def _at_places(draft: Draft, places: Sequence[Row], whole: Mapping[str, Any], ground: Ground) -> list[dict[str, Any]]:
    """Institutions below some places: whatever stands there, or for very many places those that stand there now."""
    if len(places) <= MOST_PARTS:
        return [union({**whole, "under": place.uid} for place in places)]
    units = [row.uid for place in places for row in ground.standing_at(place.path, whole["types"])]
    if 0 < len(units) <= MOST_UNITS:
        return [{"kind": whole["kind"], "under": whole["under"], "units": units}]
    draft.refuse("unknown" if units else "not_here")
    return []


def _find_institution(draft: Draft, meaning: Meaning, ground: Ground, home: Home) -> None:
    """One institution: by its name, else the one of its type at its place, else the only one there is."""
    exact = [row for name in meaning.named[:1] for row in ground.called(name) if row.kind == Unit.Kind.INSTITUTION]
    places = [row for name in meaning.named[1:] for row in ground.called(name) if row.kind == Unit.Kind.DIVISION]
    if exact:
        found = exact
    elif meaning.is_own:
        found = ground.standing_at(ground.path, meaning.types)
    elif len(meaning.named) > 1:
        found = [row for place in places for row in ground.standing_at(place.path, meaning.types)]
        if not places and not looks_like_one(meaning.named[1], home):
            return draft.refuse("unknown")
    else:
        found = ground.of_types(meaning.types)
    return _take(draft, found)


def _find_names(draft: Draft, meaning: Meaning, ground: Ground, home: Home) -> None:
    found = next((rows for name in meaning.named if (rows := ground.called(name))), [])
    if found:
        _take(draft, found)
    elif ground.is_receiver(meaning.named):
        draft.refuse("receiver_only")
    else:
        draft.refuse("not_here" if looks_like_one(key_of(draft.name), home) else "unknown")


def _take(draft: Draft, found: Sequence[Row]) -> None:
    match len(found):
        case 0:
            draft.refuse("not_here")
        case 1:
            draft.rows = [*found]
        case n:
            draft.refuse("several", n=n)


def _one_by_one(rows: Sequence[Row], owner: Unit) -> dict[str, Any]:
    return {"kind": rows[0].kind, "units": [row.uid for row in rows], "under": str(owner.uid)}
