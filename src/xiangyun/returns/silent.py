"""Who owes an answer and has sent none, for many open periods at once: a query for each set of units, none a unit."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from xiangyun.core.clock import instant, working_date
from xiangyun.notices.models import Extension, TaskPeriod
from xiangyun.notices.selectors import places_of
from xiangyun.notices.states import NoticeState

from .models import Return

Key = tuple[int, int]
"""A unit and a period."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit without an answer, where it stands in the task's line, the period, and when it is due from this unit."""

    unit_id: int
    path: str
    period: TaskPeriod
    due_at: datetime

    @property
    def due_on(self) -> date:
        return working_date(self.due_at)


def periods_due(at: datetime, until: date) -> list[TaskPeriod]:
    """Periods of published tasks that are due up to a day and may still be answered, by somebody at least."""
    end = instant(until + timedelta(days=1), time(0))
    can_answer = Q(locks_at__gt=at) | Q(pk__in=Extension.objects.open_at(at).values("period"))
    found = (
        TaskPeriod.objects.with_task()
        .filter(can_answer, due_at__lt=end, opens_at__lte=at, closed_at__isnull=True)
        .filter(task__notice__state=NoticeState.PUBLISHED)
        .defer("task__notice__text", "task__form_version__source", "task__form_version__xform")
    )
    return list(found.order_by("due_at", "pk"))


def silent_in(periods: Collection[TaskPeriod], at: datetime) -> Iterator[Silent]:
    """The units that owe these periods now, have sent nothing and still may; in the order of the periods.

    Three queries and one for each selector and counting day; memory grows with the units.
    """
    answered = _answered(periods)
    more = {(m.unit_id, m.period_id): m for m in Extension.objects.open_at(at).filter(period__in=periods)}
    places: dict[tuple[int, date], list[tuple[int, str]]] = {}
    for period in periods:
        selector, day = period.task.selector, period.counting_day(at)
        if (selector.pk, day) not in places:
            places[selector.pk, day] = list(places_of(selector, day).values_list("unit", "path"))
        is_open = period.locks_at is None or at < period.locks_at
        for unit, path in places[selector.pk, day]:
            given = more.get((unit, period.pk))
            if (unit, period.pk) not in answered and period.due_at and (is_open or given):
                yield Silent(unit, path, period, max(period.due_at, given.due_at) if given else period.due_at)


def _answered(periods: Iterable[TaskPeriod]) -> set[Key]:
    sent = Return.objects.in_open_periods().filter(period__in=periods)
    return set(sent.values_list("unit", "period"))
