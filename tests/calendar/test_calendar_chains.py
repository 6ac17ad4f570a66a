"""Steps in their order, and what slips with one of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.values import DAYS
from xiangyun.calendar import Chain, Slip, Step, Violation, check_chain, slip, slipped

# Villages done, county self-check, city inspection, province's acceptance.
YEAR = Chain(
    (
        Step("建成", date(2020, 7, 31)),
        Step("自查", date(2020, 8, 31)),
        Step("督查", date(2020, 9, 30)),
        Step("验收", date(2020, 10, 8)),
    )
)
CHAINS = st.lists(DAYS, min_size=2, max_size=6, unique=True).map(
    lambda days: Chain(tuple(Step(str(number), day) for number, day in enumerate(sorted(days))))
)
KEEPS = st.sampled_from(["gaps", "order"])


def test_a_chain_in_order_has_no_violation() -> None:
    assert check_chain(YEAR) == []


def test_steps_that_are_not_later_are_named() -> None:
    september = date(2020, 9, 30)
    broken = slipped(YEAR, [Slip("自查", date(2020, 8, 31), september)])
    assert check_chain(broken) == [Violation(Step("自查", september), Step("督查", september))]


def test_everything_after_slips_by_the_same_days() -> None:
    assert slip(YEAR, "自查", date(2020, 9, 10)) == [
        Slip("自查", date(2020, 8, 31), date(2020, 9, 10)),
        Slip("督查", date(2020, 9, 30), date(2020, 10, 10)),
        Slip("验收", date(2020, 10, 8), date(2020, 10, 18)),
    ]


def test_only_what_would_be_out_of_order_slips() -> None:
    assert slip(YEAR, "自查", date(2020, 9, 10), keep="order") == [Slip("自查", date(2020, 8, 31), date(2020, 9, 10))]
    assert slip(YEAR, "自查", date(2020, 10, 8), keep="order") == [
        Slip("自查", date(2020, 8, 31), date(2020, 10, 8)),
        Slip("督查", date(2020, 9, 30), date(2020, 10, 9)),
        Slip("验收", date(2020, 10, 8), date(2020, 10, 10)),
    ]


def test_an_earlier_day_or_the_same_moves_nothing_else() -> None:
    assert slip(YEAR, "督查", date(2020, 9, 20)) == [Slip("督查", date(2020, 9, 30), date(2020, 9, 20))]
    assert slip(YEAR, "督查", date(2020, 9, 30)) == []


def test_a_step_must_exist_once() -> None:
    with pytest.raises(KeyError):
        slip(YEAR, "评审", date(2020, 9, 30))
    with pytest.raises(ValueError, match="same name"):
        Chain((Step("自查", date(2020, 8, 31)), Step("自查", date(2020, 9, 30))))


@given(CHAINS, st.data(), KEEPS)
def test_a_slip_keeps_the_order(chain: Chain, data: st.DataObject, keep) -> None:
    at = data.draw(st.integers(0, len(chain.steps) - 1))
    step = chain.steps[at]
    delay = timedelta(days=data.draw(st.integers(0, 900)))
    after = slipped(chain, slip(chain, step.name, step.on + delay, keep=keep))
    assert check_chain(after) == []
    assert after.steps[:at] == chain.steps[:at]
    moved = [new.on - old.on for old, new in zip(chain.steps, after.steps, strict=True)][at:]
    assert moved[0] == delay
    assert set(moved) == {delay} if keep == "gaps" else moved == sorted(moved, reverse=True) and min(moved) >= 0 * delay


@given(CHAINS, st.data())
def test_keeping_the_order_moves_no_step_later_than_keeping_gaps(chain: Chain, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(chain.steps))
    new = step.on + timedelta(days=data.draw(st.integers(0, 900)))
    gaps, order = (slipped(chain, slip(chain, step.name, new, keep=keep)) for keep in ("gaps", "order"))
    assert all(one.on <= other.on for one, other in zip(order.steps, gaps.steps, strict=True))
