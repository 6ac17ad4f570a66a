"""Minutes a week: averages, times a year, the time of the most, the heaviest week."""

from datetime import date

import pytest

from xiangyun.calendar import Recurrence
from xiangyun.notices.loads import Load, heaviest_week, monday_of, most_at_once

FRIDAY = date(2020, 3, 20)
YEAR_END = date(2020, 12, 31)


def load(minutes: float, every: Recurrence, first: date = FRIDAY, last: date = YEAR_END) -> Load:
    return Load(minutes, every, first, last)


# how often, until when: minutes a week of one minute each time, times a year
WEEKLY: dict[str, tuple[Load, float, int]] = {
    "daily": (load(1, "daily"), 7, 287),
    "weekly": (load(1, "weekly"), 1, 42),
    "every ten days": (load(1, "ten_day"), 0.7, 29),
    "monthly": (load(1, "monthly"), 12 / 52, 10),
    "quarterly": (load(1, "quarterly"), 4 / 52, 4),
    "yearly": (load(1, "yearly"), 1 / 52, 1),
    "daily for three years": (load(1, "daily", FRIDAY, date(2023, 3, 19)), 7, 366),
    "daily for three days": (load(1, "daily", FRIDAY, date(2020, 3, 22)), 7, 3),
    "once, due in four weeks": (load(8, "once", FRIDAY, date(2020, 4, 16)), 2, 1),
    "once, due today": (load(8, "once", FRIDAY, FRIDAY), 8, 1),
    "once, due in three days": (load(8, "once", FRIDAY, date(2020, 3, 22)), 8, 1),
    "once, due in eleven days": (load(11, "once", FRIDAY, date(2020, 3, 30)), 7, 1),
}


@pytest.mark.parametrize("case", WEEKLY)
def test_minutes_a_week_and_times_a_year(case: str) -> None:
    asked, weekly, times = WEEKLY[case]
    assert (asked.weekly, asked.times) == (pytest.approx(weekly), times)


APRIL = load(2, "daily", date(2020, 4, 1), date(2020, 4, 30))
MAY = load(3, "daily", date(2020, 5, 1), date(2020, 5, 31))
SPRING = load(10, "weekly", FRIDAY, date(2020, 5, 31))
PAST = load(50, "daily", date(2020, 1, 1), date(2020, 3, 19))

MOST: dict[str, tuple[list[Load], float]] = {
    "nothing": ([], 0),
    "what is over": ([PAST], 0),
    "one": ([APRIL], 14),
    "two after each other": ([APRIL, MAY], 21),
    "two at the same time": ([APRIL, SPRING], 24),
    "three, two at a time": ([APRIL, MAY, SPRING, PAST], 31),
}


@pytest.mark.parametrize("case", MOST)
def test_the_time_when_most_runs(case: str) -> None:
    loads, minutes = MOST[case]
    assert most_at_once(loads, FRIDAY) == pytest.approx(minutes)


MONDAY = date(2020, 3, 16)

HEAVIEST: dict[str, tuple[list[Load], tuple[date, float]]] = {
    "nothing": ([], (MONDAY, 0)),
    "what is over": ([load(50, "once", date(2020, 3, 1), date(2020, 3, 10))], (MONDAY, 0)),
    "a full week goes before a begun one": ([load(1, "daily")], (date(2020, 3, 23), 7)),
    "once counts whole where it is due": ([load(8, "once", FRIDAY, date(2020, 5, 29))], (date(2020, 5, 25), 8)),
    "the sum of a week": (
        [load(1, "daily"), load(8, "once", FRIDAY, date(2020, 5, 29)), load(5, "monthly")],
        (date(2020, 5, 25), 20),
    ),
    "of equal weeks the first": ([load(4, "weekly")], (MONDAY, 4)),
}  # May ends on a Sunday


@pytest.mark.parametrize("case", HEAVIEST)
def test_the_heaviest_week(case: str) -> None:
    loads, expected = HEAVIEST[case]
    assert heaviest_week(loads, FRIDAY) == expected


def test_every_day_of_a_week_has_its_monday() -> None:
    days = [date(2020, 3, day) for day in range(16, 23)]
    assert {monday_of(day) for day in days} == {MONDAY}
