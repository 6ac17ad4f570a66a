"""Periods of a recurrence: the spans of days that each owe one answer."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

Every = Literal["daily", "weekly", "ten_day", "monthly", "quarterly", "yearly"]
Recurrence = Literal["once", Every]

DAY = timedelta(days=1)
THIRD = 3
DECEMBER = 12


class Period(msgspec.Struct, frozen=True):
    """Days `start` to `end`, both included; `key` names the whole week, month … also when cut."""

    key: str
    start: date
    end: date


def periods_of(recurrence: Recurrence, start: date, end: date) -> Iterator[Period]:
    """Tile the days from `start` to `end` (included) without gap or overlap.

    The first and last period are cut at the span, so a task that opens in mid-month owes a short month.
    """
    if recurrence == "once":
        if start <= end:
            yield Period("once", start, end)
        return
    unit_of = UNITS[recurrence]
    day = start
    while day <= end:
        key, last = unit_of(day)
        yield Period(key, day, min(last, end))
        if last >= end:
            return
        day = last + DAY


def whole_period(every: Every, day: date) -> Period:
    """The uncut week, month … in which a day lies."""
    key, last = UNITS[every](day)
    first = {
        "daily": day,
        "weekly": last - min(last - date.min, 6 * DAY),
        "ten_day": day.replace(day=min((day.day - 1) // 10, THIRD - 1) * 10 + 1),
        "monthly": day.replace(day=1),
        "quarterly": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "yearly": day.replace(month=1, day=1),
    }
    return Period(key, first[every], last)


def _daily(day: date) -> tuple[str, date]:
    return day.isoformat(), day


def _weekly(day: date) -> tuple[str, date]:
    year, week, weekday = day.isocalendar()
    return f"{year}-W{week:02}", _after(day, 7 - weekday)


def _ten_day(day: date) -> tuple[str, date]:
    """The three 旬 of a month: days 1-10, 11-20, 21 to the end."""
    part = min((day.day + 9) // 10, THIRD)
    last = month_end(day.year, day.month) if part == THIRD else day.replace(day=10 * part)
    return f"{day:%Y-%m}-T{part}", last


def _monthly(day: date) -> tuple[str, date]:
    return f"{day:%Y-%m}", month_end(day.year, day.month)


def _quarterly(day: date) -> tuple[str, date]:
    quarter = (day.month + 2) // 3
    return f"{day:%Y}-Q{quarter}", month_end(day.year, 3 * quarter)


def _yearly(day: date) -> tuple[str, date]:
    return f"{day:%Y}", day.replace(month=12, day=31)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == DECEMBER else date(year, month + 1, 1) - DAY


def _after(day: date, days: int) -> date:
    """`day` plus `days`, held at the last day that exists (31 December 9999)."""
    return day + timedelta(days=min(days, (date.max - day).days))


UNITS: dict[Every, Callable[[date], tuple[str, date]]] = {
    "daily": _daily,
    "weekly": _weekly,
    "ten_day": _ten_day,
    "monthly": _monthly,
    "quarterly": _quarterly,
    "yearly": _yearly,
}
