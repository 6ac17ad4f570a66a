"""Section and item numbers that come twice or are left out."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from xiangyun.compiler.layout import Line, Part
from xiangyun.compiler.values import Finding, Span
from xiangyun.core.numerals import number_of

MAX_HEADING = 24
MAX_GAP = 2
SHORTEST_RUN = 3

_CHINESE = r"[一二三四五六七八九十]{1,3}"
_EITHER = r"[一二三四五六七八九十百]{1,4}|\d{1,3}"
_STOP = re.compile(r"[。;:!?]")
_MARKER = re.compile(
    rf"第(?P<chapter>{_EITHER})[章节]|第(?P<article>{_EITHER})条"
    rf"|(?P<section>{_CHINESE})、|\((?P<bracketed>{_CHINESE})\)|(?P<arabic>\d{{1,2}})[.、](?![\d.])"
    r"|\((?P<arabic_bracketed>\d{1,2})\)|(?P<circled>[①-⑳])"
)
_POINT = re.compile(rf"(?:^|(?<=[。;:!?]))\s*(?P<point>{_CHINESE})(?:是|(?=要))")
_UNORDERED = frozenset({"article", "chapter"})


class Numbered(NamedTuple):
    """A heading: the number it states, its words and its line."""

    number: int
    said: str
    start: int
    end: int
    heading: str
    line: Line


def number_findings(runs: Iterable[list[Numbered]]) -> Iterator[Finding]:
    """Within every run of numbers of one kind: those that come twice, those that are missing between others."""
    for run in runs:
        yield from _doubled(run)
        yield from _skipped(run)


def runs_of(part: Part) -> Iterator[list[Numbered]]:
    """Runs of numbers: one ends where its kind starts again at one, or where a level above goes on."""
    open_runs: dict[str, list[Numbered]] = {}
    for kind, item in _numbered(part):
        if kind in open_runs:
            # What is open below ends with the item it stood in.
            kinds = list(open_runs)
            for below in kinds[kinds.index(kind) + 1 :]:
                if below not in _UNORDERED:
                    yield open_runs.pop(below)
            if item.number == 1 and len(open_runs[kind]) > 1:
                yield open_runs.pop(kind)
        open_runs.setdefault(kind, []).append(item)
    yield from open_runs.values()


def _numbered(part: Part) -> Iterator[tuple[str, Numbered]]:
    for line in part.body:
        found = _MARKER.match(line.text)
        if found and found.lastgroup and "\t" not in line.text:
            yield found.lastgroup, _item(line, found, found[found.lastgroup])
        for point in _POINT.finditer(line.text):
            yield "point", _item(line, point, point["point"])


def _item(line: Line, found: re.Match[str], said: str) -> Numbered:
    offset, text = line.start, line.text
    number = ord(said) - ord("①") + 1 if "①" <= said <= "⑳" else int(number_of(said))
    start = found.start(found.lastgroup or 0)
    stop = _STOP.search(text, found.end(), start + MAX_HEADING)
    end = max(found.end(), stop.start() if stop else min(len(text), start + MAX_HEADING))
    return Numbered(number, said, offset + start, offset + end, text[start:end], line)


def _doubled(run: list[Numbered]) -> Iterator[Finding]:
    seen: dict[int, Numbered] = {}
    for item in run:
        first = seen.setdefault(item.number, item)
        if first is not item:
            spans = [Span(first.start, first.end), Span(item.start, item.end)]
            yield Finding("doubled_number", spans, {"number": item.said})


def _skipped(run: list[Numbered]) -> Iterator[Finding]:
    """A number missing between two others, in a run that begins at one and otherwise goes up."""
    numbers = [item.number for item in run]
    if len(run) < SHORTEST_RUN or numbers[0] != 1:
        return
    stated = set(numbers)
    for before, item in pairwise(run):
        gap = [number for number in range(before.number + 1, item.number) if number not in stated]
        if 0 < len(gap) <= MAX_GAP:
            spans = [Span(before.start, before.end), Span(item.start, item.end)]
            yield Finding("skipped_number", spans, {"before": before.said, "after": item.said})
