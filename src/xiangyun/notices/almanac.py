"""What deadlines need to know: the declared events that hold for an owner, and the working days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from xiangyun.calendar import ISSUED, Workdays
from xiangyun.core.clock import working_date
from xiangyun.units.models import Placement

from .events import Said, holding, said_at, workdays
from .models import Task


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the events that hold for one task, and the working days."""

    events: Mapping[str, date]
    workdays: Workdays


@dataclass(frozen=True, slots=True)
class Almanac:
    """The same for many tasks: where their owners stand, and all that was said at and above those places."""

    paths: Mapping[int, str]
    said: tuple[Said, ...]
    workdays: Workdays

    def of(self, task: Task) -> Calendar:
        """The calendar of one of its tasks; a notice that names no day of issue was issued when it was published."""
        published = task.notice.published_at
        issued = task.notice.issued_on or (working_date(published) if published else None)
        return self.at(task.owner_id, issued)

    def at(self, owner: int, issued: date | None) -> Calendar:
        """The calendar of a unit; a notice's own issue is an event too."""
        path = self.paths.get(owner)
        events = dict(holding(path, self.said)) if path else {}
        return Calendar({ISSUED: issued, **events} if issued else events, self.workdays)

    def saying(self, owner: int, name: str, on: date | None) -> "Almanac":
        """As if a unit had said this of an event; without a day, as if it had said nothing."""
        others = tuple(said for said in self.said if said[:2] != (owner, name))
        return replace(self, said=(*others, (owner, name, on)) if on else others)


def almanac_for(tasks: Iterable[Task], day: date) -> Almanac:
    """The almanac of these tasks on a day; three queries, however many there are."""
    return almanac_at({task.owner_id for task in tasks}, day)


def almanac_at(owners: Iterable[int], day: date) -> Almanac:
    """The almanac of these units on a day; three queries."""
    places = Placement.objects.territorial().on(day).of_units(owners)
    paths = dict(places.values_list("unit", "path"))
    return Almanac(paths, tuple(said_at(paths.values())), workdays())


def calendar_for(task: Task, day: date) -> Calendar:
    """The calendar of a task's owner on a day."""
    return almanac_for([task], day).of(task)
