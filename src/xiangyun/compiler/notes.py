"""Notes on who answers for an item and by when: "(市水利局牵头,各县区配合)", "责任单位:…;完成时限:…"."""

import re
from typing import NamedTuple

MIN_LABEL = 2
MAX_LABEL = 14
MIN_NOTE = 6

_UNIT = r"(?:责任|牵头|主办|承办|负责|主责|实施|落实|完成|主体责任)(?:单位|部门|科室|处室|股室|主体)"
_PERSON = r"(?:责任|牵头|主办|承办|负责|主责)(?:人|领导|者)"
_WHO = rf"(?:{_UNIT}|{_PERSON})"
_HELP = r"(?:配合|协办|协助|参与|协同|支持)(?:单位|部门|科室)?"
_WHEN = r"(?:完成|办结|整改|落实|工作|上报|报送|实施)?(?:时限|期限|时间|节点)(?:要求|节点)?"
_LABELLED = re.compile(rf"\(?\s*(?:{_WHO}|{_WHEN})\s*[:为]")
_VALUE = rf"\s*[:为]\s*(?P<names>[^;。\n]{{2,120}}?)(?=\s*(?:[;。)]|[,、\s]\s*(?:{_WHO}|{_HELP}|{_WHEN})\s*[:为]|$))"
# Units go before the persons who answer for them.
_LEAD = (re.compile(_UNIT + _VALUE), re.compile(_PERSON + _VALUE))
_BEHIND = re.compile(rf"(?<=[。;])\s*(?=(?:{_WHO}|{_WHEN})\s*[:为])")
_DUE = re.compile(rf"{_WHEN}\s*[:为]\s*(?P<when>[^;。\n)]{{2,40}})")
_IN_BRACKETS = re.compile(r"\((?:[^()]|\([^()]{1,20}\)){2,200}\)(?=[。;,]?\s*$)")
_LEADS = re.compile(
    r"(?P<names>[^;。()]{2,120}?)(?:等?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?负责|分别负责|共同负责|牵头负责"
    r"|牵头|负责|落实|主办))"
)
_ONLY_TIME = re.compile(r"[^,。;:]{2,20}?前?(?:完成|落实|办结|到位)?[。]?")


_ALONE = {
    "task": re.compile(r"(?:具体|工作|重点|主要|目标)?(?:任务|内容|措施|事项|举措)\s*:?"),
    "who": re.compile(rf"{_WHO}\s*:?"),
    "helper": re.compile(rf"{_HELP}\s*:?"),
    "when": re.compile(r"(?:完成|办结|整改|落实)(?:时限|期限|时间|节点)\s*:?"),
}


class Note(NamedTuple):
    """A note at `start` to `end`: spans of the leading names and of the time, either may be missing."""

    start: int
    end: int
    names: tuple[int, int] | None
    when: tuple[int, int] | None


def note_below(folded: str, start: int, end: int, label: str) -> Note:
    """The note that a line is by the label on the line above it."""
    span = (start, end)
    return Note(start, end, span if label == "who" else None, span if label == "when" else None)


def note_in(folded: str, start: int, end: int) -> Note | None:
    """The note that a block is or ends with."""
    if end - start < MIN_NOTE:
        return None
    if _LABELLED.match(folded, start, end):
        return _labelled(folded, start, end)
    if behind := _BEHIND.search(folded, start, end):
        return _labelled(folded, behind.end(), end)
    bracket = _IN_BRACKETS.search(folded, max(start, end - 220), end)
    if bracket is None:
        return None
    first, last = bracket.start(), bracket.end()
    inside = folded[first + 1 : last - 1]
    if _LABELLED.match(inside):
        return _labelled(folded, first, last)
    leads = _LEADS.match(inside)
    if leads and (leads.end() == len(inside) or inside[leads.end()] in ",;、。") and ":" not in leads["names"]:
        when = (first + 1 + leads.end(), last - 1)
        return Note(first, last, (first + 1, first + 1 + leads.end("names")), when if when[0] < when[1] else None)
    return None


def _labelled(folded: str, start: int, end: int) -> Note | None:
    lead = next((found for pattern in _LEAD if (found := pattern.search(folded, start, end))), None)
    due = _DUE.search(folded, start, end)
    if not lead and not due:
        return None
    return Note(start, end, lead.span("names") if lead else None, due.span("when") if due else None)


def label_of(folded: str, start: int, end: int) -> str:
    """What a line that is only a label announces for the next: task, who, helper, when; blank for any other line."""
    if not MIN_LABEL <= end - start <= MAX_LABEL:
        return ""
    return next((kind for kind, pattern in _ALONE.items() if pattern.fullmatch(folded, start, end)), "")


def may_be_time(folded: str, start: int, end: int) -> bool:
    """Whether a line is short enough to be a deadline and nothing else."""
    return _ONLY_TIME.fullmatch(folded, start, end) is not None
