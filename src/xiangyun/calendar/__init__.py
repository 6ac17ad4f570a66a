"""Deadlines, periods and working days. Pure: clock, zone and holidays are passed in."""

from xiangyun.calendar.due import (
    Due,
    DueRule,
    Fixed,
    MonthEnd,
    Recurring,
    Relative,
    due_at,
    due_value,
    rule_of,
)
from xiangyun.calendar.periods import Period, Recurrence, periods_of
from xiangyun.calendar.workdays import DayKind, Workdays, read_holidays, shipped_holidays

__all__ = [
    "DayKind",
    "Due",
    "DueRule",
    "Fixed",
    "MonthEnd",
    "Period",
    "Recurrence",
    "Recurring",
    "Relative",
    "Workdays",
    "due_at",
    "due_value",
    "periods_of",
    "read_holidays",
    "rule_of",
    "shipped_holidays",
]
