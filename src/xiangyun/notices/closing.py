"""The closing job: at lock, each duty without an answer becomes a stored Missing row, once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.measures.ledger import add_to_cells, measures_by_name
from xiangyun.units.paths import unit_ids

from .extensions import ready_to_close
from .models import Missing, Task, TaskPeriod
from .periods import open_ahead
from .selectors import places_of


def close_periods(*, at: datetime, limit: int = 20) -> int:
    """Close the periods whose lock has passed, that of units with more time included; gives how many.

    Safe to run twice or in two workers.
    """
    closed = 0
    for pk in ready_to_close(at).values_list("pk", flat=True)[:limit]:
        closed += _close(pk, at)
    return closed


def locks_passed(at: datetime) -> list[datetime]:
    """The locks up to an instant whose periods are still open, in order: when the job would have closed them."""
    return list(ready_to_close(at).values_list("closes_at", flat=True).distinct())


def _close(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        period = (
            TaskPeriod.objects.select_for_update(of=("self",))
            .select_related("task__selector")
            .filter(pk=pk, closed_at__isnull=True)
            .first()
        )
        if period is None or not ready_to_close(at).filter(pk=pk).exists():  # more time may have been given meanwhile
            return False
        n = _store_missing(period, at)
        period.closed_at = at
        period.save(update_fields=["closed_at"])
        record(
            "period.closed",
            actor=Actor.system("closing"),
            at=at,
            subject=("period", period.uid),
            detail={"missing": n},
        )
    return True


def _store_missing(period: TaskPeriod, at: datetime) -> int:
    answered = period.returns.filter(sent_at__isnull=False, unit=OuterRef("unit"))
    day = period.counting_day(at)
    places = places_of(period.task.selector, day).filter(~Exists(answered))
    rows = [Missing(unit_id=pk, path=path, period=period, at=at) for pk, path in places.values_list("unit", "path")]
    Missing.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    _count_missing(period, [row.path for row in rows])
    return len(rows)


def _count_missing(period: TaskPeriod, paths: Iterable[str]) -> None:
    """Into the cells at once: from now on the period's owed is returned plus missing, whatever becomes of the tree."""
    measure = measures_by_name(period.task.uid)["missing"]
    counts = Counter(ancestor for path in paths for ancestor in unit_ids(path))
    add_to_cells({(a, measure.pk, period.task.recurrence, period.key): [n, 0] for a, n in counts.items()})


def open_periods(*, at: datetime) -> int:
    """Store the periods of running tasks ahead; gives how many were new."""
    return sum(len(open_ahead(task, at)) for task in Task.objects.running(working_date(at)))
