"""The tree from one unit down: how many stand where, what is marked, and which decisions made it so."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length

from .models import TERRITORIAL, Change, Line, ListDecision, ListEdition, ListRow, Placement, Unit
from .paths import END
from .places import child_place
from .queries import children_of, tree_on


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit directly below, and how many divisions in use stand at and below it, by level."""

    unit: Unit
    counts: dict[int, int]

    @property
    def below(self) -> dict[int, int]:
        """The counts without the unit itself."""
        return {level: n for level, n in self.counts.items() if level > (self.unit.level or 0)}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on a row of a list, with the unit it is about."""

    decision: ListDecision
    unit: Unit


def branches_of(path: str, day: date) -> list[Branch]:
    """The units directly below a path in list order with their counts; two queries, however many there are."""
    units = list(children_of(path, day))
    divisions = Placement.objects.territorial().on(day).in_use().below(path).filter(unit__kind=Unit.Kind.DIVISION)
    grouped = divisions.annotate(place=child_place(path, [u.path for u in units])).values("place", "unit__level")
    counts: dict[str, dict[int, int]] = {u.path: {} for u in units}
    for row in grouped.annotate(n=Count("pk")).order_by("unit__level"):
        counts.get(row["place"], {})[row["unit__level"] or 0] = row["n"]
    return [Branch(u, counts[u.path]) for u in units]


def levels_of(branches: Iterable[Branch]) -> dict[int, int]:
    """How many divisions in use stand in all branches together, by level."""
    total = Counter[int]()
    for branch in branches:
        total.update(branch.counts)
    return dict(sorted(total.items()))


def marks_within(path: str, day: date) -> Counter[str]:
    """How many units at and below a path are marked as no ordinary body, by mark."""
    marked = Unit.objects.within(path, day).exclude(mark=Unit.Mark.NONE)
    return Counter(marked.values_list("mark", flat=True))


def decisions_within(path: str, day: date) -> list[Decided]:
    """The decisions on rows of lists whose units stand at or below a path on a day, by code."""
    decisions = list(ListDecision.objects.select_related("edition").order_by("code", "pk"))
    if not decisions:
        return []
    rows = ListRow.objects.select_related("unit").filter(
        Q(unit__placements__to_on__isnull=True) | Q(unit__placements__to_on__gt=day),  # a join: few rows come first
        code__in={d.code for d in decisions},
        edition__in={d.edition_id for d in decisions},
        unit__placements__line=TERRITORIAL,
        unit__placements__from_on__lte=day,
        unit__placements__path__gte=path,
        unit__placements__path__lt=path + END,
    )
    units = {(row.edition_id, row.code): row.unit for row in rows}
    found = [(d, units.get((d.edition_id, d.code))) for d in decisions]
    return [Decided(d, unit) for d, unit in found if unit]


def rows_of(unit: Unit) -> list[ListRow]:
    """The rows of official lists that name a unit, the newest first."""
    return list(unit.list_rows.select_related("edition").order_by("-edition__as_of", "-edition_id"))


MOST_OF_A_LINE = 200


def lines_of_site() -> list[Line]:
    """The professional lines."""
    return list(Line.objects.order_by("pk"))


def tops_of_line(line: str, day: date, among: Collection[int] | None = None) -> list[Unit]:
    """Units that stand in a professional line on a day, the highest first, up to 200; `among` some."""
    units = tree_on(day, line) if among is None else tree_on(day, line).filter(pk__in=among)
    return list(units.order_by(Length("placements__path"), "sort_key", "pk")[:MOST_OF_A_LINE])


def editions_of_site() -> list[ListEdition]:
    """All editions of official lists, the newest first, with `rows_n` and `changes_n`; one query."""
    rows = ListRow.objects.order_by().filter(edition=OuterRef("pk")).values("edition").annotate(n=Count("pk"))
    changes = Change.objects.order_by().filter(edition=OuterRef("pk")).values("edition").annotate(n=Count("pk"))
    editions = ListEdition.objects.order_by("-as_of", "-pk")
    return list(
        editions.annotate(
            rows_n=Coalesce(Subquery(rows.values("n")), 0), changes_n=Coalesce(Subquery(changes.values("n")), 0)
        )
    )
