"""Reads the wording of one deadline into its value: "7月底前", "每周五下午5点前", "疫情结束后第二个星期五"."""

import re
from datetime import date

from msgspec.structs import replace

from xiangyun.calendar.day_words import read_day
from xiangyun.calendar.deadlines import (
    Conditional,
    Deadline,
    Fixed,
    Immediate,
    MonthEnd,
    Pinnable,
    Pinned,
    Recurring,
    Relative,
    Simple,
    Stage,
    Staged,
    Unread,
    UntilNotice,
)
from xiangyun.calendar.event_words import read_delegated, read_relative
from xiangyun.calendar.rhythm_words import read_rhythm
from xiangyun.core.folding import fold

_STAGE = re.compile(r"(?P<name>[^:;]+):(?P<due>[^;]+)")
_STAGED = re.compile(r"(?:[^:;]+:[^;]+;){2,}")
_UNTIL = re.compile(r"(?:(?P<every>每.+),)?(?:直至|直到)(?P<until>[^,;:()]+?)(?:为止)?")
_NO_NOTICE = re.compile(r"在?(?:没有|未)(?:接到|收到)(?P<until>[^,;:()]+?)(?:之|以)?前")
_IF = re.compile(r"(?P<condition>[^,;:()]{2,}?)的?(?:时|情况下|前提下)(?:,(?P<then>.+))?")
_PINNED = re.compile(r"(?P<of>.+?)\(定于(?P<on>[^,()]+)(?:,(?P<document>.+))?\)")
_MOVES = re.compile(r"[(,]如?遇(?:法定)?(?:节假日|休息日)顺延\)?$")
_AT_ONCE = re.compile(r"立即|立刻|随时|第一时间|即日起?|马上|即时|当即")


def parse_wording(text: str, issued: date | None = None) -> Deadline | None:
    """The deadline that a wording says, with the wording kept as it is; None if it fits no kind.

    A year that is not named follows from the day of issue; without that day such a wording is None too. Names of
    events, conditions and bodies come in simplified script.
    """
    piece = text.strip().rstrip("，,。;； ")
    try:
        found = _staged(piece, issued) if _STAGED.fullmatch(fold(piece) + ";") else _single(piece, issued)
    except (ValueError, OverflowError):  # a day, time or name that cannot be
        return None
    return replace(found, wording=text) if found else None


def read_wording(text: str, issued: date | None = None) -> Deadline:
    """As `parse_wording`, but what fits no kind stays as text for a person to pin."""
    return parse_wording(text, issued) or Unread(wording=text)


def _staged(text: str, issued: date | None) -> Staged | None:
    stages = []
    for piece in _STAGE.finditer(fold(text)):
        said = text[slice(*piece.span("due"))]
        due = _single(said, issued)
        if due is None or isinstance(due, Recurring | UntilNotice):
            return None
        stages.append(Stage(text[slice(*piece.span("name"))].strip(), replace(due, wording=said)))
    return Staged(tuple(stages))


def _single(text: str, issued: date | None) -> Simple | Conditional | None:
    return _until(text) or _conditional(text, issued) or _simple(text, issued)


def _until(text: str) -> UntilNotice | None:
    folded = fold(text)
    found = _UNTIL.fullmatch(folded) or _NO_NOTICE.fullmatch(folded)
    if not found or read_day(found["until"], date(2000, 1, 1)):
        return None
    said = found.groupdict().get("every")
    if not said:
        return UntilNotice(found["until"])
    every = _moving(said)
    return (
        UntilNotice(found["until"], replace(every, wording=text[: len(said)])) if isinstance(every, Recurring) else None
    )


def _conditional(text: str, issued: date | None) -> Conditional | None:
    found = _IF.fullmatch(fold(text))
    if not found:
        return None
    if not found["then"]:
        return Conditional(found["condition"])
    said = text[found.start("then") :]
    then = _until(said) or _simple(said, issued)
    return Conditional(found["condition"], replace(then, wording=said)) if then else None


def _simple(text: str, issued: date | None) -> Simple | None:
    folded = fold(text)
    if found := _PINNED.fullmatch(folded):
        return _pinned(text, found, issued)
    if _AT_ONCE.fullmatch(folded):
        return Immediate()
    return _moving(folded, issued)


def _pinned(text: str, found: re.Match[str], issued: date | None) -> Pinned | None:
    said = text[slice(*found.span("of"))]
    of = replace(_simple(said, issued) or Unread(), wording=said)
    on = read_day(found["on"], issued)
    if not isinstance(of, Pinnable) or not isinstance(on, Fixed):
        return None
    return Pinned(of, on.on, text[slice(*found.span("document"))] if found["document"] else "")


def _moving(folded: str, issued: date | None = None) -> Simple | None:
    """What may end in the rule for days off."""
    said = _MOVES.sub("", folded)
    found = read_day(said, issued) or read_rhythm(said) or read_delegated(said) or read_relative(said)
    if said == folded or found is None:
        return found
    return replace(found, moves=True) if isinstance(found, Fixed | MonthEnd | Recurring | Relative) else None
