"""Wordings become values that keep them; every value's own words read back to it."""

from datetime import date, time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.values import KINDS
from xiangyun.calendar import (
    ISSUED,
    NEW_NOTICE,
    After,
    Conditional,
    Deadline,
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
    Spot,
    Stage,
    Staged,
    Unread,
    UntilNotice,
    from_plain,
    parse_wording,
    read_wording,
    shown,
    to_plain,
    words,
)

ISSUE = date(2020, 2, 28)
EPIDEMIC = Relative("抗疫工作结束", NthWeekday(2, 5))


def bare(deadline: Deadline) -> Deadline:
    """The value without wordings, at any depth; one that is only its wording keeps it."""
    return from_plain(_bare(to_plain(deadline)))


def _bare(plain):
    if isinstance(plain, list):
        return [_bare(value) for value in plain]
    if not isinstance(plain, dict):
        return plain
    kept = {"wording"} if plain.get("kind") == "unread" else set()
    return {key: _bare(value) for key, value in plain.items() if key != "wording" or key in kept}


# As the notices have them; the issue's and some of ours.
READ = {
    "3月底": PartOfMonth(2020, 3, "end"),
    "7月底前": MonthEnd(2020, 7),
    "於7月底前": MonthEnd(2020, 7),
    "8月份": MonthEnd(2020, 8),
    "10月初": PartOfMonth(2020, 10, "beginning"),
    "3月下旬前": PartOfMonth(2020, 3, "last_third"),
    "6月中旬": PartOfMonth(2020, 6, "middle_third"),
    "一季度": MonthEnd(2020, 3),
    "年底": MonthEnd(2020, 12),
    "2021年底前": MonthEnd(2021, 12),
    "4月10日前": Fixed(date(2020, 4, 10)),
    "4月15号前": Fixed(date(2020, 4, 15)),
    "2013年4月15日前": Fixed(date(2013, 4, 15)),
    "2020.4.17": Fixed(date(2020, 4, 17)),
    "4月20日上午9:20": Fixed(date(2020, 4, 20), at=time(9, 20)),
    "4月20日下午五点半前": Fixed(date(2020, 4, 20), at=time(17, 30)),
    "4月20日中午12点前": Fixed(date(2020, 4, 20), at=time(12)),
    "1月5日前": Fixed(date(2020, 1, 5)),  # not long before the issue: this year's
    "11月5日前": Fixed(date(2020, 11, 5)),
    "明年1月5日前": Fixed(date(2021, 1, 5)),
    "5月1日前，遇节假日顺延": Fixed(date(2020, 5, 1), moves=True),
    "立即": Immediate(),
    "隨時": Immediate(),
    "每天下午5点前": Recurring("daily", at=time(17)),
    "日報告": Recurring("daily"),
    "日巡查制度": Recurring("daily"),
    "每日，次日9:00前": Recurring("daily", Spot(next=True), at=time(9)),
    "每周五前": Recurring("weekly", Spot(day=5)),
    "每星期日": Recurring("weekly", Spot(day=7)),
    "每周，下周一前": Recurring("weekly", Spot(day=1, next=True)),
    "每旬": Recurring("ten_day"),
    "每旬第2日前": Recurring("ten_day", Spot(day=2)),
    "每月5日前": Recurring("monthly", Spot(day=5)),
    "每月上旬": Recurring("monthly", Spot(part="first_third")),
    "每月下旬": Recurring("monthly", Spot(part="last_third")),
    "每月次月5日前": Recurring("monthly", Spot(day=5, next=True)),
    "每月结束后3个工作日内": Recurring("monthly", After(3, working=True)),
    "按季度": Recurring("quarterly"),
    "每季度末": Recurring("quarterly"),
    "每季度首月10日前": Recurring("quarterly", Spot(1, 10)),
    "每年12月底以前": Recurring("yearly", Spot(12)),
    "每年初": Recurring("yearly", Spot(part="beginning")),
    "疫情结束后第二个星期五": Relative("疫情结束", NthWeekday(2, 5)),
    "抗疫工作結束后的第二個星期五之前": EPIDEMIC,
    "开学前": Relative("开学", Distance(1, side="before")),
    "活动开始前3天": Relative("活动开始", Distance(3, side="before")),
    "活动当天": Relative("活动", Distance(0)),
    "收到通知后五个工作日内": Relative("收到通知", Distance(5, "working_day")),
    "自印发之日起一个月内": Relative(ISSUED, Distance(1, "month")),
    "两周内": Relative(ISSUED, Distance(14)),
    "三年内": Relative(ISSUED, Distance(36, "month")),
    "按省里规定的时间": Delegated("省里"),
    "嚴格按照省廳規定的時間節點": Delegated("省厅"),
    "条件具备时": Conditional("条件具备"),
    "條件具備的情況下": Conditional("条件具备"),
    "条件具备时，10月底前": Conditional("条件具备", MonthEnd(2020, 10)),
    "直至另行通知": UntilNotice(NEW_NOTICE),
    "每日17:00前，直至疫情结束": UntilNotice("疫情结束", Recurring("daily", at=time(17))),
    "沒有接到市局新的通知前": UntilNotice("市局新的通知"),
    "海选：4月底前；初赛：6月中旬；决赛：按省里规定的时间": Staged(
        (
            Stage("海选", MonthEnd(2020, 4)),
            Stage("初赛", PartOfMonth(2020, 6, "middle_third")),
            Stage("决赛", Delegated("省里")),
        )
    ),
    "按省里规定的时间（定于9月10日，湘文旅公共〔2020〕16号）": Pinned(
        Delegated("省里"), date(2020, 9, 10), "湘文旅公共〔2020〕16号"
    ),
}  # fmt: skip


