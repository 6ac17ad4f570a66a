"""A deadline in Chinese words, for a screen or a paper; `wordings` reads them back to the same value."""

from datetime import date, time

from xiangyun.calendar.deadlines import (
    After,
    Conditional,
    Deadline,
    Delegated,
    Distance,
    Fixed,
    Immediate,
    MonthEnd,
    MonthPart,
    NthWeekday,
    PartOfMonth,
    Pinned,
    Recurring,
    Relative,
    Side,
    Spot,
    Staged,
    Unit,
    Unread,
    UntilNotice,
)
from xiangyun.calendar.periods import Every

PARTS: dict[MonthPart, str] = {
    "first_third": "上旬",
    "middle_third": "中旬",
    "last_third": "下旬",
    "beginning": "初",
    "end": "底",
}
EVERY: dict[Every, str] = {
    "daily": "日",
    "weekly": "周",
    "ten_day": "旬",
    "monthly": "月",
    "quarterly": "季度",
    "yearly": "年",
}
UNITS: dict[Unit, str] = {"day": "日", "working_day": "个工作日", "month": "个月"}
SIDES: dict[Side, str] = {"after": "后", "before": "前"}
WEEKDAYS = "一二三四五六日"
MOVES = "（遇节假日顺延）"


def words(deadline: Deadline) -> str:
    """What a deadline says, in full; for one that was not read it is the text's own wording."""
    match deadline:
        case Pinned(of=of, on=on, document=document):
            return f"{words(of)}（定于{_day(on)}{'，' if document else ''}{document}）"
        case Conditional(condition=condition, then=then):
            return f"{condition}时，{words(then)}"
        case Staged(stages=stages):
            return "；".join(f"{stage.name}：{words(stage.due)}" for stage in stages)
        case UntilNotice(until=until, every=every):
            return f"{words(every)}，直至{until}" if every else f"直至{until}"
        case Fixed() | MonthEnd() | Recurring() | Relative():
            return _on_a_day(deadline) + (MOVES if deadline.moves else "")
        case PartOfMonth(year=year, month=month, part=part):
            return f"{year:04}年{month}月{PARTS[part]}"
        case Delegated(by=by):
            return f"按{by}规定的时间"
        case Immediate():
            return "立即"
        case Unread(wording=wording):
            return wording


def shown(deadline: Deadline) -> str:
    """The text's own wording, else the words made for it."""
    return deadline.wording or words(deadline)


def _names_a_day(by: Spot | After) -> bool:
    return isinstance(by, Spot) and by != Spot() and (by.part is None or by.day is not None)


def _on_a_day(deadline: Fixed | MonthEnd | Recurring | Relative) -> str:
    at = deadline.at
    match deadline:
        case Fixed(on=on):
            return _day(on) + _by(at)
        case MonthEnd(year=year, month=month):
            return f"{year:04}年{month}月底{_by(at)}"
        case Recurring(every=every, by=by):
            place = _after(by) if isinstance(by, After) else _spot(every, by)
            return f"每{EVERY[every]}{place}{_by(at) if at or _names_a_day(by) else ''}"
        case Relative(event=event, offset=offset):
            limited = at or isinstance(offset, NthWeekday)
            return f"{event}{_offset(offset)}{_by(at) if limited else ''}"


def _offset(offset: NthWeekday | Distance) -> str:
    if isinstance(offset, NthWeekday):
        return f"后第{offset.n}个星期{WEEKDAYS[offset.weekday - 1]}"
    if offset.n == 0:
        return "当日"
    inside = "内" if offset.side == "after" else ""
    return f"{SIDES[offset.side]}{offset.n}{UNITS[offset.unit]}{inside}"


def _after(after: After) -> str:
    return f"结束后{after.days}{UNITS['working_day' if after.working else 'day']}内"


def _spot(every: Every, spot: Spot) -> str:
    place = _in_period(every, spot)
    return f"，次{EVERY[every]}{place or '末'}" if spot.next else place


def _in_period(every: Every, spot: Spot) -> str:
    match every:
        case "weekly":
            return WEEKDAYS[spot.day - 1] if spot.day else ""
        case "ten_day":
            return f"第{spot.day}日" if spot.day else ""
        case "quarterly" if spot.month:
            return f"第{spot.month}个月{_in_month(spot) or '底'}"
        case "yearly" if spot.month:
            return f"{spot.month}月{_in_month(spot) or '底'}"
    return _in_month(spot)


def _in_month(spot: Spot) -> str:
    if spot.part:
        return PARTS[spot.part] + (f"，定于{spot.day}日" if spot.day else "")
    return f"{spot.day}日" if spot.day else ""


def _day(on: date) -> str:
    return f"{on.year:04}年{on.month}月{on.day}日"


def _by(at: time | None) -> str:
    return f"{at:%H:%M}前" if at else "前"
