"""Deadlines: wordings of time in a folded text, each as a label (date, month_end, recurring, relative)."""

import re
from datetime import date
from typing import NamedTuple

from xiangyun.compiler.due_words import FINDS, MAY_SAY_WHEN, OF_EVENTS, STARTS_EARLIER
from xiangyun.compiler.values import DueLabel
from xiangyun.core.dating import year_meant
from xiangyun.core.folding import fold
from xiangyun.core.numerals import number_of

# How much a wording says about the date; of several in one duty the highest rank wins.
RECURRING, DAY, MONTH, RELATIVE, VAGUE, YEAR = 6, 5, 4, 3, 2, 1
FIRM = (RECURRING, DAY, MONTH)
MONTHS = 12
MAX_EVENT = 24

# What stands before or behind a time that is no deadline: since when, of which meeting.
_SINCE = re.compile(r"(?:自|从|现定于)\s*$")
_UNTIL = re.compile(r"(?:截至|截止[到至于]?|[到至])\s*$")
_ONGOING = re.compile(
    r"\s*(?:以来|起(?!草)|开始(?!前)|(?:以|之)?后|至今|是(?!否)|为(?!止)|的(?=.{0,8}会议)|(?:编印|印制|出台|修订"
    r"|颁布|公布|印发|下发|召开|发布|制定|实施|举行|举办)(?:的|了))"
)
_RANGE = re.compile(r"[至到-]")
_NAMED_DAYS = re.compile(r"\d月|\d日")
_LAST_YEAR = re.compile(r"(?:去年|上年|前年|往年)\S?$")
_LASTS = re.compile(r"(?:限制在|控制在|不超过|时间为|时长|限时|为时|持)\s*$")
_UNITS = {
    "年": "yearly", "年度": "yearly", "学年": "yearly", "季": "quarterly", "季度": "quarterly",
    "个季度": "quarterly", "月": "monthly", "个月": "monthly", "旬": "monthly", "周": "weekly", "星期": "weekly",
    "日": "daily", "天": "daily", "个工作日": "daily", "工作日": "daily",
}  # fmt: skip
_THIRDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


class DueMention(NamedTuple):
    """A wording of time at `start` to `end` of the folded text."""

    start: int
    end: int
    rank: int
    label: DueLabel


def dues_in(text: str, folded: str, start: int, end: int, issued: date | None) -> list[DueMention]:
    """All deadlines in a piece; years that are not named follow from the day of issue.

    Without that day a date that lacks its year stays as relative text. Days before the notice are left out.
    """
    if not MAY_SAY_WHEN.search(folded, start, end):
        return []
    found = [_mention(text, folded, found, start, issued) for found in FINDS.finditer(folded, start, end)]
    mentions = [
        mention
        for mention in found
        if not _is_past(mention, folded, start, end, issued) and not _no_limit(mention, folded, start)
    ]
    if not any(mention.rank in FIRM for mention in mentions):
        mentions += _events(text, folded, start, end, mentions)
    return mentions


def read_due(wording: str, issued: date | None) -> DueLabel | None:
    """The label of a deadline that a person typed ("7月底前", "每日", "开学前"); None if no time is in it."""
    folded, end = fold(wording), len(wording)
    found = [_mention(wording, folded, found, 0, issued) for found in FINDS.finditer(folded)]
    best = firmest(
        [m for m in found if not _says_since(m, folded, 0, end, ahead=_ahead(m, issued))]
        or _events(wording, folded, 0, end, [])
    )
    return best.label if best else None


def _ahead(mention: DueMention, issued: date | None) -> bool:
    """Whether a day is known to lie at or behind the day of the notice."""
    return issued is not None and _last_day(mention.label) >= issued.isoformat()


def firmest(mentions: list[DueMention]) -> DueMention | None:
    """The wording that says most; the first of equals."""
    return max(mentions, key=lambda mention: mention.rank, default=None)


def _mention(text: str, folded: str, found: re.Match[str], start: int, issued: date | None) -> DueMention:
    """A wording with its label; what cannot be made a date stays the words of the text."""
    kind = found.lastgroup or ""
    first, last = found.span()
    if kind == "within":
        first = _event_start(folded, start, first)
    rank, label = _READ[kind](found, issued) if kind in _READ else (RELATIVE, None)
    if label is None:
        rank = rank if rank == RECURRING else min(rank, RELATIVE)
        return DueMention(first, last, rank, {"relative": text[first:last].strip()})
    if "by" in label:
        label = label | {"by": _by(text, found)}
    return DueMention(first, last, rank, label)


def _is_past(mention: DueMention, folded: str, start: int, end: int, issued: date | None) -> bool:
    """Whether a day is over at the date of the notice ("…前" is a limit even so), or the words say since when."""
    last_day = _last_day(mention.label)
    limit = folded[mention.start : mention.end].endswith(("前", "止"))
    over = issued is not None and last_day != "" and last_day < issued.isoformat() and not limit
    return over or _says_since(mention, folded, start, end, ahead=bool(issued and last_day))


def _says_since(mention: DueMention, folded: str, start: int, end: int, *, ahead: bool = False) -> bool:
    """Whether the words around a time make it a beginning ("自…起", "截至…"); `ahead`: it is known to lie ahead."""
    around = folded[max(start, mention.start - 6) : mention.start]
    if _LAST_YEAR.search(around):
        return True
    if mention.rank == RECURRING or _RANGE.search(folded, mention.start, mention.end):
        return False
    if mention.rank == RELATIVE:
        named = _NAMED_DAYS.search(folded, mention.start, mention.end) is not None
        since = _SINCE.search(around) is not None and folded[mention.end - 1] not in "内前"
        return since or (named and _ONGOING.match(folded, mention.end, end) is not None)
    until = _UNTIL.search(around) is not None and not ahead
    return until or _SINCE.search(around) is not None or _ONGOING.match(folded, mention.end, end) is not None


