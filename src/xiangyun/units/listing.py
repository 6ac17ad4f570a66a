"""What a list says at and below a code, beside what selectors reach there on a day."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from .models import ListRow, Placement, Unit
from .paths import FILLER, filler_prefixes
from .queries import children_of, counts_below, latest_row, path_of


@dataclass(frozen=True, slots=True)
class Child:
    """A unit directly below, by its code in the list; without one if the list does not have it."""

    code: str
    name: str
    level: int | None
    in_use: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """`levels` counts the file's rows by its own parents; the rest is the tree after all decisions.

    `quasi` counts rows marked so at and below the code, `filler` places at a level below it that have no body,
    `in_use` the divisions below it that selectors reach, by level.
    """

    code: str
    name: str
    publisher: str
    as_of: date
    levels: dict[int, int]
    quasi: int
    filler: int
    in_use: dict[int, int]
    children: list[Child]


def listing_of(code: str, publisher: str, day: date) -> Listing:
    """The listing of a code in the latest edition that has it; NotVisible for an unknown code or day."""
    top = latest_row(code, publisher, day)
    path = path_of(top.unit_id, day)
    rows = _at_and_below(top)
    marks = Counter(Unit.objects.within(path, day).exclude(mark=Unit.Mark.NONE).values_list("mark", flat=True))
    return Listing(
        code=code,
        name=top.name,
        publisher=top.edition.publisher,
        as_of=top.edition.as_of,
        levels=dict(sorted(Counter(level for _, level in rows).items())),
        quasi=marks[Unit.Mark.QUASI],
        filler=marks[Unit.Mark.FILLER] + len(_lacking(path, day)),
        in_use=counts_below(path, day),
        children=_children(top, path, day),
    )


def _at_and_below(top: ListRow) -> list[tuple[str, int]]:
    """Code and level of the edition's rows at and below one, along the file's own parents."""
    below = defaultdict(list)
    edition = ListRow.objects.of_edition(top.edition_id)
    for code, parent, level in edition.values_list("code", "parent_code", "level").iterator():
        below[parent].append((code, level))
    found, waiting = [(top.code, top.level)], [top.code]
    while waiting:
        rows = below[waiting.pop()]
        found += rows
        waiting += [code for code, _ in rows]
    return found


def _lacking(path: str, day: date) -> set[str]:
    """Places below a path that were filled because the list has no row of that level there."""
    places = Placement.objects.territorial().on(day).within(path).filter(unit__kind=Unit.Kind.DIVISION)
    filled = places.filter(path__contains=FILLER).values_list("path", flat=True)
    prefixes = (p for place in filled for p in filler_prefixes(place))
    return {p for p in prefixes if len(p) > len(path)}


def _children(top: ListRow, path: str, day: date) -> list[Child]:
    units = list(children_of(path, day).filter(kind=Unit.Kind.DIVISION))
    codes = ListRow.objects.of_edition(top.edition_id).filter(unit__in=[u.pk for u in units])
    by_unit = dict(codes.values_list("unit_id", "code"))
    return [Child(by_unit.get(u.pk, ""), u.name, u.level, u.in_use) for u in units]
