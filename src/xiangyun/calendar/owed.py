"""The periods that a deadline makes, each with its due day: what task periods are stored from."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from xiangyun.calendar.deadlines import Conditional, Deadline, Recurring, Staged, UntilNotice
from xiangyun.calendar.periods import DAY, Period, periods_of
from xiangyun.calendar.resolved import Resolved
from xiangyun.calendar.resolving import resolve
from xiangyun.calendar.rhythms import due_in
from xiangyun.calendar.workdays import Workdays


class Owed(msgspec.Struct, frozen=True):
    """A span of days that owes one answer, and when; a due without a day is not known yet."""

    period: Period
    due: Resolved


class _Frame(NamedTuple):
    start: date
    end: date | None
    horizon: date
    events: Mapping[str, date]
    workdays: Workdays


def owed_by(
    deadline: Deadline,
    start: date,
    end: date | None,
    *,
    horizon: date,
    events: Mapping[str, date],
    workdays: Workdays,
) -> Iterator[Owed]:
    """The periods from `start` to `end` (both included, None: open) that begin by `horizon`; the horizon cuts none.

    A recurrence tiles the span, but for a first period whose day passed before it began. What holds until an event
    ends with it. One that waits for a condition is one period without a day, and runs from the day it is met.
    """
    return _owed(deadline, _Frame(start, end, horizon, events, workdays))


def _owed(deadline: Deadline, frame: _Frame) -> Iterator[Owed]:
    match deadline:
        case Recurring():
            return _recurring(deadline, frame)
        case UntilNotice(until=until, every=Recurring() as every):
            rhythm = replace(every, wording=deadline.wording or every.wording)
            return _recurring(rhythm, _ended(frame, frame.events.get(until)))
        case UntilNotice(until=until):
            return _once(deadline, _ended(frame, frame.events.get(until)))
        case Conditional(condition=condition, then=then) if met := frame.events.get(condition):
            return _owed(then, frame._replace(start=max(frame.start, met)))
        case Staged():
            return _staged(deadline, frame)
    return _once(deadline, frame)


def _recurring(deadline: Recurring, frame: _Frame) -> Iterator[Owed]:
    for period in periods_of(deadline.every, frame.start, frame.end or date.max):
        if period.start > frame.horizon:
            return
        if due := due_in(deadline, period, frame.workdays):
            yield Owed(period, due)


def _once(deadline: Deadline, frame: _Frame) -> Iterator[Owed]:
    due = resolve(deadline, events=frame.events, workdays=frame.workdays, at=frame.start)
    end = frame.end or max(due.day or frame.horizon, frame.start)
    yield from (Owed(period, due) for period in periods_of("once", frame.start, end))


def _staged(deadline: Staged, frame: _Frame) -> Iterator[Owed]:
    """One period a stage, from the day after the last known stage to its own day."""
    start = frame.start
    for number, stage in enumerate(deadline.stages, start=1):
        due = resolve(stage.due, events=frame.events, workdays=frame.workdays, at=frame.start)
        end = max(due.day or frame.end or frame.horizon, start)
        yield Owed(Period(f"stage-{number}", start, end), due)
        start = end + DAY if due.day else start


def _ended(frame: _Frame, event: date | None) -> _Frame:
    """The frame up to the event, once it is declared."""
    return frame._replace(end=min(frame.end or event, event)) if event else frame
