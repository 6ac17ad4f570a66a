"""What a deadline comes to: a day, or the reason why there is none yet."""

from datetime import date, time
from typing import Literal

import msgspec

from xiangyun.calendar.deadlines import Fixed, MonthEnd, Recurring, Relative
from xiangyun.calendar.words import shown
from xiangyun.calendar.workdays import Workdays

Reason = Literal["event_not_declared", "not_set_by_province", "needs_a_day", "condition_open"]
Caution = Literal["beyond_holiday_table"]

Span = tuple[date, date]


class Resolved(msgspec.Struct, frozen=True, omit_defaults=True):
    """`day` is the due day; without it `reason` says what is missing. `wording` is the text's own.

    `first` and `last` are what a vague wording allows; they stay when a day is pinned. `waits_for` names the event,
    body or condition that is missing. `at` is a wall-clock time of the site. `ends_on` is the day of the event up to
    which a duty holds.
    """

    wording: str
    day: date | None = None
    at: time | None = None
    first: date | None = None
    last: date | None = None
    reason: Reason | None = None
    waits_for: str = ""
    document: str = ""
    ends_on: date | None = None
    warnings: tuple[Caution, ...] = ()
    stages: "tuple[tuple[str, Resolved], ...]" = ()

    @property
    def needs_pin(self) -> bool:
        return self.reason == "needs_a_day"


def settled(
    deadline: Fixed | MonthEnd | Recurring | Relative,
    day: date,
    workdays: Workdays,
    *,
    counted_from: date | None = None,
    span: Span | None = None,
) -> Resolved:
    """A known day, moved off a day off if the deadline says so; warns where holidays were only guessed.

    `counted_from` is the day from which working days were counted to `day`.
    """
    due = workdays.on_or_after(day) if deadline.moves else day
    looked_at = [*([counted_from, day] if counted_from else []), *([day, due] if deadline.moves else [])]
    first, last = span or (None, None)
    return Resolved(
        wording=shown(deadline),
        day=due,
        at=deadline.at,
        first=first,
        last=last,
        warnings=() if not looked_at or workdays.knows(*looked_at) else ("beyond_holiday_table",),
    )
