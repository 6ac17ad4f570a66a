"""Wordings become values, rules become instants."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from xiangyun.calendar import (
    DueRule,
    Fixed,
    Immediate,
    MonthEnd,
    NthWeekday,
    Period,
    Recurring,
    Relative,
    Spot,
    Unread,
    due_at,
    due_instant,
    due_value,
    rule_of,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MARCH_2 = Period("2020-03-02", date(2020, 3, 2), date(2020, 3, 2))
FEBRUARY = Period("2020-02", date(2020, 2, 1), date(2020, 2, 29))

VALUES = [
    (None, None),
    ({"date": "2020-04-10"}, Fixed(date(2020, 4, 10))),
    ({"month_end": "2020-07"}, MonthEnd(2020, 7)),
    ({"recurring": "daily"}, Recurring("daily")),
    ({"recurring": "yearly", "by": "12月底以前"}, Recurring("yearly", Spot(12), wording="12月底以前")),
    ({"recurring": "yearly", "by": "年初"}, Recurring("yearly", Spot(part="beginning"), wording="年初")),
    ({"recurring": "weekly", "by": "五下午"}, Unread(wording="五下午")),
    ({"recurring": "monthly", "by": "的5日前"}, Recurring("monthly", Spot(day=5), wording="的5日前")),
    ({"relative": "隨時"}, Immediate(wording="隨時")),
    ({"relative": "及時"}, Unread(wording="及時")),
    (
        {"relative": "抗疫工作結束后的第二個星期五之前"},
        Relative("抗疫工作结束", NthWeekday(2, 5), wording="抗疫工作結束后的第二個星期五之前"),
    ),
]


@pytest.mark.parametrize(("label", "value"), VALUES)
def test_value_of_a_read_due(label, value) -> None:
    assert due_value(label) == value


def test_a_month_end_has_a_day() -> None:
    assert [MonthEnd(2020, 2).on, MonthEnd(2020, 12).on] == [date(2020, 2, 29), date(2020, 12, 31)]


def test_a_due_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a due date"):
        due_value({"someday": "soon"})
    with pytest.raises(ValueError, match="not a recurrence"):
        due_value({"recurring": "hourly"})


RULES = [
    ("same day 17:00", DueRule(at=time(17))),
    ("next day 17:00", DueRule(days_after=1, at=time(17))),
    ("same day", DueRule()),
    ("+5 days 12:00", DueRule(days_after=5, at=time(12))),
    ("2020-07-31", DueRule(on=date(2020, 7, 31))),
    ("2020-07-31 18:00", DueRule(on=date(2020, 7, 31), at=time(18))),
]


@pytest.mark.parametrize(("wording", "rule"), RULES)
def test_rule_of_a_wording(wording: str, rule: DueRule) -> None:
    assert rule_of(wording) == rule


@pytest.mark.parametrize("wording", ["", "17:00", "same day 25:00", "2020-02-30", "soon", "same day 17:00 or so"])
def test_a_wording_that_is_no_rule_is_refused(wording: str) -> None:
    with pytest.raises(ValueError):
        rule_of(wording)


DUE = [
    (MARCH_2, "same day 17:00", datetime(2020, 3, 2, 9, 0, tzinfo=UTC)),
    (MARCH_2, "next day 17:00", datetime(2020, 3, 3, 9, 0, tzinfo=UTC)),
    (FEBRUARY, "+5 days", datetime(2020, 3, 5, 15, 59, 59, tzinfo=UTC)),
    (FEBRUARY, "2020-07-31", datetime(2020, 7, 31, 15, 59, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("period", "wording", "instant"), DUE)
def test_due_in_shanghai(period: Period, wording: str, instant: datetime) -> None:
    found = due_at(period, rule_of(wording), SHANGHAI)
    assert (found, found.tzinfo) == (instant, UTC)


def test_a_day_without_a_time_lasts_until_its_last_second() -> None:
    assert [due_instant(date(2020, 3, 2), at, SHANGHAI) for at in (time(17), None)] == [
        datetime(2020, 3, 2, 9, 0, tzinfo=UTC),
        datetime(2020, 3, 2, 15, 59, 59, tzinfo=UTC),
    ]
