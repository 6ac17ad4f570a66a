"""From rows and decisions to where each unit will stand and what it counts as; pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .decisions import BadDecisions, Decision, problems_within
from .lists import Row
from .marks import is_filler, is_quasi, may_be_zone

FILLER, QUASI = "filler", "quasi"


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the code of the row it stands under, its mark, and whether selectors reach it."""

    row: Row
    parent_code: str
    mark: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows from the top down, and the rows about which the code rule has a doubt that nobody settled."""

    placed: tuple[Placed, ...]
    open_questions: tuple[Row, ...]


def plan_of(rows: Sequence[Row], decisions: Collection[Decision], outside: Collection[str] = frozenset()) -> Plan:
    """Where every row stands after the decisions; BadDecisions if one names a row or a place that cannot be.

    `outside` are codes of parents from earlier lists that selectors do not reach.
    """
    by_code = {row.code: row for row in rows}
    if problems := [*problems_within(decisions), *_misplaced(by_code, decisions)]:
        raise BadDecisions(problems)
    decided = {d.code: d for d in decisions}
    reaches_below = dict.fromkeys(outside, False)
    placed = []
    for row in sorted(rows, key=lambda r: (r.level, r.code)):
        above = _parent_code(row, decided)
        is_reached = reaches_below.get(above, True)
        mark = mark_of(row, by_code, decided.get(row.code))
        in_use = is_reached and (not mark or is_kept(decided.get(row.code)))
        reaches_below[row.code] = in_use or (is_reached and mark == FILLER)
        placed.append(Placed(row, above, mark, in_use))
    return Plan(tuple(placed), tuple(r for r in rows if may_be_zone(r) and r.code not in decided))


def _misplaced(by_code: dict[str, Row], decisions: Collection[Decision]) -> Iterator[str]:
    for decision in decisions:
        row, target = by_code.get(decision.code), by_code.get(decision.value)
        if row is None:
            yield f"code {decision.code}: no such row in the list"
        elif decision.action not in {"mark", "place", "keep"}:
            yield f"code {decision.code}: {decision.action} is for a list of an area that is already there"
        elif decision.action == "place" and (target is None or target.level >= row.level):
            yield f"code {decision.code}: cannot stand under {decision.value}"


def _parent_code(row: Row, decided: dict[str, Decision]) -> str:
    decision = decided.get(row.code)
    return decision.value if decision and decision.action == "place" else row.parent_code


def mark_of(row: Row, by_code: Mapping[str, Row], decision: Decision | None) -> str:
    """What a row counts as: by decision, else by the rules of codes and names."""
    if decision and decision.action == "mark":
        return decision.value
    if is_filler(row, by_code):
        return FILLER
    return QUASI if is_quasi(row.code, row.level) else ""


def is_kept(decision: Decision | None) -> bool:
    """Whether it stays in use in spite of its mark."""
    return decision is not None and decision.action == "keep"
