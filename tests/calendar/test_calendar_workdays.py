"""Working days follow the table, and say when they are only a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyun.calendar import DayKind, Workdays, read_holidays, shipped_holidays

CHINA = Workdays(shipped_holidays())

KINDS = {
    date(2020, 1, 19): DayKind(worked=True, known=True),  # a Sunday worked for the Spring Festival
    date(2020, 1, 31): DayKind(worked=False, known=True),  # a Friday of the prolonged festival
    date(2020, 2, 3): DayKind(worked=True, known=True),
    date(2020, 2, 29): DayKind(worked=False, known=True),  # an ordinary Saturday
    date(2027, 10, 1): DayKind(worked=True, known=False),  # not announced: a Friday
    date(2027, 10, 2): DayKind(worked=False, known=False),
    date(2018, 12, 31): DayKind(worked=True, known=False),
}


@pytest.mark.parametrize("day", KINDS)
def test_kind_of_a_day(day: date) -> None:
    assert CHINA.kind_of(day) == KINDS[day]


def test_a_deadline_moves_over_the_festival() -> None:
    assert CHINA.on_or_after(date(2020, 1, 24)) == date(2020, 2, 3)


def test_counting_working_days() -> None:
    assert [CHINA.after(date(2020, 1, 17), n) for n in (0, 1, 2, 6)] == [
        date(2020, 1, 17), date(2020, 1, 19), date(2020, 1, 20), date(2020, 2, 3),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="negative"):
        CHINA.after(date(2020, 1, 17), -1)


def test_the_shipped_table_has_its_290_days() -> None:
    table = shipped_holidays()
    assert (len(table), sum(table.values()), min(table), max(table)) == (
        290,
        52,
        date(2019, 1, 1),
        date(2026, 10, 10),
    )


@pytest.mark.parametrize("row", ["2020-01-01,feast,x", "2020-13-01,holiday,x", ",holiday,x"])
def test_a_bad_row_is_named(row: str) -> None:
    with pytest.raises(ValueError, match="line 3"):
        read_holidays(f"date,kind,name\n2020-01-02,holiday,x\n{row}\n")


DAYS = st.dates(date(2018, 6, 1), date(2027, 12, 31))  # over both ends of the table


@given(DAYS, st.integers(1, 60))
def test_counting_on_and_back_agrees_with_the_days_between(day: date, days: int) -> None:
    later, earlier = CHINA.after(day, days), CHINA.before(day, days)
    assert (CHINA.kind_of(later).worked, CHINA.kind_of(earlier).worked) == (True, True)
    assert CHINA.between(day, later) == days
    assert CHINA.between(earlier, day) + CHINA.kind_of(earlier).worked - CHINA.kind_of(day).worked == days
    assert CHINA.between(later, day) == -days


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_day_never_counts_to_an_earlier_one(one: date, other: date, days: int) -> None:
    early, late = sorted([one, other])
    assert CHINA.after(early, days) <= CHINA.after(late, days)
    assert CHINA.before(early, days) <= CHINA.before(late, days)
    assert CHINA.on_or_after(early) <= CHINA.on_or_after(late)


@given(DAYS, DAYS, DAYS)
def test_working_days_between_add_up(one: date, two: date, three: date) -> None:
    assert CHINA.between(one, two) + CHINA.between(two, three) == CHINA.between(one, three)


def test_counting_back_over_the_festival() -> None:
    assert [CHINA.before(date(2020, 2, 4), n) for n in (0, 1, 2)] == [
        date(2020, 2, 4), date(2020, 2, 3), date(2020, 1, 23),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="negative"):
        CHINA.before(date(2020, 1, 17), -1)


def test_the_table_knows_its_years() -> None:
    assert CHINA.knows(date(2019, 1, 1), date(2026, 12, 31))
    assert not CHINA.knows(date(2026, 12, 31), date(2027, 1, 1))
    assert not Workdays({}).knows(date(2020, 1, 1))
