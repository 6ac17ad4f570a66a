"""Reading figures: cells plus the deltas not yet folded, in one statement, so that a fold between changes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast

from xiangyun.units.paths import END, unit_ids
from xiangyun.units.places import child_place

from .models import Cell, Delta, Measure

Pair = tuple[int, int]
Figures = Mapping[int, Mapping[int, Pair]]
"""Unit id → measure id → (num, den)."""


def figures_around(
    *, measure_ids: Collection[int], grain: str, period: str, path: str, children: Iterable[str]
) -> Figures:
    """The figures of the unit at `path` and of each child, whatever depth the children stand at."""
    places = {child: unit_ids(child)[-1] for child in children}
    top = unit_ids(path)[-1]
    cells = Cell.objects.filter(
        ancestor_id__in=[top, *places.values()], measure_id__in=measure_ids, grain=grain, period=period
    )
    deltas = Delta.objects.filter(
        measure_id__in=measure_ids, grain=grain, period=period, path__gte=path, path__lt=path + END
    ).annotate(place=child_place(path, places))
    found = _Sums()
    for row in _union(cells, deltas):
        if row["ancestor"]:
            found.add(row["ancestor"], row)
            continue
        found.add(top, row)
        if row["place"] in places:
            found.add(places[row["place"]], row)
    return found.by_unit


def figures_at(
    *, unit_id: int, paths: Iterable[str], wanted: Iterable[tuple[int, str, str]]
) -> Mapping[tuple[int, str, str], Pair]:
    """The figures of one unit, with every path it has or had in any line, for several (measure id, grain, period)."""
    keys = Q(pk__in=[])
    for measure, grain, period in wanted:
        keys |= Q(measure_id=measure, grain=grain, period=period)
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__gte=path, path__lt=path + END)
    cells = Cell.objects.filter(keys, ancestor_id=unit_id)
    deltas = Delta.objects.filter(keys, within).annotate(place=Value(""))
    sums: dict[tuple[int, str, str], Pair] = defaultdict(lambda: (0, 0))
    for row in _union(cells, deltas, "grain", "period"):
        key = (row["measure_id"], row["grain"], row["period"])
        sums[key] = (sums[key][0] + row["n"], sums[key][1] + row["d"])
    return sums


def measures_named(names: Collection[str], subjects: Iterable[UUID]) -> Mapping[tuple[UUID, str], int]:
    """The measures of these names, by subject and name."""
    found = Measure.objects.filter(subject_uid__in=list(subjects), name__in=names)
    return {(m.subject_uid, m.name): m.pk for m in found}


def sums_of(*, unit_id: int, names: Collection[str], subjects: Iterable[UUID]) -> Mapping[tuple[UUID, str], int]:
    """The folded sums of these measures for one unit over all periods, by subject and name; one query.

    What was not folded yet is left out: good for shares, not for a board.
    """
    cells = Cell.objects.filter(ancestor_id=unit_id, measure_id=OuterRef("pk")).order_by().values("measure_id")
    measures = Measure.objects.filter(subject_uid__in=list(subjects), name__in=names)
    found = measures.annotate(n=Subquery(cells.annotate(n=Sum("num")).values("n")))
    return {(m.subject_uid, m.name): m.n or 0 for m in found}


class _Sums:
    """Adds up pairs by unit and measure."""

    def __init__(self) -> None:
        self.by_unit: dict[int, dict[int, Pair]] = defaultdict(lambda: defaultdict(lambda: (0, 0)))

    def add(self, unit: int, row: Mapping[str, int]) -> None:
        num, den = self.by_unit[unit][row["measure_id"]]
        self.by_unit[unit][row["measure_id"]] = (num + row["n"], den + row["d"])


def _union(cells: QuerySet[Cell], deltas: QuerySet[Delta], *more: str) -> Iterable[dict[str, Any]]:
    columns = (*more, "measure_id", "ancestor", "place", "n", "d")
    nowhere = Value(0, output_field=BigIntegerField())
    left = cells.annotate(ancestor=F("ancestor_id"), place=Value(""), n=F("num"), d=F("den")).values(*columns)
    groups = deltas.values("measure_id", "place", *more).annotate(
        ancestor=nowhere, n=Cast(Sum("num"), BigIntegerField()), d=Cast(Sum("den"), BigIntegerField())
    )
    rows: Iterable[dict[str, Any]] = left.union(groups.values(*columns), all=True)
    return rows
