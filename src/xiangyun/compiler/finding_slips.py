"""Probable typing errors in words and marks: only such as are hardly ever meant."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from xiangyun.compiler.layout import Line
from xiangyun.compiler.values import Finding, Span

BRACKET_LINES = 3
MOST_IN_LINE = 20
MAX_REPEAT = 10
DISTINCT = 3

_HAN = r"[\u4e00-\u9fff]"
# Words that never stand twice in a row; 的的 may be the end of 目的 and 的.
_TWICE = re.compile(
    r"(?<![目有])的的(?!确)|(?P<word>进行|并且|以及|根据|按照|关于|通过|对于|为了|必须|应当|开展|务必|不得|或者|其中|由于|因此|及时|下午|上午)(?P=word)"
    r"|[,、;:]{2,}|(?<!。)。。(?!。)|,。|。,|、。"
)
_REPEATED = re.compile(rf"(?P<words>{_HAN}{{3,{MAX_REPEAT}}})(?P=words)")
# A closing bracket behind a number at the front of a line is a marker: "1)", "a)".
_MARKER = re.compile(r"[\dA-Za-z一二三四五六七八九十①-⑳]{1,3}\)")
_CLOSES = {")": "(", "》": "《", "”": "“", "’": "‘", "」": "「", "』": "『"}
_OPENS = frozenset(_CLOSES.values())
_MARKS = re.compile(r"[()《》“”「」『』]")


class Mark(NamedTuple):
    """A bracket or quotation mark that found no partner in its line."""

    mark: str
    line: int
    at: int
    said: str


def word_findings(text: str, folded: str) -> Iterator[Finding]:
    """Words and marks that stand twice in a row."""
    for found in _TWICE.finditer(folded):
        said = text[found.start() : found.end()]
        half = said[: len(said) // 2]
        if half + half == said:
            yield _slip("twice", half, *found.span())
        else:
            yield _slip("marks", said, *found.span())
    for found in _REPEATED.finditer(folded):
        if len(set(found["words"])) >= DISTINCT:
            yield _slip("twice", text[slice(*found.span("words"))], found.start(), found.end())


def bracket_findings(text: str, folded: str, lines: list[Line]) -> Iterator[Finding]:
    """Brackets and quotation marks without their other half within the next lines."""
    waiting: list[Mark] = []
    for n, line in enumerate(lines):
        lost = [mark for mark in waiting if mark.line < n - BRACKET_LINES]
        waiting = [mark for mark in waiting if mark.line >= n - BRACKET_LINES]
        yield from (_unpaired(mark) for mark in lost)
        for mark in islice(_alone(text, folded, n, line), MOST_IN_LINE):
            partner = next((m for m in reversed(waiting) if m.mark == _CLOSES.get(mark.mark)), None)
            if partner:
                waiting.remove(partner)
            elif mark.mark in _OPENS:
                waiting.append(mark)
            else:
                yield _unpaired(mark)
        if line.text.count('"') % 2 and not set("“”「」") & set(text[line.start : line.end]):
            at = line.start + line.text.rindex('"')
            yield _slip("unpaired", text[at], at, at + 1)
    yield from (_unpaired(mark) for mark in waiting)


def _alone(text: str, folded: str, n: int, line: Line) -> Iterator[Mark]:
    """The marks of a line that have no partner in it; round and angle brackets by their folded shape."""
    first = line.start + (marker.end() if (marker := _MARKER.match(line.text)) else 0)
    open_marks: list[Mark] = []
    for at in _places(text, folded, first, line.end):
        mark = folded[at] if folded[at] in "()《》" else text[at]
        if mark in _OPENS:
            open_marks.append(Mark(mark, n, at, text[at]))
        elif open_marks and open_marks[-1].mark == _CLOSES[mark]:
            open_marks.pop()
        else:
            yield Mark(mark, n, at, text[at])
    yield from open_marks


def _places(text: str, folded: str, start: int, end: int) -> Iterator[int]:
    yield from sorted({found.start() for either in (folded, text) for found in _MARKS.finditer(either, start, end)})


def _unpaired(mark: Mark) -> Finding:
    return _slip("unpaired", mark.said, mark.at, mark.at + 1)


def _slip(what: str, words: str, start: int, end: int) -> Finding:
    return Finding("typing_error", [Span(start, end)], {"what": what, "words": words})
