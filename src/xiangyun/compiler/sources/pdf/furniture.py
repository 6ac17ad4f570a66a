"""What a printed page carries besides its text: page numbers, and heads that come again on other pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from xiangyun.compiler.sources.pdf.grids import Grid
from xiangyun.compiler.sources.pdf.lines import Line

Item = Line | Grid

NUMBER_EDGE, HEAD_EDGE = 0.13, 0.1
"""Shares of the page's height at top and bottom where such lines stand."""
OUTERMOST = 3
"""Lines from the edge that are looked at."""
APART = 1.25
"""Times the usual distance of lines: heads stand further than that from the text."""
LEAST_STEPS = 3
SAME_PLACE = 4.0
"""Points by which a repeated line may move."""
LONGEST = 60
"""Characters of a running head."""
REPEATED = 0.4
"""Share of the pages on which a head stands; left and right pages may have different ones."""

_NUMBER = re.compile(
    r"[-—–－―─~·•.\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*(?:/|／|of|，|,|共)\s*(?:共\s*)?(?:第\s*)?\d{1,4}(?:\s*页)?)?[-—–－―─~·•.\s]*"
    r"|(?:page\s*)\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.I,
)
_FIGURES = re.compile(r"\d+")


def without_furniture(pages: Sequence[tuple[float, list[Item]]]) -> tuple[list[list[Item]], bool]:
    """The pages (height and items of each) without page numbers and running heads, and whether there were any."""
    numbered = [_numbers(height, items) for height, items in pages]
    heads = _heads(
        [(height, [i for i in items if i not in gone]) for (height, items), gone in zip(pages, numbered, strict=True)]
    )
    left = [
        [item for item in items if item not in gone and item not in head]
        for (_, items), gone, head in zip(pages, numbered, heads, strict=True)
    ]
    return left, any(map(len, numbered)) or any(map(len, heads))


def _outer(height: float, items: Sequence[Item], edge: float) -> list[Line]:
    """The outermost lines at the top and bottom edge."""
    places = [*items[:OUTERMOST], *items[OUTERMOST:][-OUTERMOST:]]
    return [
        item for item in places
        if isinstance(item, Line) and not edge * height < item.middle < (1 - edge) * height
    ]  # fmt: skip


def _apart(height: float, items: Sequence[Item]) -> list[Line]:
    """The outermost lines that have some room between them and the text."""
    steps = [below.top - above.top for above, below in pairwise(items) if not isinstance(above, Grid)]
    usual = sorted(steps)[len(steps) // 2] if len(steps) >= LEAST_STEPS else 0.0
    gaps = [0.0, *(below.top - above.bottom for above, below in pairwise(items)), 0.0]
    outer = _outer(height, items, HEAD_EDGE)
    size = max((line.bottom - line.top for line in outer), default=0.0)
    far = [gap > max(APART * usual - size, 0.0) for gap in gaps]
    upper = [n for n, item in enumerate(items) if item in outer and item.top < height / 2]
    lower = [n for n, item in enumerate(items) if item in outer and item.top > height / 2]
    top = max((n + 1 for n in upper if far[n + 1]), default=0)
    bottom = min((n for n in lower if far[n]), default=len(items))
    return [item for n, item in enumerate(items) if isinstance(item, Line) and (n < top or n >= bottom)]


def _numbers(height: float, items: Sequence[Item]) -> list[Line]:
    """Page numbers: the last line at the bottom, or the first at the top."""
    outer = _outer(height, items, NUMBER_EDGE)
    found = [line for line in outer if _NUMBER.fullmatch(line.text) and line in (items[0], items[-1])]
    return [line for line in found if line.middle > height / 2][:1] or found[:1]


def _heads(pages: Sequence[tuple[float, list[Item]]]) -> list[list[Line]]:
    """Lines that stand in the same place with the same words, figures apart, on enough pages."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    outer = [_apart(height, items) for height, items in pages]
    for lines in outer:
        for line in lines:
            seen[_wording(line)][round(line.middle / SAME_PLACE)] += 1
    enough = max(2, REPEATED * len(pages))

    def repeats(line: Line) -> bool:
        place = round(line.middle / SAME_PLACE)
        counts = seen[_wording(line)]
        return sum(counts[near] for near in (place - 1, place, place + 1)) >= enough

    return [[line for line in lines if _may_be_head(line) and repeats(line)] for lines in outer]


def _may_be_head(line: Line) -> bool:
    return len(line.text) <= LONGEST and not line.text.endswith(("。", "；", "，", "："))


def _wording(line: Line) -> str:
    return _FIGURES.sub("0", line.text.replace(" ", ""))
