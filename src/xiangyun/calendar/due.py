"""The due date of a read clause as a value, and the instant an answer falls due."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import msgspec
from msgspec.structs import replace

from xiangyun.calendar.deadlines import Deadline, Fixed, MonthEnd
from xiangyun.calendar.periods import Period
from xiangyun.calendar.rhythm_words import read_rhythm
from xiangyun.calendar.wordings import read_wording
from xiangyun.calendar.words import EVERY
from xiangyun.core.folding import fold

END_OF_DAY = time(23, 59, 59)


def due_value(label: Mapping[str, Any] | None) -> Deadline | None:
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
            return _recurring(every, label.get("by") or "")
        case {"relative": text}:
            return read_wording(text)
    raise ValueError(f"not a due date: {label!r}")


def _recurring(every: Any, by: str) -> Deadline:
    """The recurrence with the day that `by` words ("12月底以前", "年初"); one that is not read stays as text."""
    if every not in EVERY:
        raise ValueError(f"not a recurrence: {every!r}")
    unit = EVERY[every]
    rhythm = read_rhythm(f"每{unit}{fold(by).removeprefix(unit)}")
    return replace(rhythm, wording=by) if rhythm else read_wording(by)


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
    return due_instant(rule.on or period.end + timedelta(days=rule.days_after), rule.at, zone)


def due_instant(day: date, at: time | None, zone: tzinfo) -> datetime:
    """A due day and its time of day (None: the day's last second) in `zone`, as an instant in UTC."""
    return datetime.combine(day, at or END_OF_DAY, tzinfo=zone).astimezone(UTC)
