"""Pages of a PDF as signs and ruled lines with their places, upright, in points from the upper left corner."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from xiangyun.compiler.readable import MAX_CHARS, Unreadable
from xiangyun.compiler.sources.pdf.radicals import RADICALS
from xiangyun.compiler.sources.pdf.rules import Rule, rules_on

MAX_PAGES = 600
SPACE = 32
_QUARTER = math.pi / 2
_ASKEW = 0.1
"""Radians by which upright text may lean."""


class Glyph(NamedTuple):
    """A sign in the box of its line: as wide as it moves on, as high as its font."""

    char: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        return self.bottom - self.top


class Page(NamedTuple):
    """A page as read; `askew` tells whether text that runs another way was left out."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    askew: bool = False


class Turn(NamedTuple):
    """Brings a page upright: quarters by which its text is turned, and its box."""

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box in the file's coordinates as left, top, right, bottom on the upright page."""
        match self.quarters:
            case 1:
                return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 2:
                return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            case 3:
                return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom

    @property
    def size(self) -> tuple[float, float]:
        sides = self.right - self.left, self.top - self.bottom
        return (sides[1], sides[0]) if self.quarters % 2 else sides


def pages_of(content: bytes) -> Iterator[Page]:
    """The pages in order; raises Unreadable: encrypted, damaged, too_many_pages, too_long."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise Unreadable("encrypted" if locked else "damaged") from error
    if len(document) > MAX_PAGES:
        raise Unreadable("too_many_pages", pages=len(document), limit=MAX_PAGES)
    signs = 0
    for number in range(len(document)):
        try:
            page = _page(document[number])
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged", page=number + 1) from error
        signs += len(page.glyphs)
        if signs > MAX_CHARS:
            raise Unreadable("too_long", limit=MAX_CHARS)
        yield page


def _page(page: Any) -> Page:
    layer = page.get_textpage()  # kept: it closes when nobody holds it
    signs = list(_signs(layer.raw))
    turned = Counter(quarters for _, quarters, _ in signs if quarters is not None)
    upright = max(turned, key=lambda quarters: (turned[quarters], -quarters), default=0)
    turn = Turn(upright, *page.get_bbox())
    width, height = turn.size
    glyphs = [Glyph(char, *turn.box(*box)) for char, quarters, box in signs if quarters == upright]
    shown = [sign for sign in glyphs if 0 <= sign.middle <= height and sign.left < width and sign.right > 0]
    rules = [rule for box in rules_on(page.raw) if (rule := Rule.of(*turn.box(*box)))]
    askew = any(quarters != upright and not char.isspace() for char, quarters, _ in signs)
    return Page(width, height, shown, rules, askew)


def _signs(text: Any) -> Iterator[tuple[str, int | None, tuple[float, float, float, float]]]:
    """Each sign of the text layer, the quarters it is turned by (None: askew), and its box."""
    box = pdfium.FS_RECTF()
    half = 0
    for n in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, n)
        if 0xD800 <= code < 0xDC00:
            half = code
            continue
        if 0xDC00 <= code < 0xE000 and half:
            code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00)
        half = 0
        if code < 32 or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF} or code > 0x10FFFF:
            continue
        if code == SPACE and pdfium.FPDFText_IsGenerated(text, n) == 1:  # one that the library only thinks of
            continue
        if pdfium.FPDFText_GetLooseCharBox(text, n, ctypes.byref(box)):
            char = chr(code)
            angle = pdfium.FPDFText_GetCharAngle(text, n)
            place = box.left, box.bottom, box.right, box.top
            if math.isfinite(sum(place) + angle):
                yield RADICALS.get(char, char), _quarters(angle), place


def _quarters(angle: float) -> int | None:
    turned = angle / _QUARTER
    return round(turned) % 4 if abs(turned - round(turned)) * _QUARTER < _ASKEW else None
