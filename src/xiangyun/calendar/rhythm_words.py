"""Reads wordings of recurrences: 每天下午5点前, 每周五前, 每旬, 每月5日前, 每季度末, 每年12月底前, 每月结束后3日内."""

import re

from xiangyun.calendar.clock_words import LIMIT, NUMBER, WEEKDAY, clock_of, weekday_of, whole
from xiangyun.calendar.day_words import PARTS
from xiangyun.calendar.deadlines import After, Recurring, Spot
from xiangyun.calendar.periods import Every

EVERY: dict[str, Every] = {
    "日": "daily", "天": "daily", "周": "weekly", "星期": "weekly", "旬": "ten_day", "月": "monthly",
    "季": "quarterly", "季度": "quarterly", "年": "yearly", "年度": "yearly",
}  # fmt: skip
_UNIT = r"(?:日|天|周|星期|旬|月|季度?|年度?)"
_EVERY = re.compile(rf"每个?(?P<unit>{_UNIT})(?P<place>.*?){LIMIT}")
_STEADY = re.compile(
    r"(?P<unit>[日周旬月季年])(?:报告?|报表|巡查|登记|调度|通报)制?度?|(?:按|分|逐)(?P<beat>日|天|周|旬|月|季度?|年度?)(?:报送|上报|报告|报)?"
)
_AFTER = re.compile(rf"结束后(?P<n>{NUMBER})(?P<unit>个?工作日|日|天)(?:之|以)?内")
_NEXT = re.compile(rf",?(?:于|在)?(?:次|下个?)(?P<unit>{_UNIT})(?P<place>.*)")
_WEEKLY = re.compile(rf"(?:周|星期)?(?P<day>{WEEKDAY})")
_IN_TEN_DAYS = re.compile(rf"[的第]?(?P<day>{NUMBER})[日天]")
_IN_MONTH = re.compile(
    rf"(?:[的第]?(?P<day>{NUMBER})[日号]|(?P<part>上旬|中旬|下旬|中|初)(?:,定于(?P<pinned>{NUMBER})[日号])?|底|末)?"
)
_IN_QUARTER = re.compile(rf"(?:第(?P<month>{NUMBER})个月|(?P<edge>[首末])月)(?P<place>.*)")
_IN_YEAR = re.compile(rf"(?P<month>{NUMBER})月份?(?P<place>.*)")


def read_rhythm(folded: str) -> Recurring | None:
    """The recurrence, or None where it is worded otherwise. ValueError: no such day or time."""
    if steady := _STEADY.fullmatch(folded):
        return Recurring(EVERY[steady["unit"] or steady["beat"]])
    found = _EVERY.fullmatch(folded)
    if not found:
        return None
    every = EVERY[found["unit"]]
    by = _by(every, found["place"])
    return Recurring(every, by, at=clock_of(found["at"])) if by else None


def _by(every: Every, place: str) -> Spot | After | None:
    if after := _AFTER.fullmatch(place):
        return After(whole(after["n"]), working="工作日" in after["unit"])
    following = _NEXT.fullmatch(place)
    if following and EVERY[following["unit"]] == every:
        return _spot(every, following["place"], later=True)
    return _spot(every, place, later=False)


def _spot(every: Every, place: str, *, later: bool) -> Spot | None:
    """A place in the period; its end is 末 or 底, or nothing said."""
    if place in ("", "末", "底"):
        return Spot(next=later)
    match every:
        case "weekly" if found := _WEEKLY.fullmatch(place):
            return Spot(day=weekday_of(found["day"]), next=later)
        case "ten_day" if found := _IN_TEN_DAYS.fullmatch(place):
            return Spot(day=whole(found["day"]), next=later)
        case "monthly":
            return _in_month(place, None, later=later)
        case "quarterly" if found := _IN_QUARTER.fullmatch(place):
            month = whole(found["month"]) if found["month"] else 1 if found["edge"] == "首" else 3
            return _in_month(found["place"], month, later=later)
        case "yearly" if found := _IN_YEAR.fullmatch(place):
            return _in_month(found["place"], whole(found["month"]), later=later)
        case "yearly" if place == "初":
            return Spot(part="beginning", next=later)
    return None


def _in_month(place: str, month: int | None, *, later: bool) -> Spot | None:
    found = _IN_MONTH.fullmatch(place)
    if not found:
        return None
    day = found["day"] or found["pinned"]
    return Spot(month, whole(day) if day else None, PARTS[found["part"]] if found["part"] else None, later)
