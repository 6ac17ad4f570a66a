"""Deadlines: wordings of time in a folded text, each as a label (date, month_end, recurring, relative)."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from xiangyun.compiler.values import DueLabel
from xiangyun.core.dating import year_meant
from xiangyun.core.folding import fold
from xiangyun.core.numerals import NUMERAL, number_of

# How much a wording says about the date; of several in one duty the highest rank wins.
RECURRING, DAY, MONTH, RELATIVE, VAGUE, YEAR = 6, 5, 4, 3, 2, 1
FIRMEST = RECURRING
MONTHS = 12

_BEFORE = r"(?:(?:以|之)?前|止|下班前)?"
_MONTH = rf"(?:\d{{1,2}}|{NUMERAL}{{1,2}})"
_SPAN = rf"(?:\d{{1,3}}|{NUMERAL}{{1,3}})"
_DUE = re.compile(
    rf"(?P<every>每(?P<unit>年|半年|季度?|月|周|星期|旬|日|天))(?P<by>(?:初|末|底)|{_MONTH}月(?:底|末|初|[上中下]旬|\d{{1,2}}[日号])?{_BEFORE}"
    rf"|(?:的|第)?\d{{1,2}}[日号]{_BEFORE}|周?[一二三四五六日](?:上午|下午)?{_BEFORE}(?=[,上报]))?"
    r"|(?P<steady>(?P<rhythm>[日周旬月季])(?=报告|巡查|报制|调度制|登记|报表|通报)|(?:按|分)(?P<beat>日|周|旬|月|季度?|年度?)(?=报|上报|报送|向|进行|汇总|填报|提交))"
    rf"|(?:(?P<year>\d{{4}})年|(?P<this>今年|本年|当年|明年))?(?P<month>{_MONTH})月(?P<day>\d{{1,2}})[日号]"
    rf"(?:\([^)]{{1,5}}\))?(?:\s*[-~至到]+\s*(?:(?P<month2>\d{{1,2}})月)?(?P<day2>\d{{1,2}})[日号])?{_BEFORE}"
    rf"|(?P<dotted>(?P<dy>20\d\d)[./-](?P<dm>\d{{1,2}})[./-](?P<dd>\d{{1,2}})){_BEFORE}"
    rf"|(?:(?P<myear>\d{{4}})年|(?P<mthis>今年|本年|当年|明年))?(?P<whole>{_MONTH})月(?P<third>上旬|中旬|下旬|初|中|底|末|份)?{_BEFORE}(?![\d月])"
    rf"|(?:(?P<qyear>\d{{4}})年|(?P<qthis>今年|本年|明年))?(?:第?(?P<quarter>[一二三四])季度(?:末|底)?|(?P<half>[上下])半年(?:末|底)?){_BEFORE}"
    rf"|(?:(?P<eyear>\d{{4}})年|(?P<ethis>今|本|明)?年)(?P<yearend>底|末|内){_BEFORE}"
    r"|(?P<only>20\d\d)年(?!\d{1,2}月|[月度初])"
    r"|(?P<atonce>立即|立刻|随时|第一时间|即日起)"
    rf"|(?P<within>{_SPAN}个?(?:工作日|自然日|小时|分钟|天|日|周|星期|月|年)(?:左右)?(?:(?:之|以)?内|(?:之|以)?前))"
    r"|(?P<coming>[本下]周[一二三四五六日内末]?(?:之?前)?|[本下]月(?:底|初|内)(?:之?前)?)"
    r"|(?P<set>(?:(?<=按照)|(?<=[在于]))[\u4e00-\u9fff]{0,8}?(?:规定|要求)的(?:时间节点|时限|期限|时间))"
    r"|(?P<vague>及时|尽快|按时|按期|尽早|限期)"
)
# "…后的第二个星期五之前", "没有接到…前", "开学前": measured from something that happens.
_EVENT_END = r"(?:(?:之|以)?前|后[^,。;:]{0,12}(?:之前|以内|内|前))$"
_EVENT = re.compile(rf"[在于](?P<event>[^,。;:在于]{{2,60}}?{_EVENT_END})")
_EVENT_ALONE = re.compile(rf"(?P<event>[^,。;:]{{2,60}}?{_EVENT_END})")
_PAST = re.compile(r"(?:截至|截止到?|自|从|到)\s*$")
_ONGOING = re.compile(r"\s*(?:以来|起|是|为|的(?=.{0,8}会议))")
_UNITS = {
    "年": "yearly", "半年": "yearly", "年度": "yearly", "季": "quarterly", "季度": "quarterly", "月": "monthly",
    "旬": "monthly", "周": "weekly", "星期": "weekly", "日": "daily", "天": "daily",
}  # fmt: skip
_THIRDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


class DueMention(NamedTuple):
    """A wording of time at `start` to `end` of the folded text."""

    start: int
    end: int
    rank: int
    label: DueLabel


def dues_in(text: str, folded: str, start: int, end: int, issued: date | None) -> list[DueMention]:
    """All wordings of time in a piece; years that are not named follow from the day of issue.

    Without that day a date that lacks its year stays as relative text. Past days ("截至…", "…以来") are left out.
    """
    mentions = []
    for found in _DUE.finditer(folded, start, end):
        past = _PAST.search(folded, max(start, found.start() - 4), found.start())
        if past or _ONGOING.match(folded, found.end(), end):
            continue
        group = next(name for name in _READERS if found[name])
        rank, read = _READERS[group]
        label = read(found, issued)
        if label is None or "" in label.values():
            rank, label = min(rank, RELATIVE), {"relative": text[found.start() : found.end()]}
        if "by" in label:
            label = label | {"by": _by(text, found)}
        elif "relative" in label:
            label = {"relative": text[found.start() : found.end()]}
        mentions.append(DueMention(found.start(), found.end(), rank, label))
    if not any(mention.rank in (DAY, MONTH, RECURRING) for mention in mentions):
        mentions += _events(text, folded, start, end)
    return mentions


def _by(text: str, found: re.Match[str]) -> str:
    """The day within the period as the text has it; "每年初" says 年初."""
    first = found.start("unit") if found["by"] in ("初", "末", "底") else found.start("by")
    return text[first : found.end()]


def read_due(wording: str, issued: date | None) -> DueLabel | None:
    """The label of a deadline that a person typed ("7月底前", "每日", "开学前"); None if no time is in it."""
    best = firmest(dues_in(wording, fold(wording), 0, len(wording), issued))
    return best.label if best else None


def firmest(mentions: list[DueMention]) -> DueMention | None:
    """The wording that says most; the first of equals."""
    return max(mentions, key=lambda mention: mention.rank, default=None)


def _events(text: str, folded: str, start: int, end: int) -> list[DueMention]:
    said = folded[start:end]
    found = _EVENT.search(said) or _EVENT_ALONE.match(said)
    if not found:
        return []
    first, last = start + found.start("event"), start + found.end("event")
    return [DueMention(first, last, RELATIVE, {"relative": text[first:last]})]


def _every(found: re.Match[str], _: date | None) -> DueLabel:
    label = {"recurring": _UNITS[found["unit"]]}
    return label | {"by": found["by"]} if found["by"] else label


def _steady(found: re.Match[str], _: date | None) -> DueLabel:
    return {"recurring": _UNITS[found["rhythm"] or found["beat"]]}


def _day(found: re.Match[str], issued: date | None) -> DueLabel | None:
    month, day = int(number_of(found["month"])), int(found["day"])
    year = year_meant(found["year"], found["this"], issued, month, day)
    if found["day2"]:
        month, day = int(found["month2"] or month), int(found["day2"])
    return _dated(year, month, day)


def _dotted(found: re.Match[str], _: date | None) -> DueLabel | None:
    return _dated(int(found["dy"]), int(found["dm"]), int(found["dd"]))


def _whole_month(found: re.Match[str], issued: date | None) -> DueLabel | None:
    month = int(number_of(found["whole"]))
    third = _THIRDS.get(found["third"] or "")
    year = year_meant(found["myear"], found["mthis"], issued, month, third or 28)
    return _dated(year, month, third) if third else _month_end(year, month)


def _quarter(found: re.Match[str], issued: date | None) -> DueLabel | None:
    month = 3 * int(number_of(found["quarter"])) if found["quarter"] else 6 if found["half"] == "上" else MONTHS
    return _month_end(year_meant(found["qyear"], found["qthis"], issued, month, 28), month)


def _year_end(found: re.Match[str], issued: date | None) -> DueLabel | None:
    return _month_end(year_meant(found["eyear"], found["ethis"], issued, MONTHS, 28), MONTHS)


def _year_only(found: re.Match[str], _: date | None) -> DueLabel | None:
    return _month_end(int(found["only"]), MONTHS)


def _as_text(_: re.Match[str], __: date | None) -> DueLabel | None:
    return None


def _dated(year: int | None, month: int, day: int) -> DueLabel | None:
    try:
        return {"date": date(year, month, day).isoformat()} if year else None
    except ValueError:
        return None


def _month_end(year: int | None, month: int) -> DueLabel | None:
    return {"month_end": f"{year:04}-{month:02}"} if year and 1 <= month <= MONTHS else None


_READERS: dict[str, tuple[int, Callable[[re.Match[str], date | None], DueLabel | None]]] = {
    "every": (RECURRING, _every),
    "steady": (RECURRING, _steady),
    "day": (DAY, _day),
    "dotted": (DAY, _dotted),
    "whole": (MONTH, _whole_month),
    "quarter": (MONTH, _quarter),
    "half": (MONTH, _quarter),
    "yearend": (MONTH, _year_end),
    "only": (YEAR, _year_only),
    "atonce": (RELATIVE, _as_text),
    "within": (RELATIVE, _as_text),
    "coming": (RELATIVE, _as_text),
    "set": (VAGUE, _as_text),
    "vague": (VAGUE, _as_text),
}
