"""How long an answer stays true."""

from datetime import date

import pytest

from xiangyun.calendar import Period
from xiangyun.forms.validity import valid_until

WEEK = Period("2020-W12", date(2020, 3, 16), date(2020, 3, 22))
LEAP = Period("2020-02", date(2020, 2, 1), date(2020, 2, 29))

# validity, answered on, period: last day
TABLE = {
    "what never changes": ("fixed", date(2020, 3, 20), WEEK, None),
    "what somebody will say": ("until_changed", date(2020, 3, 20), WEEK, None),
    "a year": ("year", date(2020, 3, 20), WEEK, date(2020, 12, 31)),
    "a year's last day": ("year", date(2020, 12, 31), WEEK, date(2020, 12, 31)),
    "a year's first day": ("year", date(2021, 1, 1), WEEK, date(2021, 12, 31)),
    "a month": ("month", date(2020, 3, 20), WEEK, date(2020, 3, 31)),
    "a month of a leap year": ("month", date(2020, 2, 1), WEEK, date(2020, 2, 29)),
    "a short month": ("month", date(2021, 2, 28), WEEK, date(2021, 2, 28)),
    "the period, whenever it was answered": ("period", date(2020, 4, 1), WEEK, date(2020, 3, 22)),
    "a monthly period": ("period", date(2020, 2, 3), LEAP, date(2020, 2, 29)),
}


@pytest.mark.parametrize("case", TABLE)
def test_until_when(case: str) -> None:
    validity, answered, period, last = TABLE[case]
    assert valid_until(validity, answered, period) == last


def test_an_unknown_validity_is_an_error() -> None:
    with pytest.raises(ValueError):
        valid_until("forever", date(2020, 3, 20), WEEK)
