"""On which day the answer of a period falls due."""

from datetime import date, timedelta

from xiangyun.calendar.deadlines import After, Recurring, Spot, part_of_month
from xiangyun.calendar.periods import DAY, Every, Period, month_end, whole_period
from xiangyun.calendar.resolved import Resolved, Span, settled
from xiangyun.calendar.words import shown
from xiangyun.calendar.workdays import Workdays


def due_in(recurring: Recurring, period: Period, workdays: Workdays) -> Resolved | None:
    """When the answer of a period, whole or cut, falls due; None where its day passed before the cut period began.

    A spot counts in the whole period and is held at the end of a cut one. A part without its day needs one.
    """
    match recurring.by:
        case After(days=days, working=True):
            day = workdays.after(period.end, days)
            return settled(recurring, day, workdays, counted_from=period.end)
        case After(days=days):
            return settled(recurring, period.end + timedelta(days=days), workdays)
        case Spot() as spot:
            return _at_spot(recurring, spot, period, workdays)


def _at_spot(recurring: Recurring, spot: Spot, period: Period, workdays: Workdays) -> Resolved | None:
    whole = whole_period(recurring.every, period.start)
    if spot.next:
        whole = whole_period(recurring.every, whole.end + DAY)
    first, last = spot_span(recurring.every, spot, whole)
    if last < period.start:
        return None
    if spot.part and not spot.day:
        return Resolved(shown(recurring), first=first, last=last, reason="needs_a_day")
    day = _spot_day(recurring.every, spot, whole) if spot.part else last
    if day < period.start:
        return None
    held = day if spot.next else min(day, period.end)
    return settled(recurring, held, workdays, span=(first, last) if spot.part else None)


def _spot_day(every: Every, spot: Spot, whole: Period) -> date:
    return spot_span(every, Spot(spot.month, spot.day), whole)[1]


def spot_span(every: Every, spot: Spot, whole: Period) -> Span:
    """First and last day that a spot allows in a whole period; both are its day where it names one."""
    if every in ("weekly", "ten_day") and spot.day:
        day = min(whole.start + timedelta(days=spot.day - 1), whole.end)
        return day, day
    if spot.month is None and every == "yearly" and spot.part:  # 年初: the first quarter
        return whole.start, month_end(whole.start.year, 3)
    if spot.month is None and (every != "monthly" or not (spot.day or spot.part)):
        return whole.end, whole.end
    return _in_month(spot, whole.start.year, whole.start.month + (spot.month or 1) - 1)


def _in_month(spot: Spot, year: int, month: int) -> Span:
    if spot.part:
        return part_of_month(year, month, spot.part)
    last = month_end(year, month)
    day = last.replace(day=min(spot.day or last.day, last.day))
    return day, day
