"""What a later notice does to a task that runs already: kept, changed or lifted, from its publication on."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from xiangyun.calendar import from_plain
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput

from .making import counted_selector
from .models import Amendment, Notice, Task
from .moved import keep_up_all
from .periods import recurrence_of, take_away
from .selectors import checked

CHANGEABLE = ("deadline", "ends_on", "selector")
"""What a later notice may change of a task; for another form it makes a task of its own."""


def checked_values(kind: str, values: Mapping[str, Any], task: Task, day: date) -> dict[str, Any]:
    """The values of an amendment as plain data; BadInput for what cannot be changed so."""
    if kind not in Amendment.Kind.values:
        raise BadInput("unknown_amendment")
    if unknown := set(values) - set(CHANGEABLE if kind == Amendment.Kind.CHANGE else ()):
        raise BadInput("not_changeable", fields=sorted(unknown))
    if kind == Amendment.Kind.CHANGE and not values:
        raise BadInput("nothing_changed")
    if "deadline" in values and recurrence_of(_deadline(values["deadline"])) != task.recurrence:
        raise BadInput("other_recurrence")
    if "ends_on" in values and _day(values["ends_on"]) < max(task.starts_on, day):
        raise BadInput("ends_before_today")
    if "selector" in values:
        checked(values["selector"])
    return dict(values)


def _deadline(plain: Any) -> Any:
    try:
        return from_plain(plain)
    except (ValueError, TypeError, KeyError):
        raise BadInput("not_a_deadline") from None


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        raise BadInput("not_a_day", on=str(text)) from None


def apply_amendments(notice: Notice, at: datetime) -> int:
    """Inside the publication of the later notice: each task is brought to what was planned, its open periods follow."""
    planned = notice.amendments.select_related("task__notice", "task__selector", "task__owner").select_for_update()
    count = 0
    for amendment in planned.filter(applied_at__isnull=True):
        amendment.before = _apply(amendment, at)
        amendment.applied_at = at
        amendment.save(update_fields=["before", "applied_at"])
        count += 1
    return count


def _apply(amendment: Amendment, at: datetime) -> dict[str, Any]:
    """The columns as they were before."""
    task = amendment.task
    fresh = _columns(amendment, at)
    before = {name: _plain(task, name) for name in fresh}
    for name, value in fresh.items():
        setattr(task, name, value)
    if fresh:
        task.save(update_fields=list(fresh))
        keep_up_all([task], at)
    if amendment.kind == Amendment.Kind.LIFT:
        _end_periods(task, at)
    return before


def _end_periods(task: Task, at: datetime) -> None:
    """Nobody owes what is lifted: open periods without an answer go, those with answers close, and none is missing."""
    for period in task.periods.select_for_update().filter(closed_at__isnull=True):
        if not take_away(period):
            due = min(period.due_at or at, at)
            clocks = {"opens_at": min(period.opens_at, due), "due_at": due, "locks_at": at, "closed_at": at}
            task.periods.filter(pk=period.pk).update(**clocks)


def _columns(amendment: Amendment, at: datetime) -> dict[str, Any]:
    task, values = amendment.task, amendment.values
    if amendment.kind == Amendment.Kind.LIFT:
        return {"ends_on": max(task.starts_on, min(task.ends_on, working_date(at) - timedelta(days=1)))}
    fresh: dict[str, Any] = {}
    if "deadline" in values:
        fresh["deadline"] = values["deadline"]
    if "ends_on" in values:
        fresh["ends_on"] = date.fromisoformat(values["ends_on"])
    if "selector" in values:
        fresh["selector"] = counted_selector(values["selector"], at)
    return fresh


def _plain(task: Task, name: str) -> Any:
    value = getattr(task, name)
    if name == "selector":
        return value.definition
    return value.isoformat() if isinstance(value, date) else value
