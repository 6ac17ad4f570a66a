"""Changes come as deltas; the worker folds them into cells; reading adds both, so a board is always exact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Sum, Value
from django.db.models.functions import Substr

from xiangyun.units.paths import END, unit_ids

from .models import Cell, Delta, Measure

Pair = tuple[int, int]
UPSERT = """
    INSERT INTO measures_cell (ancestor_id, measure_id, grain, period, num, den) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (ancestor_id, measure_id, grain, period)
    DO UPDATE SET num = measures_cell.num + excluded.num, den = measures_cell.den + excluded.den
"""


def measures_by_name(subject_uid: UUID) -> dict[str, Measure]:
    """The measures of a subject."""
    return {m.name: m for m in Measure.objects.filter(subject_uid=subject_uid)}


def add_changes(*, subject_uid: UUID, grain: str, period: str, path: str, changes: Mapping[str, Pair]) -> list[Delta]:
    """Append what changed, by measure name, at the place where it happened. Joins the caller's transaction."""
    wanted = {name: pair for name, pair in changes.items() if pair != (0, 0)}
    if not wanted:
        return []
    ids = dict(Measure.objects.filter(subject_uid=subject_uid, name__in=wanted).values_list("name", "id"))
    return Delta.objects.bulk_create(
        Delta(measure_id=ids[name], grain=grain, period=period, path=path, num=num, den=den)
        for name, (num, den) in wanted.items()
        if name in ids
    )


def fold(limit: int = 2000) -> int:
    """Move up to `limit` deltas into the cells of their unit and all above it; gives how many were moved."""
    with transaction.atomic():
        deltas = list(
            Delta.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).order_by(
                "id"
            )[:limit]
        )
        sums = _sums(deltas)
        add_to_cells(sums)
        Delta.objects.filter(pk__in=[d.pk for d in deltas]).delete()
    return len(deltas)


def _sums(deltas: Iterable[Delta]) -> dict[tuple[int, int, str, str], list[int]]:
    sums: dict[tuple[int, int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for delta in deltas:
        for ancestor in unit_ids(delta.path):
            pair = sums[ancestor, delta.measure_id, delta.grain, delta.period]
            pair[0] += delta.num
            pair[1] += delta.den
    return sums


def add_to_cells(sums: Mapping[tuple[int, int, str, str], list[int]]) -> None:
    """Add to each cell, making it when it lacks; in key order, so that two folds cannot lock each other up."""
    rows = [(*key, *sums[key]) for key in sorted(sums)]
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)


def figures(
    *, measure_ids: Iterable[int], grain: str, period: str, paths: Iterable[str]
) -> dict[tuple[str, int], Pair]:
    """(path, measure id) → (num, den): cells plus deltas not yet folded, read in one statement.

    `paths` must all have one length (the children of one unit, or one unit).
    """
    by_id = {unit_ids(path)[-1]: path for path in paths}
    ids = list(measure_ids)
    if not by_id or not ids:
        return {}
    totals: dict[tuple[str, int], Pair] = defaultdict(lambda: (0, 0))
    for row in _cells_and_deltas(ids, grain, period, by_id):
        path = row["place"] or by_id[row["ancestor"]]
        num, den = totals[path, row["measure_id"]]
        totals[path, row["measure_id"]] = (num + row["n"], den + row["d"])
    return dict(totals)


def _cells_and_deltas(ids: list[int], grain: str, period: str, by_id: Mapping[int, str]) -> Iterable[dict[str, Any]]:
    """One UNION, so that a fold between two reads cannot be counted twice or not at all."""
    length = len(next(iter(by_id.values())))
    first, last = min(by_id.values()), max(by_id.values())
    cells = Cell.objects.filter(ancestor_id__in=list(by_id), measure_id__in=ids, grain=grain, period=period).values(
        "measure_id", n=F("num"), d=F("den"), ancestor=F("ancestor_id"), place=Value("")
    )
    deltas = (
        Delta.objects.filter(measure_id__in=ids, grain=grain, period=period, path__gte=first, path__lt=last + END)
        .annotate(place=Substr("path", 1, length))
        .filter(place__in=list(by_id.values()))
        .values("measure_id", "place")
        .annotate(n=Sum("num"), d=Sum("den"), ancestor=Value(0, BigIntegerField()))
        .values("measure_id", "n", "d", "ancestor", "place")
    )
    return cells.union(deltas, all=True)
