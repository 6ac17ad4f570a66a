"""A level's own day under a deadline from above: earlier or nothing, in every period."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.values import CHINA
from xiangyun.calendar import (
    END_OF_DAY,
    Earlier,
    Fixed,
    Loosens,
    Resolved,
    Tightening,
    binding,
    earlier_than,
    tightened,
    tightening_from_plain,
    tightening_to_plain,
)

OPENS, DUE = date(2020, 4, 1), date(2020, 4, 30)
ABOVE = Resolved("4月30日17时前", day=DUE, at=time(17))

CASES: list[tuple[Tightening, tuple[date, time | None] | None]] = [
    (Fixed(on=date(2020, 4, 24)), (date(2020, 4, 24), None)),
    (Fixed(on=date(2020, 4, 24), at=time(12)), (date(2020, 4, 24), time(12))),
    (Fixed(on=DUE, at=time(16)), (DUE, time(16))),
    (Fixed(on=DUE), None),  # the same
    (Fixed(on=DUE, at=time(18)), None),  # later
    (Fixed(on=date(2020, 5, 1)), None),  # later
    (Fixed(on=date(2020, 3, 31)), None),  # before it opens
    (Earlier(days=2), (date(2020, 4, 28), None)),
    (Earlier(days=2, at=time(18)), (date(2020, 4, 28), time(18))),
    (Earlier(at=time(16)), (DUE, time(16))),
    (Earlier(at=time(17)), None),
    (Earlier(), None),
    (Earlier(days=30), None),
]


@pytest.mark.parametrize(("own", "expected"), CASES)
def test_what_binds(own: Tightening, expected: tuple[date, time | None] | None) -> None:
    assert binding(own, ABOVE, opens=OPENS) == expected


def test_without_a_day_above_nothing_binds() -> None:
    unknown = Resolved("疫情结束后", reason="event_not_declared")
    assert [binding(own, unknown, opens=OPENS) for own in (Fixed(on=OPENS), Earlier(days=1))] == [None, None]


def test_a_day_does_not_move_with_the_one_above_but_stops_binding() -> None:
    own, moved = Fixed(on=date(2020, 4, 24)), Resolved("4月20日前", day=date(2020, 4, 20))
    assert binding(own, moved, opens=OPENS) is None
    assert binding(Earlier(days=6), moved, opens=OPENS) == (date(2020, 4, 14), None)


CLOCK = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0))
OWN = st.builds(Fixed, on=st.dates(OPENS, DUE + timedelta(days=9)), at=CLOCK) | st.builds(
    Earlier, days=st.integers(0, 40), at=CLOCK
)


@given(OWN, CLOCK)
def test_what_binds_is_earlier_and_is_what_the_law_of_handing_down_lets_pass(own: Tightening, at: time | None) -> None:
    above = Resolved("x", day=DUE, at=at)
    found = binding(own, above, opens=OPENS)
    if found is None:
        return
    assert found[0] >= OPENS
    assert earlier_than(found, (DUE, at))
    assert tightened(above, found[0], at=found[1], workdays=CHINA).day == found[0]


@given(st.dates(OPENS, DUE + timedelta(days=9)), CLOCK)
def test_what_the_law_refuses_never_binds(on: date, at: time | None) -> None:
    try:
        tightened(ABOVE, on, at=at, workdays=CHINA)
    except Loosens:
        assert binding(Fixed(on=on, at=at), ABOVE, opens=OPENS) is None


@given(OWN)
def test_stored_and_read_again_it_is_the_same(own: Tightening) -> None:
    assert tightening_from_plain(tightening_to_plain(own)) == own


@pytest.mark.parametrize("plain", [{}, {"kind": "relative"}, {"kind": "earlier", "days": -1}, {"kind": "fixed"}])
def test_what_is_none_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a tightening"):
        tightening_from_plain(plain)


def test_the_end_of_a_day_is_its_last_second() -> None:
    assert not earlier_than((DUE, END_OF_DAY), (DUE, None))
