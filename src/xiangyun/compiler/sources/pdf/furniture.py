"""What a printed page carries besides its text: page numbers, and heads that come again on other pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from xiangyun.compiler.sources.pdf.grids import Grid
from xiangyun.compiler.sources.pdf.lines import Line

Item = Line | Grid

EDGE = 0.13
"""Share of the page's height at top and bottom where such lines stand."""
OUTERMOST = 3
"""Lines from the edge that are looked at."""
SAME_PLACE = 4.0
"""Points by which a repeated line may move."""
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


def _outer(height: float, items: Sequence[Item]) -> list[Line]:
    """The outermost lines at the top and bottom edge."""
    places = [*items[:OUTERMOST], *items[OUTERMOST:][-OUTERMOST:]]
    return [
        item for item in places
        if isinstance(item, Line) and not EDGE * height < item.middle < (1 - EDGE) * height
    ]  # fmt: skip


def _numbers(height: float, items: Sequence[Item]) -> list[Line]:
    """Page numbers: the last line at the bottom, or the first at the top."""
    outer = _outer(height, items)
    found = [line for line in outer if _NUMBER.fullmatch(line.text) and line in (items[0], items[-1])]
    return [line for line in found if line.middle > height / 2][:1] or found[:1]


def _heads(pages: Sequence[tuple[float, list[Item]]]) -> list[list[Line]]:
    """Lines that stand in the same place with the same words, figures apart, on enough pages."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    outer = [_outer(height, items) for height, items in pages]
    for lines in outer:
        for line in lines:
            seen[_wording(line)][round(line.middle / SAME_PLACE)] += 1
    enough = max(2, REPEATED * len(pages))

    def repeats(line: Line) -> bool:
        place = round(line.middle / SAME_PLACE)
        counts = seen[_wording(line)]
        return sum(counts[near] for near in (place - 1, place, place + 1)) >= enough

    return [[line for line in lines if repeats(line)] for lines in outer]


def _wording(line: Line) -> str:
    return _FIGURES.sub("0", line.text.replace(" ", ""))
