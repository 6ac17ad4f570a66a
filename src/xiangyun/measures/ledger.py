"""Changes come as deltas; the worker folds them into cells; reading adds both, so a board is always exact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection, transaction

from xiangyun.units.paths import unit_ids

from .models import Delta, Measure

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
        free = connection.features.has_select_for_update_skip_locked
        deltas = list(Delta.objects.select_for_update(skip_locked=free).order_by("id")[:limit])
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
    rows: list[tuple[int | str, ...]] = [(*key, *sums[key]) for key in sorted(sums)]
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)
