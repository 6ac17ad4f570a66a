"""What a later edition is compared with: the units on a day with what their list last said of them; pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .lists import Row


@dataclass(frozen=True, slots=True)
class Listed:
    """What the newest edition of the publisher said of a unit; `parent_id` is the unit its parent row is."""

    code: str
    name: str
    parent_code: str
    parent_id: int | None

    @property
    def tail(self) -> str:
        return tail(self.code, self.parent_code)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit on a day. Its name and parent here may differ from those in the list: a person changed them, or a
    decision did. `listed` is None if the list did not have it, `stands` False if it was closed here though listed.
    `is_elsewhere` says that another publisher's list has it, `others` how many institutions stand directly below.
    """

    unit_id: int
    level: int
    name: str
    parent_id: int | None
    listed: Listed | None = None
    stands: bool = True
    mark: str = ""
    is_elsewhere: bool = False
    others: int = 0

    @property
    def listed_name(self) -> str:
        return self.listed.name if self.listed else self.name

    @property
    def listed_parent_id(self) -> int | None:
        return self.listed.parent_id if self.listed else self.parent_id

    @property
    def ref(self) -> str:
        """How a decision names it: by its code in the list, else by its number here."""
        return self.listed.code if self.listed else f"#{self.unit_id}"


def tail(code: str, parent_code: str) -> str:
    """What a code adds to its parent's: all that can be compared when the parent's code has changed."""
    return code.removeprefix(parent_code)


@dataclass(slots=True)
class Ground:
    """The rows of a file and the units there, each with what stands below it in the list's own tree.

    `outside` gives the unit of a parent's code that the file does not hold itself.
    """

    rows: Mapping[str, Row]
    units: Mapping[int, Standing]
    outside: Mapping[str, int]
    rows_below: Mapping[str, list[Row]] = field(init=False)
    units_below: Mapping[int | None, list[Standing]] = field(init=False)

    def __post_init__(self) -> None:
        rows_below, units_below = defaultdict(list), defaultdict(list)
        for row in self.rows.values():
            rows_below[row.parent_code].append(row)
        for unit in self.units.values():
            units_below[unit.listed_parent_id].append(unit)
        self.rows_below, self.units_below = rows_below, units_below

    def roots(self) -> list[Row]:
        """Rows whose parent the file does not hold."""
        return [row for row in self.rows.values() if row.parent_code not in self.rows]

    def own(self, tops: Iterable[int]) -> set[int]:
        """The units at and below these in the list's own tree: all of which the file can speak."""
        waiting, found = list(tops), set[int]()
        while waiting:
            unit_id = waiting.pop()
            if unit_id not in found:
                found.add(unit_id)
                waiting += [unit.unit_id for unit in self.units_below.get(unit_id, ())]
        return found

    def row_above(self, row: Row, steps: int) -> Row | None:
        """The row some steps above, None beyond the file's roots."""
        found: Row | None = row
        for _ in range(steps):
            found = self.rows.get(found.parent_code) if found else None
        return found

    def unit_above(self, unit: Standing, steps: int) -> Standing | None:
        """The unit some steps above in the list's own tree."""
        found: Standing | None = unit
        for _ in range(steps):
            parent = found.listed_parent_id if found else None
            found = self.units.get(parent) if parent is not None else None
        return found

    def names_above(self, row: Row) -> list[str]:
        """The names above a row, from the file's root down."""
        names, above = [], self.row_above(row, 1)
        while above:
            names.append(above.name)
            above = self.row_above(above, 1)
        return names[::-1]

    def place_of_row(self, row: Row) -> str:
        """The same as one text."""
        return " ".join(self.names_above(row))

    def place_of_unit(self, unit: Standing) -> str:
        """The names above a unit in the list's own tree, from the top down."""
        names, above = [], self.unit_above(unit, 1)
        while above:
            names.append(above.name)
            above = self.unit_above(above, 1)
        return " ".join(reversed(names))


def ground_of(rows: Collection[Row], standing: Iterable[Standing], outside: Mapping[str, int]) -> Ground:
    """The ground of a comparison."""
    return Ground({row.code: row for row in rows}, {unit.unit_id: unit for unit in standing}, outside)
