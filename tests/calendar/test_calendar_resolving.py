"""Deadlines come to a day, or to a reason why there is none."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.calendar.values import CHINA, CLOCKS, DAYS, EVERIES, FLAGS, KINDS, OFFSETS, RECURRING
from xiangyun.calendar import (
    ISSUED,
    Conditional,
    Delegated,
    Distance,
    Fixed,
    Immediate,
    MonthEnd,
    NthWeekday,
    PartOfMonth,
    Pinned,
    Recurring,
    Relative,
    Resolved,
    Spot,
    Stage,
    Staged,
    Unread,
    UntilNotice,
    pin,
    read_wording,
    resolve,
    whole_period,
)
from xiangyun.core.errors import BadInput

ISSUE = date(2020, 2, 28)  # a Friday
END = date(2020, 4, 8)  # a Wednesday
EVENTS = {"疫情结束": END, "条件具备": date(2020, 6, 1), ISSUED: ISSUE}
MARCH = date(2020, 3, 21), date(2020, 3, 31)


def resolved(deadline, events=EVENTS, at=ISSUE) -> Resolved:
    return resolve(deadline, events=events, workdays=CHINA, at=at)


# wording -> due day and reason on the day of issue, with and without the events of EVENTS
DAYS_OF = {
    "4月10日前": (date(2020, 4, 10), date(2020, 4, 10), None),
    "7月底前": (date(2020, 7, 31), date(2020, 7, 31), None),
    "3月底": (None, None, "needs_a_day"),
    "尽快": (None, None, "needs_a_day"),
    "立即": (ISSUE, ISSUE, None),
    "每天下午5点前": (ISSUE, ISSUE, None),
    "每周五前": (ISSUE, ISSUE, None),
    "每月次月5日前": (date(2020, 3, 5), date(2020, 3, 5), None),
    "每季度末": (date(2020, 3, 31), date(2020, 3, 31), None),
    "疫情结束后第二个星期五": (date(2020, 4, 17), None, "event_not_declared"),
    "疫情结束后5个工作日内": (date(2020, 4, 15), None, "event_not_declared"),
    "疫情结束前2个工作日": (date(2020, 4, 3), None, "event_not_declared"),  # over 清明, 4 to 6 April
    "疫情结束后1个月内": (date(2020, 5, 8), None, "event_not_declared"),
    "疫情结束前一日": (date(2020, 4, 7), None, "event_not_declared"),
    "疫情结束当日": (END, None, "event_not_declared"),
    "按省里规定的时间": (None, None, "not_set_by_province"),
    "条件具备时": (date(2020, 6, 1), None, "condition_open"),
    "条件具备时，10月底前": (date(2020, 10, 31), None, "condition_open"),
    "直至疫情结束": (END, None, "event_not_declared"),
    "每日，直至疫情结束": (ISSUE, ISSUE, None),
    "海选：4月底前；决赛：条件具备时": (date(2020, 6, 1), None, "condition_open"),
    "海选：3月底；决赛：4月底前": (None, None, "needs_a_day"),
}


@pytest.mark.parametrize("wording", DAYS_OF)
def test_a_deadline_comes_to_a_day_or_a_reason(wording: str) -> None:
    deadline = read_wording(wording, ISSUE)
    known, unknown = resolved(deadline), resolved(deadline, {})
    assert (known.day, unknown.day, unknown.reason) == DAYS_OF[wording]
    assert [found.reason is None for found in (known, unknown)] == [known.day is not None, unknown.day is not None]
    assert (known.wording, unknown.wording) == (wording, wording)


def test_a_pinned_day_keeps_range_and_wording() -> None:
    vague = read_wording("3月底", ISSUE)
    open_ = Resolved("3月底", first=MARCH[0], last=MARCH[1], reason="needs_a_day")
    assert (resolved(vague), open_.needs_pin) == (open_, True)
    pinned = pin(vague, date(2020, 3, 27))
    assert resolved(pinned) == Resolved("3月底", day=date(2020, 3, 27), first=MARCH[0], last=MARCH[1])
    assert pin(pinned, date(2020, 3, 30)) == Pinned(vague, date(2020, 3, 30))


def test_what_the_province_sets_is_known_with_its_document() -> None:
    delegated = Delegated("省里", wording="按省里规定的时间")
    assert resolved(delegated).waits_for == "省里"
    found = resolved(pin(delegated, date(2020, 9, 10), "湘文旅公共〔2020〕16号"))
    assert found == Resolved("按省里规定的时间", day=date(2020, 9, 10), document="湘文旅公共〔2020〕16号")


PINS = [
    (PartOfMonth(2020, 3, "end"), date(2020, 4, 1), "", "day_outside_range"),
    (PartOfMonth(2020, 3, "first_third"), date(2020, 3, 11), "", "day_outside_range"),
    (MonthEnd(2020, 7), date(2020, 8, 1), "", "day_outside_range"),
    (Delegated("省里"), date(2020, 9, 10), " ", "document_needed"),
    (Unread(wording="尽快"), date(2020, 9, 10), "一；二", "document_has_marks"),
]


@pytest.mark.parametrize(("of", "on", "document", "code"), PINS)
def test_a_pin_that_does_not_fit_is_refused(of, on: date, document: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        pin(of, on, document)
    assert refused.value.reason == code


PARTS = {
    "first_third": (date(2020, 2, 1), date(2020, 2, 10)),
    "middle_third": (date(2020, 2, 11), date(2020, 2, 20)),
    "last_third": (date(2020, 2, 21), date(2020, 2, 29)),
    "beginning": (date(2020, 2, 1), date(2020, 2, 10)),
    "end": (date(2020, 2, 21), date(2020, 2, 29)),
}


@pytest.mark.parametrize("part", PARTS)
def test_the_range_of_a_part(part) -> None:
    assert PartOfMonth(2020, 2, part).span == PARTS[part]


def test_a_day_off_moves_only_if_the_deadline_says_so() -> None:
    may_day = date(2020, 5, 1)
    assert [resolved(Fixed(may_day, moves=moves)).day for moves in (False, True)] == [may_day, date(2020, 5, 6)]


def test_past_the_holiday_table_it_works_with_a_warning() -> None:
    within = Relative("疫情结束", Distance(5, "working_day"))
    inside, beyond = resolved(within), resolved(within, {"疫情结束": date(2026, 12, 30)})
    assert (inside.day, inside.warnings) == (date(2020, 4, 15), ())
    assert (beyond.day, beyond.warnings) == (date(2027, 1, 6), ("beyond_holiday_table",))
    assert resolved(Fixed(date(2027, 10, 2), moves=True)).warnings == ("beyond_holiday_table",)
    assert resolved(Fixed(date(2027, 10, 2))).warnings == ()


def test_a_staged_deadline_shows_each_stage() -> None:
    staged = Staged((Stage("申报", MonthEnd(2020, 3)), Stage("完工", Fixed(date(2020, 10, 31), at=time(17)))))
    found = resolved(staged)
    assert (found.day, found.at) == (date(2020, 10, 31), time(17))
    assert [(name, stage.day) for name, stage in found.stages] == [
        ("申报", date(2020, 3, 31)),
        ("完工", date(2020, 10, 31)),
    ]


def test_a_recurrence_until_an_event_says_when_it_ended() -> None:
    daily = UntilNotice("疫情结束", Recurring("daily"))
    assert [(found.day, found.ends_on) for found in (resolved(daily, at=date(2020, 5, 1)), resolved(daily, {}))] == [
        (END, END),
        (ISSUE, None),
    ]


def test_an_immediate_one_runs_from_its_condition() -> None:
    assert resolved(Conditional("条件具备", Immediate())).day == date(2020, 6, 1)


@given(st.builds(NthWeekday, st.integers(1, 9), st.integers(1, 7)), DAYS)
def test_the_nth_weekday_is_later_than_the_event(offset: NthWeekday, event: date) -> None:
    day = resolved(Relative("疫情结束", offset), {"疫情结束": event}).day
    assert day is not None
    same = sum((event + timedelta(days=n)).isoweekday() == offset.weekday for n in range(1, (day - event).days + 1))
    assert (day.isoweekday(), same) == (offset.weekday, offset.n)


@given(OFFSETS, CLOCKS, FLAGS, DAYS, DAYS)
def test_a_later_event_never_makes_a_day_earlier(offset, at, moves: bool, one: date, other: date) -> None:
    deadline = Relative("疫情结束", offset, at=at, moves=moves)
    early, late = (resolved(deadline, {"疫情结束": day}).day for day in sorted([one, other]))
    assert early is not None and late is not None
    assert early <= late


@given(OFFSETS, DAYS)
def test_after_is_not_before_the_event_and_before_is_not_after(offset, event: date) -> None:
    day = resolved(Relative("疫情结束", offset), {"疫情结束": event}).day
    assert day is not None
    assert day <= event if getattr(offset, "side", "after") == "before" else day >= event


@given(RECURRING, DAYS)
def test_a_spot_lies_in_its_period_and_the_rest_after_it(recurring: Recurring, at: date) -> None:
    found = resolved(replace(recurring, moves=False), at=at)
    whole = whole_period(recurring.every, at)
    if isinstance(recurring.by, Spot):
        meant = whole_period(recurring.every, whole.end + timedelta(days=1)) if recurring.by.next else whole
        named = [day for day in (found.first, found.day, found.last) if day]
        assert named == sorted(named) != []
        assert meant.start <= named[0] <= named[-1] <= meant.end
    else:
        assert found.day is not None and found.day > whole.end


@given(RECURRING, DAYS)
def test_moving_a_due_day_gives_a_working_day_not_earlier(recurring: Recurring, at: date) -> None:
    stays, moves = (resolved(replace(recurring, moves=moves), at=at).day for moves in (False, True))
    assert moves == (stays and CHINA.on_or_after(stays))


@given(EVERIES, DAYS)
def test_a_whole_period_holds_its_day(every, day: date) -> None:
    whole = whole_period(every, day)
    assert whole.start <= day <= whole.end
    assert whole_period(every, whole.start) == whole_period(every, whole.end) == whole


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), at=DAYS)
def test_there_is_either_a_day_or_a_reason(kind: str, data: st.DataObject, at: date) -> None:
    try:
        found = resolved(data.draw(KINDS[kind]), {}, at)
    except OverflowError:  # a working day after 31 December 9999
        return
    assert (found.day is None) == (found.reason is not None)
