"""Decisions on a later edition, held against its rows and the units there before anything is guessed; pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .decisions import OF_UNITS, PAIRING, BadDecisions, Decision, problems_within
from .pairing import How, Pairs
from .standing import Standing


@dataclass(slots=True)
class Pins:
    """What was decided. `ended` gives the rows a unit went into, none if it simply is no more; `marks` the mark of
    a row, none if it is kept in use."""

    left_out: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    cut_from: dict[str, Standing] = field(default_factory=dict)
    ended: dict[int, tuple[str, ...]] = field(default_factory=dict)
    decided_rows: set[str] = field(default_factory=set)


def pin(pairs: Pairs, decisions: Collection[Decision], left_out: Collection[tuple[str, str]]) -> Pins:
    """Enter what was decided into the pairs; BadDecisions if one names a row, a unit or a place that cannot be."""
    units = {unit.ref: unit for unit in pairs.ground.units.values()}
    if problems := [*problems_within(decisions), *_problems(pairs, units, decisions)]:
        raise BadDecisions(problems)
    pins = Pins()
    for decision in decisions:
        if decision.action in OF_UNITS:
            _pin_unit(pairs, pins, units[decision.code], decision)
        elif decision.action in PAIRING:
            _pin_row(pairs, pins, units.get(decision.value), decision)
        elif decision.action == "place":
            pins.places[decision.code] = decision.value
        else:
            pins.marks[decision.code] = decision.value
    _leave_out(pairs, pins, left_out)
    return pins


def _pin_unit(pairs: Pairs, pins: Pins, unit: Standing, decision: Decision) -> None:
    pairs.barred_units.add(unit.unit_id)
    if decision.action == "stand":
        pairs.standing_on.add(unit.unit_id)
    else:
        pins.ended[unit.unit_id] = tuple(decision.value.split()) if decision.action == "merge" else ()


def _pin_row(pairs: Pairs, pins: Pins, unit: Standing | None, decision: Decision) -> None:
    pins.decided_rows.add(decision.code)
    if unit and decision.action in {"same", "hold"}:
        pairs.take(pairs.ground.rows[decision.code], unit, How("decided"))
        if decision.action == "hold":
            pins.holds.add(decision.code)
        return
    pairs.barred_rows.add(decision.code)
    if decision.action == "leave_out":
        pins.left_out.add(decision.code)
    elif unit:
        pins.cut_from[decision.code] = unit


def _leave_out(pairs: Pairs, pins: Pins, again: Collection[tuple[str, str]]) -> None:
    """Rows left out, now or when the last edition was applied, with everything below them."""
    waiting = list(pins.left_out)
    waiting += [c for c, name in again if (row := pairs.ground.rows.get(c)) and name in {"", row.name}]
    waiting = [code for code in waiting if code in pins.left_out or code not in pins.decided_rows]
    while waiting:
        code = waiting.pop()
        pins.left_out.add(code)
        pairs.barred_rows.add(code)
        waiting += [row.code for row in pairs.ground.rows_below.get(code, ())]


def _problems(pairs: Pairs, units: dict[str, Standing], decisions: Collection[Decision]) -> Iterator[str]:
    rows, taken = pairs.ground.rows, set[str]()
    for decision in decisions:
        row, unit = rows.get(decision.code), units.get(decision.value)
        where = f"code {decision.code}"
        if decision.action in OF_UNITS:
            yield from _unit_problems(pairs, units.get(decision.code), decision)
        elif row is None:
            yield f"{where}: no such row in the list"
        elif decision.action in {"same", "hold", "split"} and (unit is None or unit.level != row.level):
            yield f"{where}: {decision.value} is no place of level {row.level} in the list already there"
        elif decision.action in {"same", "hold"}:
            if decision.value in taken:
                yield f"{where}: {decision.value} is said to be two rows"
            taken.add(decision.value)
        elif decision.action == "place" and not _is_above(pairs, decision.value, row.level):
            yield f"{where}: cannot stand under {decision.value}"


def _is_above(pairs: Pairs, code: str, level: int) -> bool:
    row = pairs.ground.rows.get(code)
    return row.level < level if row else code in pairs.ground.outside


def _unit_problems(pairs: Pairs, unit: Standing | None, decision: Decision) -> Iterator[str]:
    if unit is None:
        yield f"code {decision.code}: no such place in the list already there"
        return
    if decision.action != "merge":
        return
    for code in decision.value.split():
        row = pairs.ground.rows.get(code)
        if row is None or row.level != unit.level:
            yield f"code {decision.code}: {code} is no row of level {unit.level} in the list"
