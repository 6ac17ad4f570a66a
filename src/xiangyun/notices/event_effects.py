"""What a word about an event would move, before anybody says it; nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xiangyun.calendar import Owed, Resolved, names_in, resolve
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.folding import fold

from .almanac import Almanac, Calendar, almanac_for
from .models import Task, TaskPeriod
from .periods import AHEAD_DAYS, deadline_of, differs, owed_spans
from .queries import reached_of_owners, tasks_under


@dataclass(slots=True)
class Moved:
    """A task whose due day, or whose periods, become others; `units` are those it asks.

    Of its periods up to a few weeks ahead: `moved` get another day, `added` come, `dropped` go; `kept` are no longer
    asked but stay, since somebody began to answer; `closed` stay as they are.
    """

    task: Task
    before: Resolved
    after: Resolved
    units: int = 0
    moved: int = 0
    added: int = 0
    dropped: int = 0
    kept: int = 0
    closed: int = 0

    @property
    def is_any(self) -> bool:
        return self.before != self.after or bool(self.moved or self.added or self.dropped)


def effects_of_event(*, actor: Actor, name: str, on: date | None, at: datetime) -> list[Moved]:
    """The running tasks of the unit and those below that would move if the unit said this (no day: took it back)."""
    name, day = fold(name), working_date(at)
    tasks = [t for t in tasks_under(actor, day).depending() if name in names_in(deadline_of(t))]
    now = almanac_for(tasks, day)
    then = now.saying(actor.own_unit, name, on)
    periods = _periods_of(tasks)
    units = reached_of_owners(tasks, day)
    found = [_effect(task, periods[task.pk], now, then, day) for task in tasks]
    for moved in found:
        moved.units = units[moved.task.pk]
    return [moved for moved in found if moved.is_any]


def due_now(task: Task, known: Calendar) -> Resolved:
    """What a task's deadline comes to by what is known."""
    return resolve(deadline_of(task), events=known.events, workdays=known.workdays, at=task.starts_on)


def _periods_of(tasks: list[Task]) -> dict[int, list[TaskPeriod]]:
    found: dict[int, list[TaskPeriod]] = {task.pk: [] for task in tasks}
    for period in TaskPeriod.objects.of_tasks(found):
        found[period.task_id].append(period)
    return found


def _effect(task: Task, stored: list[TaskPeriod], now: Almanac, then: Almanac, day: date) -> Moved:
    spans = owed_spans(task, then.of(task), day + timedelta(days=AHEAD_DAYS))
    wanted = {owed.period.key: owed for owed in spans}
    found = Moved(task, due_now(task, now.of(task)), due_now(task, then.of(task)))
    found.closed = sum(period.closed_at is not None for period in stored)
    found.added = len(wanted.keys() - {period.key for period in stored})
    _count_open(found, [period for period in stored if period.closed_at is None], wanted)
    return found


def _count_open(found: Moved, periods: list[TaskPeriod], wanted: dict[str, Owed]) -> None:
    gone = [period.pk for period in periods if period.key not in wanted]
    found.kept = TaskPeriod.objects.answered(gone).count() if gone else 0
    found.dropped = len(gone) - found.kept
    found.moved = sum(bool(differs(found.task, p, wanted[p.key])) for p in periods if p.key in wanted)
