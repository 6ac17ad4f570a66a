"""Working days follow the table, and say when they are only a guess."""

from datetime import date

import pytest

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
