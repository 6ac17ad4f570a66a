"""Periods with their due days: what task periods are stored from."""

from datetime import date, time, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.values import AFTERS, CHINA, EVERIES, FLAGS, RECURRING
from xiangyun.calendar import (
    Every,
    Owed,
    Recurring,
    Spot,
    UntilNotice,
    owed_by,
    periods_of,
    read_wording,
)

DAY = timedelta(days=1)
ISSUE = date(2020, 2, 28)
FAR = date(2021, 12, 31)
YEAR = date(2020, 1, 1), date(2020, 12, 31)


def owed(deadline, start=ISSUE, end=None, horizon=FAR, events=()) -> list[Owed]:
    found = owed_by(deadline, start, end, horizon=horizon, events=dict(events), workdays=CHINA)
    return list(found)


def shape(found: list[Owed]) -> list[tuple[str, date, date, date | None]]:
    return [(one.period.key, one.period.start, one.period.end, one.due.day) for one in found]


COUNTS = {"daily": 366, "weekly": 53, "ten_day": 36, "monthly": 12, "quarterly": 4, "yearly": 1}


@pytest.mark.parametrize("every", get_args(Every))
def test_periods_tile_the_year(every: Every) -> None:
    found = owed(Recurring(every), *YEAR)
    assert len(found) == COUNTS[every]
    assert (found[0].period.start, found[-1].period.end) == YEAR
    assert all(one.period.end + DAY == following.period.start for one, following in pairwise(found))
    assert [one.due.day for one in found] == [one.period.end for one in found]


@given(EVERIES, AFTERS | st.builds(Spot, next=st.just(True)), st.dates(*YEAR), st.integers(0, 900))
def test_every_period_of_a_span_is_owed_once(every: Every, by, start: date, days: int) -> None:
    end = start + timedelta(days=days)
    found = owed(Recurring(every, by), start, end, horizon=end)
    assert [one.period for one in found] == list(periods_of(every, start, end))
    assert all(one.due.day is not None and one.due.day > one.period.end for one in found)


@given(RECURRING, st.dates(*YEAR), st.integers(0, 900))
def test_nothing_falls_due_before_it_begins(recurring: Recurring, start: date, days: int) -> None:
    end = start + timedelta(days=days)
    found = owed(recurring, start, end, horizon=end)
    spans = list(periods_of(recurring.every, start, end))
    assert [one.period for one in found] in (spans, spans[1:])
    for one in found:
        last = one.due.day or one.due.last
        assert last is not None and last >= one.period.start


@given(EVERIES, FLAGS, st.dates(*YEAR), st.integers(0, 400), st.integers(0, 400))
def test_a_later_horizon_only_adds(every: Every, following: bool, start: date, near: int, more: int) -> None:
    deadline = Recurring(every, Spot(next=following))
    first = owed(deadline, start, horizon=start + timedelta(days=near))
    assert owed(deadline, start, horizon=start + timedelta(days=near + more))[: len(first)] == first


