"""Who owes an answer and has sent none, for many open periods at once: a query for each set of units, none a unit."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from xiangyun.core.clock import working_date
from xiangyun.notices.extensions import due_for
from xiangyun.notices.handing_down import word_of
from xiangyun.notices.models import Extension, HandDown, TaskPeriod
from xiangyun.notices.selectors import places_of
from xiangyun.notices.states import NoticeState
from xiangyun.units.paths import unit_ids

from .models import Return


@dataclass(frozen=True, slots=True)
class Asked:
    """A period that can be answered, and by when bodies below the owner want it earlier, by the body's unit."""

    period: TaskPeriod
    earlier: Mapping[int, datetime]

    def is_wanted_by(self, last: date) -> bool:
        """Whether anybody is to answer it up to a day."""
        dues = [self.period.due_at, *self.earlier.values()]
        return any(due and working_date(due) <= last for due in dues)

    def by(self, path: str) -> datetime | None:
        """The earliest that a body above a place wants; None where none does."""
        return min((self.earlier[pk] for pk in unit_ids(path)[:-1] if pk in self.earlier), default=None)


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit without an answer, where it stands in the task's line, the period, when it is due from this unit.

    `asked_at`: by when it is asked, where a body above it handed the task down with an earlier day; no unit is late
    before it is due.
    """

    unit_id: int
    path: str
    period: TaskPeriod
    due_at: datetime
    asked_at: datetime

    @property
    def due_on(self) -> date:
        return working_date(self.due_at)

    @property
    def asked_on(self) -> date:
        return working_date(self.asked_at)


def asked_until(at: datetime, last: date) -> list[Asked]:
    """The periods of published tasks that can be answered and are wanted up to a day, by due time; two queries."""
    can_answer = Q(locks_at__gt=at) | Q(pk__in=Extension.objects.open_at(at).values("period"))
    found = (
        TaskPeriod.objects.with_task()
        .filter(can_answer, due_at__isnull=False, opens_at__lte=at, closed_at__isnull=True)
        .filter(task__notice__state=NoticeState.PUBLISHED)
        .defer("task__notice__text", "task__form_version__source", "task__form_version__xform")
        .order_by("due_at", "pk")
    )
    return [asked for asked in _with_words(list(found)) if asked.is_wanted_by(last)]


def _with_words(periods: Collection[TaskPeriod]) -> Iterator[Asked]:
    words = [word_of(handed) for handed in HandDown.objects.of_tasks({period.task_id for period in periods})]
    for period in periods:
        of_task = [word for word in words if word.handed.task_id == period.task_id]
        yield Asked(period, {word.handed.unit_id: due for word in of_task if (due := word.due_in(period))})


def silent_in(asked: Collection[Asked], at: datetime) -> Iterator[Silent]:
    """The units that owe these periods now, have sent nothing and still may; in the order of the periods.

    Two queries and one for each selector and counting day; memory grows with the units.
    """
    answered = _answered([one.period.pk for one in asked])
    given = Extension.objects.open_at(at).filter(period__in=[one.period.pk for one in asked])
    more = {(m.unit_id, m.period_id): m for m in given}
    places: dict[tuple[int, date], list[tuple[int, str]]] = {}
    for one in asked:
        period, selector, day = one.period, one.period.task.selector, one.period.counting_day(at)
        if (selector.pk, day) not in places:
            places[selector.pk, day] = list(places_of(selector, day).values_list("unit", "path"))
        is_open = period.locks_at is not None and at < period.locks_at
        for unit, path in places[selector.pk, day]:
            own = more.get((unit, period.pk))
            if (unit, period.pk) not in answered and (is_open or own) and (due := due_for(period, own)):
                yield Silent(unit, path, period, due, due if own else one.by(path) or due)


def _answered(periods: Iterable[int]) -> set[tuple[int, int]]:
    """Unit and period of each answer."""
    sent = Return.objects.in_open_periods().filter(period__in=periods)
    return set(sent.values_list("unit", "period"))
