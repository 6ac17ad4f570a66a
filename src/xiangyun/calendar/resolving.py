"""From a deadline to its day: events, the holiday table and the day from which it runs are passed in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from xiangyun.calendar.deadlines import (
    Conditional,
    Deadline,
    Delegated,
    Distance,
    Fixed,
    Immediate,
    MonthEnd,
    NthWeekday,
    PartOfMonth,
    Pinned,
    Recurring,
    Relative,
    Simple,
    Staged,
    UntilNotice,
)
from xiangyun.calendar.periods import month_end, whole_period
from xiangyun.calendar.resolved import Reason, Resolved, settled
from xiangyun.calendar.rhythms import due_in
from xiangyun.calendar.words import shown
from xiangyun.calendar.workdays import Workdays

MONTHS = 12


class _Known(NamedTuple):
    events: Mapping[str, date]
    workdays: Workdays
    at: date


def resolve(deadline: Deadline, *, events: Mapping[str, date], workdays: Workdays, at: date) -> Resolved:
    """The due day of a deadline, or why there is none.

    `events`: the declared events and met conditions by name, in simplified script. `at` is the day from which the
    deadline runs (publishing): an immediate one is due on it, a recurring one for the period in which it lies.
    A staged one is due with its last stage.
    """
    return _resolve(deadline, _Known(events, workdays, at))


def _resolve(deadline: Deadline, known: _Known) -> Resolved:
    match deadline:
        case Staged():
            return _staged(deadline, known)
        case Conditional(condition=condition, then=then):
            met = known.events.get(condition)
            if met is None:
                return _unknown(deadline, "condition_open", condition)
            return replace(_resolve(then, known._replace(at=met)), wording=shown(deadline))
        case UntilNotice():
            return _until(deadline, known)
        case Pinned(of=of, on=on, document=document):
            vague = _resolve(of, known)
            return replace(vague, wording=shown(of), day=on, reason=None, waits_for="", document=document)
    return _simple(deadline, known)


def _simple(deadline: Simple, known: _Known) -> Resolved:
    match deadline:
        case Fixed(on=on):
            return settled(deadline, on, known.workdays)
        case MonthEnd(on=on):
            return settled(deadline, on, known.workdays, span=(on.replace(day=1), on))
        case Relative():
            return _relative(deadline, known)
        case Recurring(every=every):
            period = whole_period(every, known.at)
            return due_in(deadline, period, known.workdays) or _unknown(deadline, "needs_a_day")
        case Immediate():
            return Resolved(shown(deadline), day=known.at)
        case PartOfMonth(span=(first, last)):
            return Resolved(shown(deadline), first=first, last=last, reason="needs_a_day")
        case Delegated(by=by):
            return _unknown(deadline, "not_set_by_province", by)
    return _unknown(deadline, "needs_a_day")


def _relative(deadline: Relative, known: _Known) -> Resolved:
    event = known.events.get(deadline.event)
    if event is None:
        return _unknown(deadline, "event_not_declared", deadline.event)
    working = isinstance(deadline.offset, Distance) and deadline.offset.unit == "working_day"
    day = day_from(event, deadline.offset, known.workdays)
    return settled(deadline, day, known.workdays, counted_from=event if working else None)


def day_from(event: date, offset: NthWeekday | Distance, workdays: Workdays) -> date:
    """The day at an offset from an event. A month that lacks the day gives its last one."""
    match offset:
        case NthWeekday(n=n, weekday=weekday):
            to_first = (weekday - event.isoweekday() - 1) % 7 + 1
            return event + timedelta(days=to_first + 7 * (n - 1))
        case Distance(n=n, unit="working_day", side=side):
            return workdays.after(event, n) if side == "after" else workdays.before(event, n)
        case Distance(n=n, unit=unit, side=side):
            signed = n if side == "after" else -n
            return _months_from(event, signed) if unit == "month" else event + timedelta(days=signed)


def _months_from(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    last = month_end(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def _until(deadline: UntilNotice, known: _Known) -> Resolved:
    """A standing duty ends with the event; a recurring one is due as its recurrence says, last for that day."""
    end = known.events.get(deadline.until)
    if deadline.every:
        at = min(known.at, end) if end else known.at
        return replace(_resolve(deadline.every, known._replace(at=at)), wording=shown(deadline), ends_on=end)
    if end is None:
        return _unknown(deadline, "event_not_declared", deadline.until)
    return Resolved(shown(deadline), day=end, ends_on=end)


def _staged(deadline: Staged, known: _Known) -> Resolved:
    stages = tuple((stage.name, _resolve(stage.due, known)) for stage in deadline.stages)
    missing = next((stage for _, stage in stages if stage.reason), None)
    last = stages[-1][1]
    return Resolved(
        shown(deadline),
        day=None if missing else last.day,
        at=None if missing else last.at,
        reason=missing.reason if missing else None,
        waits_for=missing.waits_for if missing else "",
        warnings=tuple(sorted({warning for _, stage in stages for warning in stage.warnings})),
        stages=stages,
    )


def _unknown(deadline: Deadline, reason: Reason, waits_for: str = "") -> Resolved:
    return Resolved(shown(deadline), reason=reason, waits_for=waits_for)
