"""A level below sets an earlier day, never a later one; the slack is a value."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.values import CHINA, CLOCKS
from xiangyun.calendar import (
    END_OF_DAY,
    HandedDown,
    Loosens,
    Resolved,
    Slack,
    read_wording,
    resolve,
    slack_between,
    tightened,
)

APRIL_30 = Resolved("4月30日前", day=date(2020, 4, 30), at=time(17))


def test_an_earlier_day_comes_with_its_slack() -> None:
    own = date(2020, 4, 24)
    assert tightened(APRIL_30, own, workdays=CHINA) == HandedDown(own, None, Slack(days=6, working_days=5))


def test_the_same_day_keeps_the_time_of_day() -> None:
    found = tightened(APRIL_30, date(2020, 4, 30), workdays=CHINA)
    assert found == HandedDown(date(2020, 4, 30), time(17), Slack(0, 0))
    assert tightened(APRIL_30, date(2020, 4, 30), workdays=CHINA, at=time(12)).at == time(12)


REFUSED = [
    (APRIL_30, date(2020, 5, 1), None, "deadline_loosened"),
    (APRIL_30, date(2020, 4, 30), time(17, 1), "deadline_loosened"),
    (Resolved("3月底", reason="needs_a_day"), date(2020, 3, 1), None, "parent_has_no_day"),
]


@pytest.mark.parametrize(("parent", "own", "at", "code"), REFUSED)
def test_what_would_loosen_is_refused(parent: Resolved, own: date, at: time | None, code: str) -> None:
    with pytest.raises(Loosens) as refused:
        tightened(parent, own, workdays=CHINA, at=at)
    assert refused.value.reason == code


def test_under_an_event_nothing_is_set_before_it_is_declared() -> None:
    second_friday = read_wording("疫情结束后第二个星期五")
    events = {"疫情结束": date(2020, 4, 8)}
    known = resolve(second_friday, events=events, workdays=CHINA, at=date(2020, 2, 28))
    assert tightened(known, date(2020, 4, 15), workdays=CHINA).slack == Slack(2, 2)
    unknown = resolve(second_friday, events={}, workdays=CHINA, at=date(2020, 2, 28))
    with pytest.raises(Loosens) as refused:
        tightened(unknown, date(2020, 4, 15), workdays=CHINA)
    assert refused.value.detail == {"reason": "event_not_declared"}


MOMENTS = st.tuples(st.dates(date(2020, 4, 24), date(2020, 5, 8)), CLOCKS)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_tightening_never_loosens(top, own, lower) -> None:
    """Down two levels: what is granted is never later than any level above; what is refused would have been."""
    above = Resolved("前", day=top[0], at=top[1])
    for day, at in (own, lower):
        assert above.day
        limit = above.day, above.at or END_OF_DAY
        try:
            down = tightened(above, day, workdays=CHINA, at=at)
        except Loosens:
            assert (day, at or END_OF_DAY) > limit
            continue
        assert (down.day, down.at or END_OF_DAY) <= limit <= (top[0], top[1] or END_OF_DAY)
        assert down.slack == slack_between(down.day, above.day, CHINA)
        assert 0 <= down.slack.working_days <= down.slack.days
        above = Resolved("前", day=down.day, at=down.at)
