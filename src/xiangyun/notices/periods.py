"""The periods of a task: stored ahead, with what their deadline comes to; brought up to date while they are open."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from django.db import transaction

from xiangyun.calendar import (
    Conditional,
    Deadline,
    Owed,
    Recurring,
    Resolved,
    UntilNotice,
    due_instant,
    from_plain,
    owed_by,
    resolve,
)
from xiangyun.core.clock import ZONE, instant, working_date

from .almanac import Calendar, calendar_for
from .models import DEPENDING, Task, TaskPeriod

AHEAD_DAYS = 35
OPENS = time(0, 0)


def deadline_of(task: Task) -> Deadline:
    """A task's deadline as a value."""
    return from_plain(task.deadline)


def recurrence_of(deadline: Deadline) -> str:
    """How often it asks: the grain of its periods and figures."""
    match deadline:
        case Recurring(every=every):
            return every
        case UntilNotice(every=Recurring(every=every)):
            return every
        case Conditional(then=then):
            return recurrence_of(then)
    return Task.Recurrence.ONCE


def needs_a_day(task: Task, at: datetime) -> bool:
    """Whether an officer must pin a day before anybody can be asked."""
    known = calendar_for(task, working_date(at))
    due = resolve(deadline_of(task), events=known.events, workdays=known.workdays, at=task.starts_on)
    return due.needs_pin


def owed_spans(task: Task, calendar: Calendar, horizon: date) -> Iterator[Owed]:
    """The spans of days that each owe one answer, up to a horizon, each with what is known of its due day."""
    return owed_by(
        deadline_of(task),
        task.starts_on,
        task.ends_on,
        horizon=horizon,
        events=calendar.events,
        workdays=calendar.workdays,
    )


def period_of(task: Task, owed: Owed) -> TaskPeriod:
    """A period with its clocks: opens at the start of its first day, due as resolved, locks some hours later."""
    opens = instant(owed.period.start, OPENS)
    return TaskPeriod(
        task=task,
        key=owed.period.key,
        start_on=owed.period.start,
        end_on=owed.period.end,
        **clocks(task, owed.due, opens),
    )


def clocks(task: Task, due: Resolved, opens: datetime) -> dict[str, Any]:
    """The instants of a due day; without a day neither due nor lock."""
    due_at = due_instant(due.day, due.at, ZONE) if due.day else None
    return {
        "due": msgspec.to_builtins(due),
        "opens_at": min(opens, due_at) if due_at else opens,
        "due_at": due_at,
        "locks_at": due_at + timedelta(hours=task.lock_hours) if due_at else None,
    }


def due_of(period: TaskPeriod) -> Resolved:
    """What a stored period says of its due day."""
    return msgspec.convert(period.due, Resolved)


def dues_known(tasks: Iterable[Task]) -> dict[int, Resolved]:
    """What the tasks that ask once after an event or under a condition come to now, by task; one query, or none."""
    waiting = [t.pk for t in tasks if t.deadline["kind"] in DEPENDING and t.recurrence == Task.Recurrence.ONCE]
    found = TaskPeriod.objects.of_tasks(waiting) if waiting else ()
    return {period.task_id: due_of(period) for period in found}


def open_ahead(task: Task, at: datetime) -> list[TaskPeriod]:
    """Store the periods up to a few weeks ahead; those already there stay as they are."""
    known = set(task.periods.values_list("key", flat=True))
    day = working_date(at)
    spans = owed_spans(task, calendar_for(task, day), day + timedelta(days=AHEAD_DAYS))
    return TaskPeriod.objects.bulk_create(
        [period_of(task, owed) for owed in spans if owed.period.key not in known],
        ignore_conflicts=True,
    )


def keep_up(task: Task, at: datetime, known: Calendar) -> list[TaskPeriod]:
    """Bring a task's open periods to the events and working days as they are; gives those whose due day moved.

    What an event ended before it was answered is taken away; what was answered stays. A closed period never moves.
    """
    spans = owed_spans(task, known, working_date(at) + timedelta(days=AHEAD_DAYS))
    wanted = {owed.period.key: owed for owed in spans}
    moved = []
    with transaction.atomic():
        for period in task.periods.select_for_update().filter(closed_at__isnull=True):
            owed = wanted.pop(period.key, None)
            if owed is None:
                take_away(period)
            elif _move(task, period, owed):
                moved.append(period)
        stored = set(task.periods.values_list("key", flat=True))
        fresh = [period_of(task, owed) for key, owed in wanted.items() if key not in stored]
        moved += TaskPeriod.objects.bulk_create(fresh)
    return moved


def take_away(period: TaskPeriod) -> bool:
    """A period that nobody answered goes; one with an answer, even begun, stays. Whether it went."""
    gone, _ = TaskPeriod.objects.filter(pk=period.pk, returns__isnull=True).delete()
    return bool(gone)


def differs(task: Task, period: TaskPeriod, owed: Owed) -> dict[str, Any]:
    """The columns of a stored period that would become others, with their new values."""
    fresh = clocks(task, owed.due, instant(period.start_on, OPENS)) | {"end_on": owed.period.end}
    return {name: value for name, value in fresh.items() if getattr(period, name) != value}


def _move(task: Task, period: TaskPeriod, owed: Owed) -> bool:
    """Whether anything of a period changed."""
    fresh = differs(task, period, owed)
    if not fresh:
        return False
    for name, value in fresh.items():
        setattr(period, name, value)
    period.save(update_fields=list(fresh))
    return True
