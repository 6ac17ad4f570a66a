"""How units are reminded: the site's defaults, in one place. Pure."""

from datetime import datetime, time, timedelta

from xiangyun.core.clock import ZONE

LOUD_FROM, LOUD_UNTIL = time(8, 0), time(20, 0)
"""Outside nothing is said; it waits for the morning."""
DEFAULT_WORKING_DAYS = 2
"""So many working days after the due day the unit above is told, unless the task's owner sets otherwise."""
MOST_WORKING_DAYS = 30
SECOND_FROM = time(17, 0)
"""A unit that was told something today hears of a daily task without incident only from then on …"""
SOON = timedelta(hours=2)
"""… unless it is due within this time."""
KEPT_DAYS = 90


def is_quiet(at: datetime) -> bool:
    """Whether nothing may be said now."""
    return not LOUD_FROM <= at.astimezone(ZONE).time() < LOUD_UNTIL


def is_second_too_early(due_at: datetime, at: datetime) -> bool:
    """Whether a daily duty is no reason for a second message of the day yet."""
    return at.astimezone(ZONE).time() < SECOND_FROM and not at <= due_at <= at + SOON
