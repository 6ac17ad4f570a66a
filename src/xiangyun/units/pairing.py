"""Which row of a later edition is which unit: by place and name first, then by what stands below; pure.

From the top down. A code is only ever supporting evidence: it breaks a tie, or turns likeness into certainty.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .likeness import VILLAGE, are_alike, bare, kind_of, stem
from .lists import LEVELS, Row
from .standing import Ground, Standing, tail

SAME_BODY = 0.5
"""From this share of what stands below in common on, two bodies can be one."""
CLEARLY_SAME = 0.8
COMMON = 20
"""A name that so many places below have says nothing of the place."""
TOGETHER = 2
"""So many villages of one place that reappear below one other have moved together."""
MOST_PAIRS = 2_500
"""Each with each is looked at only where this bounds it."""
AREAS = (2, 3, 4)
"""Steps from a village up to its county, city and province."""
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
KeyOf = Callable[[Row | Standing], str]


@dataclass(frozen=True, slots=True)
class How:
    """Why a row was taken for a unit, and whether a person need not look at it."""

    why: str
    is_sure: bool = True


@dataclass(slots=True)
class Pairs:
    """One row for one unit. `barred` rows and units were decided otherwise and are not sought for.

    `own` are the units of the file's area, `standing_on` those that go on without a row, `beside` those that the list
    had beside the file's roots.
    """

    ground: Ground
    unit_of: dict[str, Standing] = field(default_factory=dict)
    row_of: dict[int, Row] = field(default_factory=dict)
    how: dict[str, How] = field(default_factory=dict)
    barred_rows: set[str] = field(default_factory=set)
    barred_units: set[int] = field(default_factory=set)
    standing_on: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)

    def take(self, row: Row, unit: Standing, how: How) -> None:
        self.unit_of[row.code], self.row_of[unit.unit_id], self.how[row.code] = unit, row, how

    def free_rows(self, rows: Iterable[Row]) -> list[Row]:
        return [r for r in rows if r.code not in self.unit_of and r.code not in self.barred_rows]

    def free_units(self, units: Iterable[Standing]) -> list[Standing]:
        return [u for u in units if u.unit_id not in self.row_of and u.unit_id not in self.barred_units]

    def parent_of(self, row: Row) -> int | None:
        """The unit that the row's parent is, in the file or outside it."""
        unit = self.unit_of.get(row.parent_code)
        return unit.unit_id if unit else self.ground.outside.get(row.parent_code)


def find_pairs(pairs: Pairs) -> None:
    """Fill in all pairs that can be found; those decided are in there already."""
    _pair_roots(pairs)
    tops = {pairs.unit_of[row.code].unit_id for row in pairs.ground.roots() if row.code in pairs.unit_of}
    pairs.beside = _beside_roots(pairs) - tops
    pairs.own = pairs.ground.own(tops | pairs.beside)
    own = group((pairs.ground.units[u] for u in pairs.own), lambda u: u.level)
    rows = group(pairs.ground.rows.values(), lambda r: r.level)
    for level in LEVELS:
        for parent_code, below in group(rows.get(level, ()), lambda r: r.parent_code).items():
            if above := pairs.unit_of.get(parent_code):
                units = [u for u in pairs.ground.units_below.get(above.unit_id, ()) if u.level == level]
                _within(pairs, below, units)
        _beyond(pairs, level, pairs.free_rows(rows.get(level, ())), own.get(level, []))


def _beside_roots(pairs: Pairs) -> set[int]:
    """For a list that itself begins below a parent (townships without their county): all it had below that parent.

    Where the list has the parent too, a file that begins below it is a part, and says nothing of the rest.
    """
    roots = group(pairs.ground.roots(), lambda r: (pairs.ground.outside.get(r.parent_code), r.level))
    return {
        unit.unit_id
        for parent, level in roots
        if parent and (above := pairs.ground.units.get(parent)) and above.listed is None
        for unit in pairs.ground.units_below.get(parent, ())
        if unit.listed and unit.level == level
    }


