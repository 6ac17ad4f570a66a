"""Reads wordings that hang on something else: an event, another body, a new notice."""

import re

from xiangyun.calendar.clock_words import LIMIT, NUMBER, WEEKDAY, clock_of, weekday_of, whole
from xiangyun.calendar.deadlines import ISSUED, Delegated, Distance, NthWeekday, Relative, Side, Unit

UNITS: dict[str, tuple[Unit, int]] = {
    "工作日": ("working_day", 1), "自然日": ("day", 1), "日": ("day", 1), "天": ("day", 1), "周": ("day", 7),
    "星期": ("day", 7), "月": ("month", 1), "年": ("month", 12),
}  # fmt: skip
_UNIT = r"个?(?P<unit>工作日|自然日|日|天|周|星期|月|年)"
_EVENT = r"(?:在|于|自)?(?P<event>[^,;:()]+?)"
_NTH = re.compile(rf"{_EVENT}(?:之|以)?后的?第(?P<n>{NUMBER})个(?:星期|周|礼拜)(?P<weekday>{WEEKDAY}){LIMIT}")
_AFTER = re.compile(rf"{_EVENT}(?:(?:之|以)?后|之日起)的?(?P<n>{NUMBER}){_UNIT}(?:之|以)?内{LIMIT}")
_LEAD = re.compile(rf"{_EVENT}(?:之|以)?前(?P<n>{NUMBER}){_UNIT}{LIMIT}")
_SAME = re.compile(rf"{_EVENT}[之的]?当[日天]{LIMIT}")
_WITHIN = re.compile(rf"(?P<n>{NUMBER}){_UNIT}(?:之|以)?内{LIMIT}")
_EVE = re.compile(r"(?:在|于)?(?P<event>[^,;:()]+?)(?:之|以)?前")
# A time that was not read is no event: "3月前", "5点前", "下班前".
_TIME = re.compile(
    rf"{NUMBER}个?(?:年|月|日|号|天|点|时|周|星期|旬|工作日|季度)|(?:底|末|初|旬|年|月|季度|周|星期.|周.|下班)$|[:：]"
)
_SET = re.compile(
    r"(?:严格)?(?:按照|按|在|于)?(?P<by>[^,;:()]+?)(?:规定|要求|确定|明确)的(?:时间节点|时限|期限|时间|日期)[前内]?"
)


def read_relative(folded: str) -> Relative | None:
    """Measured from a named event; "within 5 days" without one counts from the notice's issue."""
    if found := _NTH.fullmatch(folded):
        offset = NthWeekday(whole(found["n"]), weekday_of(found["weekday"]))
        return Relative(found["event"], offset, at=clock_of(found["at"]))
    if found := _WITHIN.fullmatch(folded):
        return Relative(ISSUED, _distance(found, "after"), at=clock_of(found["at"]))
    if found := _AFTER.fullmatch(folded):
        return Relative(found["event"], _distance(found, "after"), at=clock_of(found["at"]))
    if found := _LEAD.fullmatch(folded):
        return Relative(found["event"], _distance(found, "before"), at=clock_of(found["at"]))
    if found := _SAME.fullmatch(folded):
        return Relative(found["event"], Distance(0), at=clock_of(found["at"]))
    if (found := _EVE.fullmatch(folded)) and not _TIME.search(found["event"]):
        return Relative(found["event"], Distance(1, side="before"))
    return None


def read_delegated(folded: str) -> Delegated | None:
    """At the times that somebody else sets."""
    found = _SET.fullmatch(folded)
    return Delegated(found["by"]) if found else None


def _distance(found: re.Match[str], side: Side) -> Distance:
    unit, times = UNITS[found["unit"]]
    return Distance(whole(found["n"]) * times, unit, side)
