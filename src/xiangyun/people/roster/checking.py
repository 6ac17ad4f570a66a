"""The roster check: people here beside people on the cloud's list, body by body. No rate, no order; pure.

A pair is certain when key and name agree, or the name alone where nothing speaks against it and each side has it
once. Whatever is doubtful is asked, never guessed; an answer holds for later lists too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from xiangyun.core.folding import fold

MOST_ASKED = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on one of the two lists. `key` is the keyed digest of a whole key, else empty; `masked` its ends.

    `ident` names the person for answers: a keyed digest of unit, name and key.
    """

    ref: int
    unit: int | None
    name: str
    key: str
    masked: str
    ident: str

    @property
    def plain(self) -> str:
        """The name for comparing: either script, no spaces."""
        return fold(self.name).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A person of the cloud who may be one of ours. `why`: other_name, other_key, other_unit or several."""

    theirs: Person
    could_be: tuple[Person, ...]
    why: str


@dataclass
class Body:
    """One unit's part of the check."""

    both: list[Person] = field(default_factory=list)
    not_yet: list[Person] = field(default_factory=list)
    only_cloud: list[Person] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Check:
    """Every unit that either list names; and people of the cloud whose unit is not known here."""

    bodies: Mapping[int, Body]
    nowhere: tuple[Person, ...]


Answers = Mapping[tuple[str, str], bool]


def compare(ours: Iterable[Person], theirs: Iterable[Person], answers: Answers) -> Check:
    """Pair the two lists; `answers` are (ours, theirs) → whether they are the same person."""
    pairing = _Pairing(list(ours), list(theirs), answers)
    pairing.pair(_answered)
    pairing.pair(_certain)
    pairing.pair(_named)
    bodies: dict[int, Body] = defaultdict(Body)
    for mine, _ in pairing.pairs:
        bodies[mine.unit or 0].both.append(mine)
    nowhere = _sort_out(pairing, bodies)
    return Check(dict(bodies), tuple(nowhere))


class _Pairing:
    """Who is still without a partner on either side."""

    def __init__(self, ours: list[Person], theirs: list[Person], answers: Answers) -> None:
        self.answers = answers
        self.pairs: list[tuple[Person, Person]] = []
        self.ours = {person.ref: person for person in ours}
        self.theirs = {person.ref: person for person in theirs}

    def pair(self, rule: Callable[[Person, Person, Answers, "_Near"], bool]) -> None:
        """Take out every pair that the rule finds."""
        near = _Near(self.ours.values(), self.theirs.values())
        for other in list(self.theirs.values()):
            for mine in self.near(near, other):
                if rule(mine, other, self.answers, near):
                    self.pairs.append((self.ours.pop(mine.ref), self.theirs.pop(other.ref)))
                    break

    def near(self, near: "_Near", other: Person) -> list[Person]:
        """Who could be it, among those left and not denied."""
        found = [mine for mine in near.to(other) if mine.ref in self.ours]
        return [mine for mine in found if self.answers.get((mine.ident, other.ident)) is not False]


class _Near:
    """Who shares a key, or unit and name."""

    def __init__(self, ours: Iterable[Person], theirs: Iterable[Person]) -> None:
        self.by_key: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[tuple[int | None, str], list[Person]] = defaultdict(list)
        self.same_named: dict[tuple[int | None, str], int] = defaultdict(int)
        for mine in ours:
            if mine.key:
                self.by_key[mine.key].append(mine)
            self.by_name[mine.unit, mine.plain].append(mine)
        for other in theirs:
            self.same_named[other.unit, other.plain] += 1

    def to(self, other: Person) -> list[Person]:
        found = self.by_key.get(other.key, []) if other.key else []
        named = self.by_name.get((other.unit, other.plain), []) if other.unit else []
        return list({person.ref: person for person in [*found, *named]}.values())

    def is_alone(self, other: Person) -> bool:
        """Whether unit and name stand once on either side."""
        place = (other.unit, other.plain)
        return len(self.by_name.get(place, [])) == 1 and self.same_named[place] == 1


def _answered(mine: Person, other: Person, answers: Answers, near: _Near) -> bool:
    return answers.get((mine.ident, other.ident)) is True


def _certain(mine: Person, other: Person, answers: Answers, near: _Near) -> bool:
    is_key = mine.key != "" and mine.key == other.key
    return is_key and mine.plain == other.plain and other.unit in (None, mine.unit)


def _named(mine: Person, other: Person, answers: Answers, near: _Near) -> bool:
    same = mine.unit == other.unit and mine.plain == other.plain
    return same and not _keys_differ(mine, other) and near.is_alone(other)


def _keys_differ(mine: Person, other: Person) -> bool:
    """Whether both have a key and the two cannot be the same; a masked one is compared by its ends."""
    if mine.key and other.key:
        return mine.key != other.key
    return bool(mine.masked and other.masked) and mine.masked != other.masked


def _sort_out(pairing: _Pairing, bodies: dict[int, Body]) -> list[Person]:
    """What is left: doubts, people of one list only, and people of the cloud at a unit nobody knows here."""
    near = _Near(pairing.ours.values(), pairing.theirs.values())
    doubted, nowhere = set[int](), list[Person]()
    for other in pairing.theirs.values():
        could_be = tuple(pairing.near(near, other)[:MOST_ASKED])
        if could_be:
            place = other.unit or could_be[0].unit or 0
            bodies[place].doubts.append(Doubt(other, could_be, _why(could_be, other)))
            doubted.update(mine.ref for mine in could_be)
        elif other.unit is None:
            nowhere.append(other)
        else:
            bodies[other.unit].only_cloud.append(other)
    for mine in pairing.ours.values():
        if mine.ref not in doubted:
            bodies[mine.unit or 0].not_yet.append(mine)
    return nowhere


def _why(could_be: tuple[Person, ...], other: Person) -> str:
    mine = could_be[0]
    if len(could_be) > 1:
        return "several"
    if mine.plain != other.plain:
        return "other_name"
    if other.unit is not None and mine.unit != other.unit:
        return "other_unit"
    return "other_key" if _keys_differ(mine, other) else "several"