def group(found: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """What has the same key, in order."""
    groups: dict[K, list[T]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return dict(groups)


def _pair_roots(pairs: Pairs) -> None:
    """A root is sought below its parent's unit, or, if it names none, among all of its level with its name or code."""
    for row in pairs.free_rows(pairs.ground.roots()):
        parent = pairs.parent_of(row)
        if row.parent_code:
            units = pairs.ground.units_below.get(parent, []) if parent else []
        else:
            units = [
                u
                for u in pairs.ground.units.values()
                if row.name in {u.listed_name, u.name} or (u.listed and u.listed.code == row.code)
            ]
        units = [u for u in units if u.level == row.level]
        _within(pairs, [row], units)
        _by_what_is_below(pairs, pairs.free_rows([row]), units)


def _within(pairs: Pairs, rows: Sequence[Row], units: Sequence[Standing]) -> None:
    """Rows and units of one level below one parent."""
    _by_key(pairs, rows, units, "name", lambda one: one.name if isinstance(one, Row) else one.listed_name)
    _by_key(pairs, rows, units, "name_here", lambda one: one.name)
    above = pairs.ground.names_above(rows[0])
    _by_key(pairs, rows, units, "stem", lambda one: bare_stem(one, above))
    _by_code(pairs, rows, units, alike=True)


def bare_stem(one: Row | Standing, above: Collection[str]) -> str:
    """What is left of a name without the places above it and without its ending."""
    name = one.listed_name if isinstance(one, Standing) else one.name
    return stem(bare(name, one.level, above), one.level)


def _by_key(pairs: Pairs, rows: Sequence[Row], units: Sequence[Standing], why: str, key: KeyOf) -> None:
    rows, units = pairs.free_rows(rows), pairs.free_units(units)
    if not rows or not units:
        return
    found = group(units, key)
    for shared, same in group(rows, key).items():
        if shared in found:
            _one_each(pairs, same, found[shared], why)


def _one_each(pairs: Pairs, rows: list[Row], units: list[Standing], why: str) -> None:
    """Rows and units that share a key: if there are several, by code, then by kind of body, then in order."""
    if len(rows) == len(units) == 1:
        pairs.take(rows[0], units[0], How(why))
        return
    for telling in (_tail_of, _kind_of_name):
        _told_apart(pairs, rows, units, telling, why)
    left = zip(pairs.free_rows(rows), pairs.free_units(units), strict=False)
    for row, unit in left:
        pairs.take(row, unit, How("several", is_sure=False))


def _told_apart(
    pairs: Pairs,
    rows: list[Row],
    units: list[Standing],
    telling: KeyOf,
    why: str,
) -> None:
    by_row, by_unit = group(pairs.free_rows(rows), telling), group(pairs.free_units(units), telling)
    for sign, found in by_row.items():
        if sign and len(found) == 1 and len(by_unit.get(sign, ())) == 1:
            pairs.take(found[0], by_unit[sign][0], How(why))


def _tail_of(one: Row | Standing) -> str:
    if isinstance(one, Standing):
        return one.listed.tail if one.listed else ""
    return tail(one.code, one.parent_code)


def _kind_of_name(one: Row | Standing) -> str:
    return kind_of(one.listed_name if isinstance(one, Standing) else one.name, one.level)


def _by_code(pairs: Pairs, rows: Sequence[Row], units: Sequence[Standing], *, alike: bool) -> None:
    """The same code below the same parent: sure if the names are alike, else a guess, and only for villages."""
    found = {_tail_of(u): u for u in pairs.free_units(units) if u.listed}
    for row in pairs.free_rows(rows):
        unit = found.get(_tail_of(row))
        if unit and are_alike(row.name, unit.listed_name, row.level) == alike:
            pairs.take(row, unit, How("code_and_like_name" if alike else "code", is_sure=alike))


def _beyond(pairs: Pairs, level: int, rows: Sequence[Row], units: Sequence[Standing]) -> None:
    """What is left of a level: by what stands below, then moved under its name, then renamed within its parent."""
    if level < VILLAGE:
        _by_what_is_below(pairs, rows, units)
        everywhere = [u for u in pairs.ground.units.values() if u.level == level and u.unit_id not in pairs.own]
        _by_what_is_below(pairs, rows, everywhere, is_outside=True)
    else:
        _moved_villages(pairs, rows, units)
    by_parent = group(pairs.free_units(units), lambda u: u.listed_parent_id)
    for parent, below in group(pairs.free_rows(rows), pairs.parent_of).items():
        if parent in by_parent:
            if level == VILLAGE:
                _by_code(pairs, below, by_parent[parent], alike=False)
            _by_likeness(pairs, below, by_parent[parent])


def _by_what_is_below(
    pairs: Pairs, rows: Sequence[Row], units: Sequence[Standing], *, is_outside: bool = False
) -> None:
    """Bodies that hold mostly the same places, wherever they stand; the clearest first."""
    holders: dict[str, list[Standing]] = defaultdict(list)
    sizes = {}
    for unit in pairs.free_units(units):
        names = _names_below(pairs.ground.units_below.get(unit.unit_id, ()))
        sizes[unit.unit_id] = len(names)
        for name in names:
            holders[name].append(unit)
    found = []
    for row in pairs.free_rows(rows):
        names = _names_below(pairs.ground.rows_below.get(row.code, ()))
        common = Counter(u.unit_id for n in names if len(holders.get(n, ())) <= COMMON for u in holders.get(n, ()))
        found += [
            (share, row.code, unit_id)
            for unit_id, n in common.items()
            if (share := n / max(len(names), sizes[unit_id])) >= SAME_BODY
        ]
    for share, code, unit_id in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        _take_body(pairs, pairs.ground.rows[code], pairs.ground.units[unit_id], share, is_outside)


def _take_body(pairs: Pairs, row: Row, unit: Standing, share: float, is_outside: bool) -> None:
    """Sure if the name is the same too, or if nearly all below is the same and it stands where it stood."""
    if not pairs.free_rows([row]) or not pairs.free_units([unit]):
        return
    is_named_so = stem(row.name, row.level) == stem(unit.listed_name, unit.level)
    stays = pairs.parent_of(row) == unit.listed_parent_id
    if not is_named_so and not stays and share < CLEARLY_SAME:
        return
    is_sure = not is_outside and (is_named_so or (stays and share >= CLEARLY_SAME))
    pairs.take(row, unit, How("what_is_below", is_sure))


def _names_below(found: Iterable[Row | Standing]) -> set[str]:
    return {stem(one.listed_name if isinstance(one, Standing) else one.name, one.level) for one in found}


def _moved_villages(pairs: Pairs, rows: Sequence[Row], units: Sequence[Standing]) -> None:
    """Villages that reappear elsewhere under their name: within the county, then only together with others."""
    for steps in AREAS:
        for key in (_name, _stem_of):
            _moved_within(pairs, rows, units, steps, key)


def _moved_within(pairs: Pairs, rows: Sequence[Row], units: Sequence[Standing], steps: int, key: KeyOf) -> None:
    """The name must be the only one of its kind among what is left in the area, on both sides."""
    together = 1 if steps == AREAS[0] else TOGETHER
    by_row = group(pairs.free_rows(rows), lambda r: (_area_of_row(pairs, r, steps), key(r)))
    by_unit = group(pairs.free_units(units), lambda u: (_area_of_unit(pairs, u, steps), key(u)))
    found = [
        (same[0], by_unit[where][0])
        for where, same in by_row.items()
        if where[0] is not None and len(same) == 1 and len(by_unit.get(where, ())) == 1
    ]
    ways = Counter((unit.listed_parent_id, row.parent_code) for row, unit in found)
    for row, unit in found:
        count = ways[unit.listed_parent_id, row.parent_code]
        if count >= together:
            has_lost_its_place = unit.listed_parent_id not in pairs.row_of
            is_sure = key is _name and (count >= TOGETHER or has_lost_its_place)
            pairs.take(row, unit, How("moved_with_its_name", is_sure))


def _name(one: Row | Standing) -> str:
    return one.listed_name if isinstance(one, Standing) else one.name


def _stem_of(one: Row | Standing) -> str:
    return stem(_name(one), one.level)


def _area_of_row(pairs: Pairs, row: Row, steps: int) -> Hashable:
    above = pairs.ground.row_above(row, steps)
    unit = pairs.unit_of.get(above.code) if above else None
    return unit.unit_id if unit else None


def _area_of_unit(pairs: Pairs, unit: Standing, steps: int) -> Hashable:
    above = pairs.ground.unit_above(unit, steps)
    return above.unit_id if above else None


def _by_likeness(pairs: Pairs, rows: Collection[Row], units: Collection[Standing]) -> None:
    """Within a parent, a row and a unit that are alike and like no other: a guess, not tried where all is new."""
    rows, units = pairs.free_rows(rows), pairs.free_units(units)
    if len(rows) * len(units) > MOST_PAIRS:
        return
    alike = [(r, u) for r in rows for u in units if are_alike(r.name, u.listed_name, r.level)]
    of_row, of_unit = Counter(r.code for r, _ in alike), Counter(u.unit_id for _, u in alike)
    for row, unit in alike:
        if of_row[row.code] == of_unit[unit.unit_id] == 1:
            pairs.take(row, unit, How("like_name", is_sure=False))
