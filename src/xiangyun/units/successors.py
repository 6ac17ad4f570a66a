"""What became of units that a later edition no longer has, and out of what its new ones were cut: guesses; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .decisions import MAX_VALUE
from .likeness import VILLAGE, blended, by_sign, stem
from .lists import Row
from .pairing import SAME_BODY, Pairs, group
from .standing import Standing

PARTS = 3
"""A unit is said to be divided among so many at most; the value of a decision must stay short."""
A_PART = 0.2
"""Less than this share of what stood below is no part worth naming."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Codes of the rows that a unit went into, the largest part first."""

    codes: tuple[str, ...]
    why: str


def successors_of(pairs: Pairs, gone: Sequence[Standing]) -> dict[int, Successor]:
    """By unit, for those of which anything can be told; from the village up, as a county follows its townships."""
    found = dict(_of_villages(pairs, [u for u in gone if u.level == VILLAGE]))
    for unit in sorted(gone, key=lambda u: -u.level):
        if unit.level < VILLAGE and (rows := _where_it_went(pairs, unit, found)):
            found[unit.unit_id] = Successor(_parts(rows), "what_is_below")
    return found


def sources_of(pairs: Pairs, new: Iterable[Row]) -> dict[str, Standing]:
    """By code of a new row, the unit that goes on and held most of what now stands below the row."""
    found = {}
    for row in new:
        below = pairs.ground.rows_below.get(row.code, [])
        held = Counter(
            above.unit_id
            for r in below
            if (unit := pairs.unit_of.get(r.code)) and (above := pairs.ground.unit_above(unit, 1))
            if above.level == row.level and above.unit_id in pairs.row_of
        )
        for unit_id, count in held.most_common(1):
            if count >= SAME_BODY * len(below):
                found[row.code] = pairs.ground.units[unit_id]
    return found


def _of_villages(pairs: Pairs, gone: Iterable[Standing]) -> Iterable[tuple[int, Successor]]:
    """Within a township: into the row of the same name with another ending, or into one put together of several."""
    for parent, units in group(gone, lambda u: u.listed_parent_id).items():
        above = pairs.row_of.get(parent) if parent else None
        rows = pairs.ground.rows_below.get(above.code, []) if above else []
        by_stem = group(rows, lambda r: stem(r.name, VILLAGE))
        for unit in units:
            if same := by_stem.get(stem(unit.listed_name, VILLAGE)):
                yield unit.unit_id, Successor((same[0].code,), "same_name")
        by_name = {u.listed_name: u for u in units}
        gone_by_sign = by_sign(by_name)
        for row in pairs.free_rows(rows):
            for name in blended(row.name, gone_by_sign):
                yield by_name[name].unit_id, Successor((row.code,), "named_after_them")


def _where_it_went(pairs: Pairs, unit: Standing, found: Mapping[int, Successor]) -> Counter[str]:
    """Codes of the rows of its level below which its own now stand."""
    ways = Counter[str]()
    for below in pairs.ground.units_below.get(unit.unit_id, ()):
        row = pairs.row_of.get(below.unit_id)
        if row is None and below.unit_id in found:
            row = pairs.ground.rows[found[below.unit_id].codes[0]]
        while row and row.level > unit.level:
            row = pairs.ground.row_above(row, 1)
        if row and row.level == unit.level:
            ways[row.code] += 1
    return ways


def _parts(rows: Counter[str]) -> tuple[str, ...]:
    """All of it if one part is half or more, else the largest parts."""
    (first, count), total = rows.most_common(1)[0], rows.total()
    if count >= SAME_BODY * total:
        return (first,)
    parts = tuple(code for code, n in rows.most_common(PARTS) if n >= A_PART * total)
    return parts if len(" ".join(parts)) <= MAX_VALUE and parts else (first,)
