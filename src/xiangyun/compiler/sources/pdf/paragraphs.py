"""Printed lines joined to the paragraphs they were: a line goes on if it is full and the next one is not set off."""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xiangyun.compiler.sources.pdf.lines import Line, is_full, joined

INDENT = 0.6
"""In ems: from here on a line begins in another place than another one."""
FIRST_INDENT = 3.0
MAX_INDENT = 5.0
"""In ems, at most: of a paragraph's first line, and of the lines below a number."""
SAME_SIZE = 0.15
MAX_PITCH = 1.45
"""Times the usual distance of lines: a wider one parts paragraphs."""
LEAST_FULL = 3
FULL_SHARE = 0.1
"""So many lines, and such a share of them, end at the right margin if it is where lines end."""
RAGGED = 0.7
"""Share of the width that a line has at least which a word too long for the rest ended early."""
RARE = 0.05
"""Share of the lines below which a margin is not one."""

_STOP = re.compile(r"[。；：！？;:!?.][”’」』）)》]*\Z")
_MARKER = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}(?:[）)]、?|、)|[（(]\d{1,2}[）)]|\d{1,2}(?:[、）)]|[.．](?!\d))|[①-⑳⑴-⒇⒈-⒛]"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条]|附件"
)


class Margins(NamedTuple):
    """Where the text of pages of one width begins and ends, and how it is set."""

    left: float
    right: float
    pitch: float
    indents: bool
    """Whether paragraphs begin further to the right than their other lines."""


def margins_of(width: float, pages: Iterable[Sequence[Line]]) -> Margins:
    """The margins of pages of this width."""
    by_page = [list(lines) for lines in pages]
    lines = [line for page in by_page for line in page]
    if not lines:
        return Margins(0, 0, 0, False)
    em = sorted(line.em for line in lines)[len(lines) // 2]
    left = _edge(sorted(line.left for line in lines), em)
    right = -_edge(sorted(-line.right for line in lines), em)
    if sum(abs(right - line.right) <= em for line in lines) < max(LEAST_FULL, FULL_SHARE * len(lines)):
        right = max(right, width - left)  # hardly a line is full: the margins are taken to be equal
    pitches = sorted(b.middle - a.middle for page in by_page for a, b in itertools.pairwise(page))
    tight = [pitch for pitch in pitches if pitch > em / 2]
    indented = sum(1.2 * em < line.left - left < FIRST_INDENT * em for line in lines)
    return Margins(left, right, tight[len(tight) // 3] if tight else 0, indented >= max(1, RARE * len(lines)))


def _edge(places: Sequence[float], em: float) -> float:
    """The outermost place at which enough lines begin."""
    enough = min(max(2, RARE * len(places)), len(places))
    for n, place in enumerate(places):
        if n + enough <= len(places) and places[int(n + enough) - 1] - place <= em:
            return place
    return places[0]


class Paragraph:
    """Lines that belong together so far."""

    def __init__(self, line: Line, margins: Margins) -> None:
        self.text = line.text
        self.first = self.last = line
        self.margins = margins
        self.is_single = True

    def add(self, line: Line) -> None:
        """Take in the next line."""
        self.text = joined(self.text, line.text)
        self.last, self.is_single = line, False

    def goes_on(self, line: Line, *, same_page: bool) -> bool:
        """Whether the line belongs to it."""
        last, margins = self.last, self.margins
        if abs(line.em - last.em) > SAME_SIZE * last.em:
            return False
        if same_page and margins.pitch and line.middle - last.middle > MAX_PITCH * max(margins.pitch, last.em):
            return False
        if not is_full(last, line, margins.right - last.left):
            return self._is_ragged(line)
        return self._is_in_place(line)

    def _is_ragged(self, line: Line) -> bool:
        """Whether the last line is only rather full, but neither is its sentence over nor this line set in."""
        last, margins = self.last, self.margins
        is_long = last.right - margins.left >= RAGGED * (margins.right - margins.left)
        is_long = is_long and last.left - margins.left <= FIRST_INDENT * last.em
        is_flush = abs(line.left - margins.left) <= INDENT * line.em
        is_open = not _STOP.search(self.text) and not _MARKER.match(line.text)
        return margins.indents and is_long and is_flush and is_open

    def _is_centred(self, line: Line) -> bool:
        middle = (self.margins.left + self.margins.right) / 2
        return abs((line.left + line.right) / 2 - middle) <= INDENT * line.em

    def _is_in_place(self, line: Line) -> bool:
        """Whether the line begins where the paragraph's next line would."""
        em, moved = line.em, line.left - self.last.left
        if moved > INDENT * em and self._is_centred(line) and self._is_centred(self.last):
            return not _STOP.search(self.text)
        if abs(moved) > INDENT * em:
            if not self.is_single or abs(moved) > MAX_INDENT * em:
                return False
            hangs = moved > 0
            return not hangs or bool(_MARKER.match(self.text) and not _MARKER.match(line.text))
        if not self.is_single and self.first.left - self.last.left > INDENT * em:
            return True  # a new paragraph would be set in as this one is
        if line.left - self.margins.left > INDENT * em:
            return not self.is_single or not (self.margins.indents or _MARKER.match(line.text))
        if self.margins.indents:
            return True
        return not _STOP.search(self.text) and not _MARKER.match(line.text)
