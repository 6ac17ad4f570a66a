"""Hand-down: a level may set an earlier day than the level above, never a later one."""

from datetime import date, time

import msgspec

from xiangyun.calendar.due import END_OF_DAY
from xiangyun.calendar.resolved import Resolved
from xiangyun.calendar.workdays import Workdays
from xiangyun.core.errors import BadInput


class Loosens(BadInput):
    """The own day is later than that of the level above, or that level has none yet; `detail` has both."""

    code = "deadline_loosened"


class Slack(msgspec.Struct, frozen=True):
    """What lies between the own day and that of the level above; `working_days` by the holiday table."""

    days: int
    working_days: int


class HandedDown(msgspec.Struct, frozen=True):
    """A level's own day, and its slack to the level above."""

    day: date
    at: time | None
    slack: Slack


def slack_between(own: date, parent: date, workdays: Workdays) -> Slack:
    """The days after `own` up to and with `parent`; negative where the own day is later."""
    return Slack((parent - own).days, workdays.between(own, parent))


def tightened(parent: Resolved, own: date, *, workdays: Workdays, at: time | None = None) -> HandedDown:
    """The own day under a deadline from above. Loosens `deadline_loosened` or `parent_has_no_day`.

    Without `at` the parent's time of day holds on the parent's own day, else the end of the day.
    """
    if parent.day is None:
        raise Loosens("parent_has_no_day", reason=parent.reason)
    same_day = own == parent.day
    clock = parent.at if same_day and at is None else at
    if (own, clock or END_OF_DAY) > (parent.day, parent.at or END_OF_DAY):
        raise Loosens(parent=parent.day, own=own)
    return HandedDown(own, clock, slack_between(own, parent.day, workdays))