def _no_limit(mention: DueMention, folded: str, start: int) -> bool:
    """Whether a time is quoted ("年底交账"), or says how long something may last."""
    quoted = folded.count('"', start, mention.start) % 2 == 1 and folded.find('"', mention.end) >= 0
    lasts = mention.rank <= RELATIVE and _LASTS.search(folded, start, mention.start) is not None
    return quoted or lasts


def _last_day(label: DueLabel) -> str:
    return label.get("date") or (f"{label['month_end']}-31" if "month_end" in label else "")


def _by(text: str, found: re.Match[str]) -> str:
    """The day within the period as the text has it; "每年初" says 年初."""
    whole = (found["by"][:1] in "初末底上中下一二三四五六日天" and found["by"][1:2] not in ("午", "月")) or found[
        "by"
    ].startswith("末月")
    return text[found.start("unit") if whole else found.start("by") : found.end()]


def _event_start(folded: str, start: int, first: int) -> int:
    """Where "收到通知之日起" begins, in front of "5个工作日内"."""
    reach = max(start, first - MAX_EVENT)
    found = STARTS_EARLIER.search(folded[reach:first])
    return reach + found.start("event") if found else first


def _events(text: str, folded: str, start: int, end: int, known: list[DueMention]) -> list[DueMention]:
    """ "…后的第二个星期五之前", "没有接到…前", "开学前": measured from something that happens."""
    if any(mention.rank == RELATIVE for mention in known):
        return []
    for pattern, anywhere in OF_EVENTS:
        found = pattern.search(folded, start, end) if anywhere else pattern.match(folded, start, end)
        if found:
            first, last = found.span("event")
            return [DueMention(first, last, RELATIVE, {"relative": text[first:last]})]
    return []


Read = tuple[int, DueLabel | None]


def _every(found: re.Match[str], _: date | None) -> Read:
    unit = _UNITS.get(found["unit"])
    if unit is None or found["several"]:
        return RECURRING, None
    label = {"recurring": unit}
    return RECURRING, label | {"by": found["by"]} if found["by"] else label


def _steady(found: re.Match[str], _: date | None) -> Read:
    return RECURRING, {"recurring": _UNITS[found["rhythm"] or found["beat"]]}


def _day(found: re.Match[str], issued: date | None) -> Read:
    month, day = int(number_of(found["month"])), int(number_of(found["date"]))
    year = year_meant(_digits(found["year"]), found["this"], issued, month, day)
    if found["day2"]:
        later = int(number_of(found["month2"])) if found["month2"] else month
        year = int(_digits(found["year2"]) or 0) if found["year2"] else year and year + (later < month)
        month, day = later, int(number_of(found["day2"]))
    return DAY, _dated(year, month, day)


def _dotted(found: re.Match[str], _: date | None) -> Read:
    return DAY, _dated(int(found["dy"]), int(found["dm"]), int(found["dd"]))


def _this_month(found: re.Match[str], issued: date | None) -> Read:
    return DAY, _dated(issued.year, issued.month, int(number_of(found["of_month"]))) if issued else None


def _whole_month(found: re.Match[str], issued: date | None) -> Read:
    month = int(number_of(found["month_only"]))
    third = _THIRDS.get(found["third"] or "")
    year = year_meant(_digits(found["myear"]), found["mthis"], issued, month, third or 28)
    if found["until"]:
        later = int(number_of(found["until"]))
        third = _THIRDS.get(found["uthird"] or "")
        year, month = int(_digits(found["uyear"]) or 0) if found["uyear"] else year and year + (later < month), later
    return MONTH, _dated(year, month, third) if third else _month_end(year, month)


def _quarter(found: re.Match[str], issued: date | None) -> Read:
    month = 3 * int(number_of(found["of_four"])) if found["of_four"] else 6 if found["half"] == "上" else MONTHS
    return MONTH, _month_end(year_meant(_digits(found["qyear"]), found["qthis"], issued, month, 28), month)


def _year_end(found: re.Match[str], issued: date | None) -> Read:
    return MONTH, _month_end(year_meant(_digits(found["eyear"]), found["ethis"], issued, MONTHS, 28), MONTHS)


def _year_only(found: re.Match[str], _: date | None) -> Read:
    before = found.string[max(0, found.start() - 1) : found.start()]
    return MONTH if before in ("到", "至") else YEAR, _month_end(int(found["named"]), MONTHS)


def _set(found: re.Match[str], _: date | None) -> Read:
    return RELATIVE if found[0].endswith(("内", "前")) else VAGUE, None


def _vague(_: re.Match[str], __: date | None) -> Read:
    return VAGUE, None


def _digits(year: str | None) -> str | None:
    return "".join(char if char.isascii() else str(number_of(char)) for char in year) if year else None


def _dated(year: int | None, month: int, day: int) -> DueLabel | None:
    try:
        return {"date": date(year, month, day).isoformat()} if year else None
    except ValueError:
        return None


def _month_end(year: int | None, month: int) -> DueLabel | None:
    return {"month_end": f"{year:04}-{month:02}"} if year and 1 <= month <= MONTHS else None


_READ = {
    "every": _every, "steady": _steady, "day": _day, "dotted": _dotted, "thismonth": _this_month,
    "whole": _whole_month, "quarter": _quarter, "yearend": _year_end, "only": _year_only, "set": _set, "vague": _vague,
}  # fmt: skip
