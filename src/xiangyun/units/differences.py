"""The list of another publisher against what is already there: by place and name; pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .decisions import Decision, Difference
from .lists import Row


class Standing(Protocol):
    """A unit with its place on a day."""

    pk: int
    name: str
    level: int | None
    path: str


@dataclass(slots=True)
class Matches:
    """The unit of every row that is the same place, and what a person must decide about the others."""

    unit_ids: dict[str, int] = field(default_factory=dict)
    conflicts: list[Difference] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def take(self, row: Row, found: Sequence[int], sought: str) -> None:
        """One unit for one row, or a conflict; a unit that another row took already is one too."""
        if len(found) != 1:
            self.conflicts.append(Difference("unmatched", row.code, row.name, f"{len(found)} {sought}"))
        elif found[0] in self.taken:
            self.conflicts.append(Difference("taken_twice", row.code, row.name, sought))
        else:
            self.unit_ids[row.code] = found[0]
            self.taken.add(found[0])


def matches_by_place(
    rows: Sequence[Row],
    standing: Iterable[Standing],
    decisions: Collection[Decision],
    unit_of: Callable[[str], int | None],
) -> Matches:
    """Each row is the one unit of its level and name below its parent's unit; a code alone matches nothing.

    `unit_of` finds what a code means in lists already there: for `same`, and for a parent outside this file.
    What stands below a row without a match is not named one by one: it waits for that row.
    """
    named, paths = _by_name(standing)
    decided = {d.code: d for d in decisions}
    codes, left_out, matches = {row.code for row in rows}, set[str](), Matches()
    for row in sorted(rows, key=lambda r: (r.level, r.code)):
        decision = decided.get(row.code)
        if row.parent_code in left_out or (decision and decision.action == "leave_out"):
            left_out.add(row.code)
            continue
        if decision:
            matches.take(row, [u for u in [unit_of(decision.value)] if u], f"with code {decision.value}")
            continue
        parent = matches.unit_ids.get(row.parent_code)
        if parent is None and row.parent_code in codes:
            continue
        if parent is None and row.parent_code:
            parent = unit_of(row.parent_code)
        place = paths.get(parent) if parent else ""
        found = [pk for path, pk in named[row.level, row.name] if place is not None and path.startswith(place)]
        matches.take(row, found, f"of this name at level {row.level} under {row.parent_code or 'the top'}")
    return matches


def _by_name(
    standing: Iterable[Standing],
) -> tuple[defaultdict[tuple[int | None, str], list[tuple[str, int]]], dict[int | None, str]]:
    named = defaultdict(list)
    paths: dict[int | None, str] = {}
    for unit in standing:
        named[unit.level, unit.name].append((unit.path, unit.pk))
        paths[unit.pk] = unit.path
    return named, paths
