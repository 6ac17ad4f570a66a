"""Signs on one height make a line; a line has one or more pieces with wide gaps between them."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from xiangyun.compiler.sources.pdf.pages import Glyph

SAME_HEIGHT = 0.45
"""Of a sign's size: middles that lie closer are on one line."""
TYPED_GAP = 0.12
WORD_GAP = 0.18
LOOSE_GAP = 0.4
CHINESE_GAP = 0.15
"""In ems: what is left of a space that was typed; then, over the usual gap of the line, what parts Latin words,
Chinese signs from Latin ones, and Chinese signs."""
WIDE_GAP = 1.2
"""In ems: from here on a gap parts pieces."""
SPARE = 0.5
"""In ems: what justified lines lose or gain."""
LEAST_GAPS = 6
OVERPRINT = 0.25
"""In ems: a sign on top of the same one makes it bold."""

_OPENING, _CLOSING = "（《〈“‘「『【〔(\\[", "）》〉”’」』】〕)\\]，。、；：！？,.;:!?%％"
_UNBROKEN = re.compile(rf"[{_OPENING}]*(?:[0-9A-Za-z./@_-]+|.)?[{_CLOSING}]*")


class Piece(NamedTuple):
    """A stretch of a line without wide gaps."""

    text: str
    left: float
    right: float


class Line(NamedTuple):
    """A line with its pieces from left to right; `em` is the width of a full sign."""

    pieces: list[Piece]
    top: float
    bottom: float
    em: float

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines from top to bottom."""
    return [line for row in _rows(glyphs) if (line := _line(row))]


def is_wide(char: str) -> bool:
    """Whether a sign is as wide as it is high: Chinese, kana, full-width marks."""
    return char >= "\u2e80" or char in "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩"


def joined(before: str, after: str) -> str:
    """Two stretches of one text: a space only where Latin words or figures meet."""
    if not before or not after or is_wide(before[-1]) or is_wide(after[0]):
        return before + after
    return f"{before} {after}"


def is_full(before: Line, after: Line, width: float, spare: float = SPARE) -> bool:
    """Whether a line in this width had no room for what the next one begins with."""
    return before.right - before.left + _first_width(after) > width - spare * before.em


def _first_width(line: Line) -> float:
    """How wide the first stretch of a line is that must not be broken: a word or a sign with its marks."""
    found = _UNBROKEN.match(line.text)
    return sum(line.em * (1.0 if is_wide(char) else 0.5) for char in found[0]) if found else line.em


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    largest: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.left)):
        if largest and glyph.middle - largest.middle > SAME_HEIGHT * max(glyph.size, largest.size):
            yield row
            row, largest = [], None
        row.append(glyph)
        if largest is None or (glyph.size > largest.size and not glyph.char.isspace()):
            largest = glyph
    if row:
        yield row


def _line(row: list[Glyph]) -> Line | None:
    solid = [glyph for glyph in row if not glyph.char.isspace()]
    if not solid:
        return None
    em = _em(solid)
    top, bottom = min(glyph.top for glyph in solid), max(glyph.bottom for glyph in solid)
    row = [_filled(glyph, em) for glyph in row]
    return Line(list(_pieces(sorted(row, key=lambda glyph: glyph.left), em)), top, bottom, em)


def _filled(glyph: Glyph, em: float) -> Glyph:
    """A narrow Chinese character given the width of its square: some files state that of its strokes."""
    spare = em - (glyph.right - glyph.left)
    if spare <= 0 or not "\u3400" <= glyph.char[0] <= "\ufaff":
        return glyph
    return glyph._replace(left=glyph.left - spare / 2, right=glyph.right + spare / 2)


def _em(solid: list[Glyph]) -> float:
    wide = sorted(glyph.right - glyph.left for glyph in solid if is_wide(glyph.char))
    if wide:
        return max(wide[len(wide) // 2], 1.0)
    sizes = sorted(glyph.size for glyph in solid)
    return max(sizes[len(sizes) // 2] * 0.8, 1.0)


def _pieces(row: list[Glyph], em: float) -> Iterator[Piece]:
    usual = _usual_gap([glyph for glyph in row if not glyph.char.isspace()])
    text, left = "", 0.0
    before: Glyph | None = None
    typed = False
    for glyph in row:
        if glyph.char.isspace():
            typed = True
            continue
        if before is None:
            left = glyph.left
        elif glyph.char == before.char and abs(glyph.left - before.left) < OVERPRINT * em:
            continue
        elif glyph.left - before.right >= WIDE_GAP * em:
            yield Piece(text, left, before.right)
            text, left = "", glyph.left
        elif _is_spaced(before, glyph, (glyph.left - before.right - usual) / em, typed=typed):
            text += " "
        text, before, typed = text + glyph.char, glyph, False
    if before:
        yield Piece(text, left, before.right)


def _usual_gap(solid: list[Glyph]) -> float:
    """How far the Chinese signs of a line are apart: it may be stretched to fill its width."""
    gaps = sorted(b.left - a.right for a, b in pairwise(solid) if is_wide(a.char) and is_wide(b.char))
    return max(gaps[len(gaps) // 2], 0.0) if len(gaps) >= LEAST_GAPS else 0.0


def _is_spaced(before: Glyph, glyph: Glyph, gap: float, *, typed: bool) -> bool:
    """Whether a space stands between two signs: typed, or shown by their distance beyond the usual one."""
    wide = is_wide(before.char) + is_wide(glyph.char)
    return gap >= (WORD_GAP, LOOSE_GAP, CHINESE_GAP)[wide] or (typed and gap >= TYPED_GAP)
