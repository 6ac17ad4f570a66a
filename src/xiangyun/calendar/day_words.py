"""Reads wordings that name a day, a month or a part of one: 4月10日前, 7月底前, 3月下旬, 一季度末, 年底."""

import re
from datetime import date

from xiangyun.calendar.clock_words import LIMIT, NUMBER, clock_of, whole
from xiangyun.calendar.deadlines import Fixed, MonthEnd, MonthPart, PartOfMonth
from xiangyun.core.dating import year_meant

PARTS: dict[str, MonthPart] = {
    "上旬": "first_third",
    "中旬": "middle_third",
    "中": "middle_third",
    "下旬": "last_third",
    "初": "beginning",
    "底": "end",
    "末": "end",
}
_YEAR = r"(?:在|于)?(?:(?P<year>\d{4})年|(?P<this>今年|本年|当年|明年))?"
_DAY = re.compile(rf"{_YEAR}(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号]{LIMIT}")
_DOTTED = re.compile(rf"(?:在|于)?(?P<year>\d{{4}})[./-](?P<month>\d{{1,2}})[./-](?P<day>\d{{1,2}}) ?{LIMIT}")
_MONTH = re.compile(rf"{_YEAR}(?P<month>{NUMBER})月(?P<part>上旬|中旬|下旬|初|中|底|末|份|内)?{LIMIT}")
_QUARTER = re.compile(rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)(?:底|末|内)?{LIMIT}")
_YEAR_END = re.compile(rf"(?:在|于)?(?:(?P<year>\d{{4}})年|(?P<this>今|本|当|明)?年)(?:底|末|内){LIMIT}")
# The latest day that each part may mean, to find the year of a part without one.
_LATEST = {"first_third": 10, "beginning": 10, "middle_third": 20}


def read_day(folded: str, issued: date | None) -> Fixed | MonthEnd | PartOfMonth | None:
    """The deadline, or None where it is worded otherwise or its year cannot be known. ValueError: no such day."""
    if found := _DAY.fullmatch(folded):
        return _fixed(found, year_of(found, issued, whole(found["month"]), whole(found["day"])))
    if found := _DOTTED.fullmatch(folded):
        return _fixed(found, int(found["year"]))
    if found := _MONTH.fullmatch(folded):
        return _month(found, issued)
    if found := _QUARTER.fullmatch(folded):
        month = 3 * whole(found["quarter"]) if found["quarter"] else 6 if found["half"] == "上" else 12
        return _month_end(found, year_of(found, issued, month, 28), month)
    if found := _YEAR_END.fullmatch(folded):
        return _month_end(found, year_of(found, issued, 12, 28), 12)
    return None


def year_of(found: re.Match[str], issued: date | None, month: int, day: int) -> int | None:
    """The year that a match with groups `year` and `this` means."""
    return year_meant(found["year"], found["this"], issued, month, day)


def _fixed(found: re.Match[str], year: int | None) -> Fixed | None:
    if year is None:
        return None
    return Fixed(date(year, whole(found["month"]), whole(found["day"])), at=clock_of(found["at"]))


def _month(found: re.Match[str], issued: date | None) -> MonthEnd | PartOfMonth | None:
    """底 with 前 is a limit, the month's last day; without it, as the other parts, a span in which a day is pinned."""
    month, part, limit = whole(found["month"]), PARTS.get(found["part"] or ""), bool(found["before"])
    if limit and not found["part"]:  # "3月前" may mean before March or by its end: a person says which
        return None
    year = year_of(found, issued, month, _LATEST.get(part or "", 28))
    if part is None or (part == "end" and (limit or found["at"])):
        return _month_end(found, year, month)
    return PartOfMonth(year, month, part) if year and not found["at"] else None


def _month_end(found: re.Match[str], year: int | None, month: int) -> MonthEnd | None:
    return MonthEnd(year, month, at=clock_of(found["at"])) if year else None
