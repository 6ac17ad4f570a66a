"""Periods tile their span, and are named after the calendar."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyun.calendar import Period, Recurrence, periods_of

DAY = timedelta(days=1)
RECURRENCES = st.sampled_from(get_args(Recurrence))


@given(RECURRENCES, st.dates(), st.integers(0, 800))
def test_periods_tile_the_span(recurrence: Recurrence, start: date, days: int) -> None:
    end = min(date.max, start + timedelta(days=min(days, (date.max - start).days)))
    periods = list(periods_of(recurrence, start, end))
    assert (periods[0].start, periods[-1].end) == (start, end)
    assert [p.end + DAY for p in periods[:-1]] == [p.start for p in periods[1:]]
    assert all(p.start <= p.end for p in periods)
    assert len({p.key for p in periods}) == len(periods)


@given(RECURRENCES, st.dates(min_value=date(1, 1, 2)))
def test_a_span_that_ends_before_it_starts_has_no_period(recurrence: Recurrence, start: date) -> None:
    assert list(periods_of(recurrence, start, start - DAY)) == []


NAMED = {  # the second period of a span that starts on 2020-02-28, a Friday
    "daily": Period("2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
    "weekly": Period("2020-W10", date(2020, 3, 2), date(2020, 3, 8)),
    "ten_day": Period("2020-03-T1", date(2020, 3, 1), date(2020, 3, 10)),
    "monthly": Period("2020-03", date(2020, 3, 1), date(2020, 3, 31)),
    "quarterly": Period("2020-Q2", date(2020, 4, 1), date(2020, 6, 30)),
    "yearly": Period("2021", date(2021, 1, 1), date(2021, 12, 31)),
}


@pytest.mark.parametrize("recurrence", NAMED)
def test_the_second_period(recurrence: Recurrence) -> None:
    assert list(periods_of(recurrence, date(2020, 2, 28), date(2022, 1, 1)))[1] == NAMED[recurrence]


def test_once_is_one_period() -> None:
    span = date(2020, 2, 28), date(2020, 7, 31)
    assert list(periods_of("once", *span)) == [Period("once", *span)]


def test_the_third_ten_days_end_with_the_month() -> None:
    periods = list(periods_of("ten_day", date(2020, 2, 1), date(2020, 2, 29)))
    assert [(p.start.day, p.end.day) for p in periods] == [(1, 10), (11, 20), (21, 29)]
