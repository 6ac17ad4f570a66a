"""The periods of a task: opened ahead by the job, closed at their lock."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from xiangyun.calendar import DueRule, Period, Recurrence, due_at, periods_of
from xiangyun.core.clock import ZONE, instant, working_date

from .models import Task, TaskPeriod

AHEAD_DAYS = 35
RECURRENCES: dict[str, Recurrence] = {Task.Recurrence.ONCE: "once", Task.Recurrence.DAILY: "daily"}
OPENS = time(0, 0)


def spans_of(task: Task, until: date) -> Iterator[Period]:
    """The spans of days that each owe one answer, up to a day."""
    end = task.ends_on if task.recurrence == Task.Recurrence.ONCE else min(until, task.ends_on)
    return periods_of(RECURRENCES[task.recurrence], task.starts_on, end)


def period_of(task: Task, span: Period) -> TaskPeriod:
    """A period with its clocks: opens at the start of its first day, due by rule, locks some hours later."""
    due = due_at(span, DueRule(at=task.due_time, on=task.due_on), ZONE)
    return TaskPeriod(
        task=task,
        key=span.key,
        start_on=span.start,
        end_on=span.end,
        opens_at=instant(span.start, OPENS),
        due_at=due,
        locks_at=due + timedelta(hours=task.lock_hours),
    )


def open_ahead(task: Task, at: datetime) -> list[TaskPeriod]:
    """Store the periods up to a few weeks ahead; those already there stay as they are."""
    known = set(task.periods.values_list("key", flat=True))
    until = working_date(at) + timedelta(days=AHEAD_DAYS)
    return TaskPeriod.objects.bulk_create(
        [period_of(task, span) for span in spans_of(task, until) if span.key not in known],
        ignore_conflicts=True,
    )
