"""When something is due: the kinds of deadline a notice knows, and the instant an answer falls due."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import msgspec

from xiangyun.calendar.periods import Period, Recurrence, month_end

END_OF_DAY = time(23, 59, 59)


class Fixed(msgspec.Struct, frozen=True, tag="fixed"):
    """Due on a day."""

    on: date


class MonthEnd(msgspec.Struct, frozen=True, tag="month_end"):
    """Due within a month, so on its last day; kept apart because the text did not name the day."""

    year: int
    month: int

    @property
    def on(self) -> date:
        return month_end(self.year, self.month)


class Recurring(msgspec.Struct, frozen=True, tag="recurring"):
    """Due in every period; `by` is the wording of the day within it, if the text has one."""

    every: Recurrence
    by: str = ""


class Relative(msgspec.Struct, frozen=True, tag="relative"):
    """Due after or before something whose date a person has to pin."""

    wording: str


Due = Fixed | MonthEnd | Recurring | Relative


def due_value(label: Mapping[str, Any] | None) -> Due | None:
    """Turn the `due` of a read clause (date, month_end, recurring or relative) into a value; None stays."""
    match label:
        case None:
            return None
        case {"date": text}:
            return Fixed(date.fromisoformat(text))
        case {"month_end": text}:
            year, month = text.split("-")
            return MonthEnd(int(year), int(month))
        case {"recurring": every}:
            return Recurring(every, label.get("by") or "")
        case {"relative": text}:
            return Relative(text)
    raise ValueError(f"not a due date: {label!r}")


class DueRule(msgspec.Struct, frozen=True):
    """Where in or after its period an answer is due: on the day `on`, or `days_after` the period's last day.

    `at` is a wall-clock time of the site's zone.
    """

    days_after: int = 0
    at: time = END_OF_DAY
    on: date | None = None


_RULE = re.compile(
    r"(?:(?P<day>same day|next day)|\+(?P<days>\d{1,3}) days?|(?P<on>\d{4}-\d\d-\d\d))"
    r"(?: (?P<at>[0-2]\d:[0-5]\d(?::[0-5]\d)?))?"
)


def rule_of(wording: str) -> DueRule:
    """Read a stored rule: "same day 17:00", "next day 17:00", "+5 days 12:00", "2020-07-31 18:00".

    Without a time it is the end of the day, 23:59:59. ValueError for anything else.
    """
    found = _RULE.fullmatch(wording)
    if not found:
        raise ValueError(f"not a due rule: {wording!r}")
    at = time.fromisoformat(found["at"]) if found["at"] else END_OF_DAY
    if found["on"]:
        return DueRule(at=at, on=date.fromisoformat(found["on"]))
    days = int(found["days"] or 0) if not found["day"] else int(found["day"] == "next day")
    return DueRule(days_after=days, at=at)


def due_at(period: Period, rule: DueRule, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which the answer of `period` falls due in `zone`."""
    day = rule.on or period.end + timedelta(days=rule.days_after)
    return datetime.combine(day, rule.at, tzinfo=zone).astimezone(UTC)
