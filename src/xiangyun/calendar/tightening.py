"""A level's own, earlier deadline as a value: a day, or so many days earlier in every period; never a later one."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import msgspec

from xiangyun.calendar.deadlines import Fixed
from xiangyun.calendar.due import END_OF_DAY
from xiangyun.calendar.periods import DAY
from xiangyun.calendar.resolved import Resolved

MOST_DAYS = 366
Moment = tuple[date, time | None]
"""A day and its wall-clock time; None is the day's end."""


class Earlier(msgspec.Struct, frozen=True, omit_defaults=True, tag="earlier", tag_field="kind"):
    """In every period so many days before the day from above, or on it; `at` is a time of day of the site.

    On the day itself without a time the time from above holds.
    """

    days: int = 0
    at: time | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.days <= MOST_DAYS:
            raise ValueError("days from 0 to a year")


Tightening = Fixed | Earlier


def tightening_to_plain(own: Tightening) -> dict[str, Any]:
    """As plain JSON, to be stored."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(own))
    return plain


def tightening_from_plain(plain: Mapping[str, Any]) -> Tightening:
    """What was made plain; ValueError for anything else."""
    try:
        found: Tightening = msgspec.convert(plain, Tightening)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a tightening: {error}") from error
    return found


def meant(own: Tightening, parent: Resolved) -> Moment | None:
    """The day and time that it comes to under a deadline from above, whether that is earlier or not; None while
    that has no day."""
    if parent.day is None:
        return None
    match own:
        case Fixed(on=on, at=at):
            return on, at or (parent.at if on == parent.day else None)
        case Earlier(days=days, at=at):
            return parent.day - days * DAY, at or (None if days else parent.at)


def earlier_than(own: Moment, other: Moment) -> bool:
    """Whether one falls before another."""
    return (own[0], own[1] or END_OF_DAY) < (other[0], other[1] or END_OF_DAY)


def binding(own: Tightening, parent: Resolved, *, opens: date) -> Moment | None:
    """The own day and time in a period that opens on a day; None where it binds nobody: there is no day above it, it
    is not earlier than that (any more), or it would end before the period begins."""
    found = meant(own, parent)
    if found is None or parent.day is None or found[0] < opens:
        return None
    return found if earlier_than(found, (parent.day, parent.at)) else None