# wording -> the first periods from 28 February 2020 (a Friday): key, first, last and due day
FIRST = {
    "每天下午5点前": ("2020-02-28", date(2020, 2, 28), date(2020, 2, 28), date(2020, 2, 28)),
    "每日，次日9:00前": ("2020-02-28", date(2020, 2, 28), date(2020, 2, 28), date(2020, 2, 29)),
    "每周五前": ("2020-W09", date(2020, 2, 28), date(2020, 3, 1), date(2020, 2, 28)),
    "每周四前": ("2020-W10", date(2020, 3, 2), date(2020, 3, 8), date(2020, 3, 5)),
    "每旬": ("2020-02-T3", date(2020, 2, 28), date(2020, 2, 29), date(2020, 2, 29)),
    "每月5日前": ("2020-03", date(2020, 3, 1), date(2020, 3, 31), date(2020, 3, 5)),
    "每月次月5日前": ("2020-02", date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 5)),
    "每月31日前": ("2020-02", date(2020, 2, 28), date(2020, 2, 29), date(2020, 2, 29)),
    "每月结束后3个工作日内": ("2020-02", date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 4)),
    "每月上旬": ("2020-03", date(2020, 3, 1), date(2020, 3, 31), None),
    "每季度末": ("2020-Q1", date(2020, 2, 28), date(2020, 3, 31), date(2020, 3, 31)),
    "每季度首月10日前": ("2020-Q2", date(2020, 4, 1), date(2020, 6, 30), date(2020, 4, 10)),
    "每年12月底以前": ("2020", date(2020, 2, 28), date(2020, 12, 31), date(2020, 12, 31)),
    "每年初": ("2020", date(2020, 2, 28), date(2020, 12, 31), None),
    "4月10日前": ("once", ISSUE, date(2020, 4, 10), date(2020, 4, 10)),
    "3月底": ("once", ISSUE, FAR, None),
    "疫情结束后第二个星期五": ("once", ISSUE, FAR, None),
    "直至另行通知": ("once", ISSUE, FAR, None),
    "条件具备时，每月5日前": ("once", ISSUE, FAR, None),
    "每日，直至疫情结束": ("2020-02-28", ISSUE, ISSUE, ISSUE),
}


@pytest.mark.parametrize("wording", FIRST)
def test_the_first_period(wording: str) -> None:
    assert shape(owed(read_wording(wording, ISSUE)))[0] == FIRST[wording]


def test_a_pinned_part_that_passed_before_the_opening_is_owed_from_the_next_month() -> None:
    pinned = read_wording("每月上旬，定于8日前")
    assert [shape(owed(pinned, date(2020, 3, day)))[0][3] for day in (8, 9)] == [date(2020, 3, 8), date(2020, 4, 8)]


def test_a_cut_period_is_due_by_its_end() -> None:
    found = owed(read_wording("每月5日前"), date(2020, 3, 1), date(2020, 4, 3))
    assert [one.due.day for one in found] == [date(2020, 3, 5), date(2020, 4, 3)]


def test_the_time_of_day_stays() -> None:
    assert owed(read_wording("每天下午5点前"))[0].due.at == time(17)


def test_until_a_notice_is_open_and_ends_with_it() -> None:
    daily = UntilNotice("疫情结束", Recurring("daily"))
    horizon, event = date(2020, 3, 10), date(2020, 3, 5)
    assert [len(owed(daily, horizon=horizon, events=events)) for events in ({}, {"疫情结束": event})] == [12, 7]
    assert owed(daily, events={"疫情结束": event})[-1].period.end == event
    standing = owed(UntilNotice("疫情结束"), events={"疫情结束": event})
    assert shape(standing) == [("once", ISSUE, event, event)]


def test_what_hangs_on_a_condition_runs_from_the_day_it_is_met() -> None:
    monthly = read_wording("条件具备时，每月5日前")
    met = {"条件具备": date(2020, 6, 3)}
    assert shape(owed(monthly, end=date(2020, 7, 31), events=met)) == [
        ("2020-06", date(2020, 6, 3), date(2020, 6, 30), date(2020, 6, 5)),
        ("2020-07", date(2020, 7, 1), date(2020, 7, 31), date(2020, 7, 5)),
    ]


def test_stages_follow_each_other() -> None:
    staged = read_wording("海选：4月底前；初赛：按省里规定的时间；决赛：9月底前", ISSUE)
    assert shape(owed(staged, end=date(2020, 9, 30))) == [
        ("stage-1", ISSUE, date(2020, 4, 30), date(2020, 4, 30)),
        ("stage-2", date(2020, 5, 1), date(2020, 9, 30), None),
        ("stage-3", date(2020, 5, 1), date(2020, 9, 30), date(2020, 9, 30)),
    ]


def test_a_span_that_ends_before_it_starts_owes_nothing() -> None:
    before = ISSUE - DAY
    assert [owed(read_wording(said, ISSUE), end=before) for said in ("每旬", "4月10日前")] == [[], []]
