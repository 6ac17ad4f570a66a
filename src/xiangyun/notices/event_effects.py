"""What a word about an event would move, before anybody says it; nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime

from xiangyun.calendar import Effect, Resolved, effects
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.folding import fold

from .models import Task
from .periods import calendar_for, deadline_of
from .queries import tasks_under


@dataclass(frozen=True, slots=True)
class Moved:
    """A task whose due day becomes another."""

    task: Task
    before: Resolved
    after: Resolved


def effects_of_event(*, actor: Actor, name: str, on: date | None, at: datetime) -> list[Moved]:
    """The running tasks of the unit and those below whose day would become another; nothing is written."""
    name, day = fold(name), working_date(at)
    found = []
    for task in tasks_under(actor, day):
        known = calendar_for(task, day)
        after = {**{k: v for k, v in known.events.items() if k != name}, **({name: on} if on else {})}
        deadlines, begins = {task.pk: deadline_of(task)}, {task.pk: task.starts_on}
        changes: list[Effect[int]] = effects(deadlines, known.events, after, workdays=known.workdays, runs_from=begins)
        found += [Moved(task, effect.before, effect.after) for effect in changes]
    return found
