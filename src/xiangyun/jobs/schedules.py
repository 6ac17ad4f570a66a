"""Schedules: rows made from what the apps declare; each due time is claimed by one worker."""

from datetime import UTC, datetime

from cronsim import CronSim
from django.db import transaction

from xiangyun.core.clock import ZONE, real_now

from .models import Schedule
from .queue import enqueue
from .registry import DeclaredSchedule, declared_schedules


def next_after(cron: str, moment: datetime) -> datetime:
    """The first due time after a moment, by a cron line in the site's zone; CronSimError on a bad line."""
    return next(CronSim(cron, moment.astimezone(ZONE))).astimezone(UTC)


def install_schedules() -> None:
    """Make the rows of the declared schedules, mend changed ones, drop those no longer declared."""
    declared = declared_schedules()
    known = {row.name: row for row in Schedule.objects.all()}
    gone = known.keys() - declared.keys()
    if gone:
        Schedule.objects.filter(name__in=gone).delete()
    for name, wanted in declared.items():
        if name not in known or known[name].cron != wanted.cron:
            _install(wanted)


def _install(wanted: DeclaredSchedule) -> None:
    due = next_after(wanted.cron, real_now())
    Schedule.objects.update_or_create(name=wanted.name, defaults={"cron": wanted.cron, "next_run_at": due})


def queue_due(now: datetime | None = None) -> int:
    """Queue the job of every due schedule once; returns how many this worker queued."""
    now = now or real_now()
    declared = declared_schedules()
    rows = Schedule.objects.filter(name__in=declared, next_run_at__lte=now)
    return sum(_claim(row, declared[row.name], now) for row in rows)


def _claim(row: Schedule, declared: DeclaredSchedule, now: datetime) -> bool:
    """Compare-and-set on the due time. What was missed while nobody worked is made up once."""
    due = row.next_run_at
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=row.pk, next_run_at=due).update(next_run_at=next_after(row.cron, now))
        if mine:
            enqueue(declared.job, effect_key=f"schedule:{row.name}:{due.isoformat()}")
    return mine == 1
