"""All boards at a glance: every published task that concerns a unit, with its figures for the current period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.measures.queries import figures_at, measures_named
from xiangyun.notices.models import SelectorCount, Task, TaskPeriod
from xiangyun.notices.selectors import selectors_reaching

from .duties import counting_day
from .queries import counts_below, periods_of, tasks_seen


@dataclass(frozen=True, slots=True)
class Glance:
    """A task's newest period for the unit; without a period it has not opened yet."""

    task: Task
    period: TaskPeriod | None
    owed: int
    returned: int
    asked: bool

    @property
    def missing(self) -> int:
        return self.owed - self.returned


def glances_of(actor: Actor, at: datetime) -> list[Glance]:
    """The tasks that the actor's unit owns, or that ask it or units below it, those due soonest first; as many queries
    for one as for all."""
    tasks = list(tasks_seen(actor, at))
    if not tasks or actor.unit_id is None:
        return []
    periods = periods_of(tasks)
    counts = counts_below(actor.unit_id, [t.selector_id for t in tasks])
    asked = selectors_reaching(actor.unit_id, [t.selector for t in tasks], working_date(at))
    figures = _figures(actor, tasks, periods)
    found = []
    for task in tasks:
        period, is_asked = periods.get(task.pk), task.selector_id in asked
        returned, missing = figures.get((task.pk, "returned"), 0), figures.get((task.pk, "missing"), 0)
        owed = _on(counts.get(task.selector_id, []), counting_day(period, at) if period else working_date(at))
        owed = returned + missing if period and period.closed_at else owed + is_asked
        if owed or task.owner_id == actor.unit_id:
            found.append(Glance(task, period, owed, returned, is_asked))
    return sorted(found, key=lambda glance: _urgency(glance, at))


def _urgency(glance: Glance, at: datetime) -> tuple[int, datetime, int]:
    """What is still to come by its day, then what waits for one, then what is past."""
    due = glance.period.due_at if glance.period else None
    return (1 if due is None else 2 if due < at else 0), due or at, glance.task.pk


def _on(counts: Iterable[SelectorCount], day: date) -> int:
    return next((row.n for row in counts if row.from_on <= day and (row.to_on is None or row.to_on > day)), 0)


def _figures(actor: Actor, tasks: list[Task], periods: dict[int, TaskPeriod]) -> dict[tuple[int, str], int]:
    """What came, and what was missing at the lock, by task and name."""
    measures = measures_named(("returned", "missing"), (t.uid for t in tasks))
    keys = {
        (t.pk, name): (measures[t.uid, name], t.recurrence, periods[t.pk].key)
        for t in tasks
        for name in ("returned", "missing")
        if t.pk in periods and (t.uid, name) in measures
    }
    sums = figures_at(unit_id=actor.own_unit, paths=actor.all_paths, wanted=keys.values())
    return {name: sums[key][0] for name, key in keys.items() if key in sums}
