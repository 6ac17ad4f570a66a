"""Returns follow the tree while their period is open: where they count, whether they count, and who reviews them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from xiangyun.core.clock import working_date, working_now
from xiangyun.core.errors import WrongState
from xiangyun.jobs.registry import declare_schedule, job
from xiangyun.measures.ledger import add_changes
from xiangyun.notices.extensions import came_late, more_time_in
from xiangyun.notices.models import TaskPeriod
from xiangyun.notices.selectors import places_of
from xiangyun.units.applying import units_of as units_changed
from xiangyun.units.models import Change, Placement, Succession
from xiangyun.units.queries import standing_above

from .duties import counting_day, keep_open
from .models import Return
from .sending import form_of, sent_values
from .states import ReturnState
from .tally import change, tally

CHUNK = 500


def open_returns(units: Collection[int], _day: date) -> int:
    """How many returns of these units stand in periods that are still open."""
    return Return.objects.in_open_periods().filter(unit__in=list(units)).count()


def follow_tree(changed: Change) -> None:
    """Bring the returns of every unit that a change placed anew to the tree as it is now; harmless twice."""
    follow_units(units_changed(changed), working_now())


@job("returns.follow_the_day")
def follow_the_day() -> None:
    """The same for changes that begin today; harmless twice."""
    at = working_now()
    day = working_date(at)
    begin = Placement.objects.filter(from_on=day).values_list("unit", flat=True)
    end = Placement.objects.filter(to_on=day).values_list("unit", flat=True)
    follow_units({*begin, *end}, at)


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("returns.follow_the_day", "10 0 * * *", follow_the_day)


def follow_units(units: Iterable[int], at: datetime) -> int:
    """Place the open returns of units anew, and hand on what waits at units that ended; gives how many changed."""
    ids, changed = sorted(units), 0
    for i in range(0, len(ids), CHUNK):
        some = ids[i : i + CHUNK]
        changed += _place_anew(some, at) + _hand_on_reviews(some, at)
    return changed


def _place_anew(units: Collection[int], at: datetime) -> int:
    by_period: dict[TaskPeriod, list[Return]] = defaultdict(list)
    for returned in Return.objects.in_open_periods().filter(unit__in=units).whole():
        by_period[returned.period].append(returned)
    return sum(_place_in_period(period, returns, at) for period, returns in by_period.items())


def _place_in_period(period: TaskPeriod, returns: Collection[Return], at: datetime) -> int:
    """Each return counts where its unit stands on the day that counts, and nowhere if it is not asked then."""
    day = counting_day(period, at)
    places = places_of(period.task.selector, day).filter(unit__in=[r.unit_id for r in returns])
    paths = dict(places.values_list("unit", "path"))
    moved = [r for r in returns if (r.path if r.counts else None) != paths.get(r.unit_id)]
    return sum(_count_at(r.pk, paths.get(r.unit_id), at) for r in moved)


def _count_at(pk: int, path: str | None, at: datetime) -> int:
    """Take a return's figures from where they are and give them to a path, or to nobody; 0 once it has closed."""
    with transaction.atomic():
        returned = Return.objects.whole().select_for_update(of=("self",)).get(pk=pk)
        try:
            keep_open(returned.period)
        except WrongState:
            return 0
        form, values = form_of(returned.period), sent_values(returned)
        before = tally(returned, form, values)
        _add(returned, change(before, {}))
        returned.path, returned.counts = path or returned.path, path is not None
        Return.objects.filter(pk=pk).update(path=returned.path, counts=returned.counts)
        _add(returned, change({}, tally(returned, form, values)))
    return 1


def follow_due(period: TaskPeriod) -> None:
    """A due day that moved decides anew what came on time; in the caller's transaction, which holds the period."""
    more = more_time_in(period)
    for returned in Return.objects.in_open_periods().filter(period=period).whole():
        first = returned.first_sent_at
        on_time = first is None or not came_late(period, first, more.get(returned.unit_id))
        if on_time != returned.on_time:
            form, values = form_of(returned.period), sent_values(returned)
            before = tally(returned, form, values)
            returned.on_time = on_time
            Return.objects.filter(pk=returned.pk).update(on_time=on_time)
            _add(returned, change(before, tally(returned, form, values)))


def _add(returned: Return, changes: dict[str, tuple[int, int]]) -> None:
    period = returned.period
    add_changes(
        subject_uid=period.task.uid,
        grain=period.task.recurrence,
        period=period.key,
        path=returned.path,
        changes=changes,
    )


def _hand_on_reviews(units: Collection[int], at: datetime) -> int:
    """What waits for a look goes to whoever stands above now; of a unit that ended, above its successor."""
    day = working_date(at)
    waiting = Return.objects.filter(state=ReturnState.SUBMITTED, unit__in=units).select_related("period__task")
    ended = Succession.objects.filter(old__in=units, has_ended=True, steps=1, on__lte=day)
    into = dict(ended.values_list("old", "new"))
    count = 0
    for returned in waiting:
        line, successor = returned.period.task.line, into.get(returned.unit_id)
        above = standing_above(returned.unit_id, day, line)
        if above is None and successor is not None:
            above = standing_above(successor, day, line)
        if above is not None and above != returned.waiting_at_id:
            same = Return.objects.filter(pk=returned.pk, rev=returned.rev, state=ReturnState.SUBMITTED)
            count += same.update(waiting_at=above)
    return count
