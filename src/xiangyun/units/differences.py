"""A list against what is already there: an edition of the same publisher by code, another's by place and name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .decisions import Decision, Difference
from .lists import Row


class Listed(Protocol):
    """A row of an earlier edition."""

    code: str
    name: str
    parent_code: str


class Standing(Protocol):
    """A unit with its place on a day."""

    pk: int
    name: str
    level: int | None
    path: str


def differences_between(old: Mapping[str, Listed], rows: Collection[Row]) -> list[Difference]:
    """Added, gone, renamed and moved rows; only what stood under the new file's own rows can be gone."""
    new = {row.code: row for row in rows}
    found = [d for row in rows for d in _changed(row, old.get(row.code))]
    gone = [Difference("gone", code, old[code].name) for code in _below(old, new) if code not in new]
    return found + gone


def _changed(row: Row, was: Listed | None) -> Iterator[Difference]:
    if was is None:
        yield Difference("added", row.code, row.name)
        return
    if was.name != row.name:
        yield Difference("renamed", row.code, row.name, was.name)
    if was.parent_code != row.parent_code and row.parent_code:
        yield Difference("moved", row.code, row.name, was.parent_code)


def _below(old: Mapping[str, Listed], new: Mapping[str, Row]) -> list[str]:
    """Codes of the old rows at and below the roots of the new file, in order."""
    children = defaultdict(list)
    for row in old.values():
        children[row.parent_code].append(row.code)
    waiting = [code for code, row in new.items() if row.parent_code not in new]
    found = set()
    while waiting:
        code = waiting.pop()
        found |= {code} & old.keys()
        waiting += children[code]
    return sorted(found)


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