@pytest.mark.parametrize("wording", READ)
def test_a_wording_is_read_and_kept(wording: str) -> None:
    found = parse_wording(wording, ISSUE)
    assert found is not None
    assert (bare(found), found.wording, shown(found)) == (READ[wording], wording, wording)


NO_DEADLINE = [
    "", "及时", "尽快", "按时", "同时", "疫情结束后", "下班前", "5点前", "下周内", "五年左右时间", "3月前", "每半年",
    "2月30日前", "每天25点前", "每周八前", "每月32日前", "每月，次季度末前", "6月11日-15日", "直至7月底",
    "海选：4月底前；初赛", "海选：4月底前；海选：5月底前", "海选：每旬；初赛：5月底前", "12月32日前", "13月底前",
    "3月下旬（定于4月1日）", "按省里规定的时间（定于9月10日）", "每旬（定于4月1日）", "条件具备时，尽快", "明月几时有",
]  # fmt: skip


@pytest.mark.parametrize("wording", NO_DEADLINE)
def test_what_gives_no_day_is_left_to_a_person(wording: str) -> None:
    assert (parse_wording(wording, ISSUE), read_wording(wording, ISSUE)) == (None, Unread(wording=wording))


def test_a_date_without_a_year_needs_the_day_of_issue() -> None:
    assert (parse_wording("4月10日前"), parse_wording("7月底前"), parse_wording("3月底")) == (None, None, None)
    assert parse_wording("1月5日前", date(2020, 12, 1)) == Fixed(date(2021, 1, 5), wording="1月5日前")


WORDS = {
    "2020年4月10日17:00前（遇节假日顺延）": Fixed(date(2020, 4, 10), at=time(17), moves=True),
    "2020年7月底前": MonthEnd(2020, 7),
    "2020年3月下旬（定于2020年3月25日）": Pinned(PartOfMonth(2020, 3, "last_third"), date(2020, 3, 25)),
    "每季度第1个月10日前": Recurring("quarterly", Spot(1, 10)),
    "每月，次月5日前": Recurring("monthly", Spot(day=5, next=True)),
    "每月上旬，定于8日前": Recurring("monthly", Spot(day=8, part="first_third")),
    "抗疫工作结束后第2个星期五前": EPIDEMIC,
    "条件具备时，立即": Conditional("条件具备"),
    "尽快": Unread(wording="尽快"),
}


@pytest.mark.parametrize("said", WORDS)
def test_words_of_a_value(said: str) -> None:
    assert words(WORDS[said]) == said


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_wording_reads_back(kind: str, data: st.DataObject) -> None:
    deadline = data.draw(KINDS[kind])
    found = parse_wording(words(deadline))
    assert found is not None
    assert bare(found) == bare(deadline)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), wording=st.text(max_size=20))
def test_every_value_survives_being_plain(kind: str, data: st.DataObject, wording: str) -> None:
    deadline = from_plain(to_plain(data.draw(KINDS[kind])) | {"wording": wording})
    assert from_plain(to_plain(deadline)) == deadline
    assert deadline.wording == wording


def test_the_laws_are_held_for_every_kind() -> None:
    kinds = {kind.__struct_config__.tag for kind in get_args(Deadline)}
    assert kinds - set(KINDS) == {"unread"}


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"kind": "someday"},
        {"kind": "fixed", "on": "2020-02-30"},
        {"kind": "fixed", "on": "2020-02-29", "at": "17:00:01"},
        {"kind": "month_end", "year": 2020, "month": 13},
        {"kind": "recurring", "every": "weekly", "by": {"type": "spot", "day": 8}},
        {"kind": "relative", "event": "a，b", "offset": {"type": "distance", "n": 3}},
        {"kind": "relative", "event": "ab", "offset": {"type": "distance", "n": 0, "unit": "month"}},
        {"kind": "pinned", "of": {"kind": "delegated", "by": "省里"}, "on": "2020-09-10"},
        {"kind": "staged", "stages": [{"name": "海选", "due": {"kind": "immediate"}}]},
    ],
)
def test_what_is_no_deadline_is_refused(plain) -> None:
    with pytest.raises(ValueError, match="not a deadline"):
        from_plain(plain)
