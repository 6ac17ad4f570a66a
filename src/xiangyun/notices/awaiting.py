"""What running tasks wait for: events that nobody declared, and days that another body sets."""

from dataclasses import dataclass
from datetime import datetime

from xiangyun.calendar import Delegated, Resolved, names_in
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date

from .almanac import Almanac, almanac_for
from .event_effects import due_now
from .events import NamedEvent
from .models import Task
from .periods import deadline_of
from .queries import reached_of_owners


@dataclass(frozen=True, slots=True)
class Hanging:
    """A task that hangs on something: what its day comes to now, the names not declared yet, the units it asks.

    `is_under`: the actor's own word moves it, since its owner is the actor's unit or stands below.
    """

    task: Task
    due: Resolved
    missing: tuple[str, ...]
    units: int
    is_under: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """A name that running tasks wait for."""

    name: str
    tasks: tuple[Hanging, ...]

    @property
    def is_under(self) -> bool:
        return any(hanging.is_under for hanging in self.tasks)

    @property
    def most_units(self) -> int:
        """The most that one of its tasks asks: tasks may ask the same units, so they are not added."""
        return max(hanging.units for hanging in self.tasks)


def hanging_for(actor: Actor, at: datetime) -> list[Hanging]:
    """The running tasks that the actor sees whose day depends on something; five queries, however many."""
    day = working_date(at)
    tasks = list(Task.objects.visible_to(actor).running(day).depending().select_related("owner"))
    known = almanac_for(tasks, day)
    units = reached_of_owners(tasks, day)
    return [_hanging(task, known, units[task.pk], actor) for task in tasks]


def _hanging(task: Task, known: Almanac, units: int, actor: Actor) -> Hanging:
    calendar, path = known.of(task), known.paths.get(task.owner_id, "")
    missing = tuple(name for name in names_in(deadline_of(task)) if name not in calendar.events)
    return Hanging(task, due_now(task, calendar), missing, units, path.startswith(actor.paths) and bool(path))


def awaited_among(hangings: list[Hanging]) -> list[Awaited]:
    """The names that these tasks miss, the one that most tasks wait for first."""
    names = dict.fromkeys(name for hanging in hangings for name in hanging.missing)
    found = [Awaited(name, tuple(h for h in hangings if name in h.missing)) for name in names]
    return sorted(found, key=lambda awaited: (not awaited.is_under, -len(awaited.tasks)))


def set_elsewhere(hangings: list[Hanging]) -> list[Hanging]:
    """Those whose day another body sets and nobody has entered yet."""
    return [hanging for hanging in hangings if isinstance(deadline_of(hanging.task), Delegated)]


def hanging_on(hangings: list[Hanging], event: NamedEvent) -> list[Hanging]:
    """Those whose words name an event."""
    return [hanging for hanging in hangings if event.name in names_in(deadline_of(hanging.task))]
