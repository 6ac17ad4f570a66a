"""Tables with ruled lines: where the rules cross are cells, and each sign stands in one of them."""

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from xiangyun.compiler.sources.pdf.lines import Line, is_full, joined, lines_of
from xiangyun.compiler.sources.pdf.pages import Glyph, Page
from xiangyun.compiler.sources.pdf.rules import Rule

NEAR = 3.0
"""Points: rules closer than that are one, ends closer than that touch."""
MAX_CROSSINGS = 1_000_000
"""Level times upright rules of a page that are tried for crossings."""
MAX_CELLS = 20_000
MAX_PADDING = 1.5
"""In ems, at either side of a cell."""
CELL_SPARE = 0.2
"""In ems: lines in cells are not stretched."""


class Placed(NamedTuple):
    """A cell: where it begins, what stands in it, how many columns and rows it takes up."""

    row: int
    column: int
    text: str
    across: int = 1
    down: int = 1


class Grid(NamedTuple):
    """A table on a page: where its columns part, its corners, its cells in order."""

    left: float
    top: float
    right: float
    bottom: float
    columns: tuple[float, ...]
    cells: list[Placed]


def grids_on(page: Page) -> tuple[list[Grid], list[Glyph]]:
    """The ruled tables of a page from top to bottom, and the signs that stand in none."""
    outside = page.glyphs
    grids = []
    for level, upright in _tables(page.rules):
        lattice = _Lattice(level, upright)
        if not lattice.is_table():
            continue
        inside = [glyph for glyph in outside if lattice.holds(glyph)]
        if any(not glyph.char.isspace() for glyph in inside):
            outside = [glyph for glyph in outside if not lattice.holds(glyph)]
            grids.append(Grid(*lattice.corners, tuple(lattice.across), lattice.cells(inside)))
    return sorted(grids, key=lambda grid: (grid.top, grid.left)), outside


def _tables(rules: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together by crossing: the level and the upright ones of each table, largest tables first."""
    level = _merged([rule for rule in rules if rule.is_level], level=True)
    upright = _merged([rule for rule in rules if not rule.is_level], level=False)
    if len(level) * len(upright) > MAX_CROSSINGS:
        return []
    group = list(range(len(level) + len(upright)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = n = group[group[n]]
        return n

    for n, one in enumerate(level):
        for m, other in enumerate(upright, start=len(level)):
            if _cross(one, other):
                group[root(n)] = root(m)
    together: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for n, rule in enumerate([*level, *upright]):
        together[root(n)][n >= len(level)].append(rule)
    crossed = [(levels, uprights) for levels, uprights in together.values() if levels and uprights]
    return sorted(crossed, key=lambda rules: -_extent(rules[0]))


def _extent(level: list[Rule]) -> float:
    return max(rule.right for rule in level) - min(rule.left for rule in level)


def _cross(level: Rule, upright: Rule) -> bool:
    return (
        level.left - NEAR <= upright.left <= level.right + NEAR
        and upright.top - NEAR <= level.top <= upright.bottom + NEAR
    )


def _merged(rules: list[Rule], *, level: bool) -> list[Rule]:
    """Rules on one line whose ends touch, as one."""
    merged: list[Rule] = []
    for place, same in _on_one_line(rules, level=level):
        spans = sorted((rule.left, rule.right) if level else (rule.top, rule.bottom) for rule in same)
        first, last = spans[0]
        for start, end in [*spans[1:], (float("inf"), 0.0)]:
            if start <= last + NEAR:
                last = max(last, end)
                continue
            merged.append(Rule(first, place, last, place) if level else Rule(place, first, place, last))
            first, last = start, end
    return merged


def _on_one_line(rules: list[Rule], *, level: bool) -> list[tuple[float, list[Rule]]]:
    lines: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: rule.top if level else rule.left):
        place = rule.top if level else rule.left
        if lines and place - lines[-1][0] <= NEAR:
            lines[-1][1].append(rule)
        else:
            lines.append((place, [rule]))
    return lines


class _Lattice:
    """The lines of one table and the cells between them."""

    def __init__(self, level: list[Rule], upright: list[Rule]) -> None:
        self.level, self.upright = level, upright
        # A table may be open at its sides: then its outer lines end where those that cross them do.
        ends = [end for rule in level for end in (rule.left, rule.right)]
        sides = [end for rule in upright for end in (rule.top, rule.bottom)]
        self.across = _places([*(rule.left for rule in upright), min(ends), max(ends)])
        self.down = _places([*(rule.top for rule in level), min(sides), max(sides)])
        cells = (len(self.across) - 1) * (len(self.down) - 1)
        self.areas = self._areas() if cells <= MAX_CELLS else {}
        """For each place between neighbouring lines its cell: first row and column, last row and column."""

    @property
    def corners(self) -> tuple[float, float, float, float]:
        return self.across[0], self.down[0], self.across[-1], self.down[-1]

    def is_table(self) -> bool:
        """Whether there is more than one cell: a single one is a frame around paragraphs."""
        return len(set(self.areas.values())) > 1

    def holds(self, glyph: Glyph) -> bool:
        left, top, right, bottom = self.corners
        return left <= (glyph.left + glyph.right) / 2 <= right and top <= glyph.middle <= bottom

    def cells(self, glyphs: list[Glyph]) -> list[Placed]:
        """The cells with what stands in them."""
        held: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            column = min(bisect_right(self.across, (glyph.left + glyph.right) / 2), len(self.across) - 1) - 1
            row = min(bisect_right(self.down, glyph.middle), len(self.down) - 1) - 1
            held[self.areas[row, column][:2]].append(glyph)
        cells = []
        for row, column, low, right in sorted(set(self.areas.values())):
            text = _wrapped(lines_of(held[row, column]), self.across[column], self.across[right + 1])
            cells.append(Placed(row, column, text, right - column + 1, low - row + 1))
        return cells

    def _areas(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        areas: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        height, width = len(self.down) - 1, len(self.across) - 1
        for row in range(height):
            for column in range(width):
                if (row, column) in areas:
                    continue
                right = column
                while right + 1 < width and (row, right + 1) not in areas and not self._wall(row, right):
                    right += 1
                low = row
                while low + 1 < height and not self._floor(low, column):
                    low += 1
                area = row, column, low, right
                places = [(r, c) for r in range(row, low + 1) for c in range(column, right + 1)]
                areas |= {place: area for place in places if place not in areas}
        return areas

    def _wall(self, row: int, column: int) -> bool:
        """Whether a line stands to the right of a place."""
        middle, place = sum(self.down[row : row + 2]) / 2, self.across[column + 1]
        return any(abs(rule.left - place) <= NEAR and rule.top <= middle <= rule.bottom for rule in self.upright)

    def _floor(self, row: int, column: int) -> bool:
        """Whether a line lies below a place."""
        middle, place = sum(self.across[column : column + 2]) / 2, self.down[row + 1]
        return any(abs(rule.top - place) <= NEAR and rule.left <= middle <= rule.right for rule in self.level)


def _places(found: list[float]) -> list[float]:
    """Places in order, near ones as one."""
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return places


def _wrapped(lines: list[Line], left: float, right: float) -> str:
    """The lines of a cell as one: those that fill it go on without a space."""
    if not lines:
        return ""
    text = lines[0].text
    padding = min(max(min(line.left for line in lines) - left, 0.0), MAX_PADDING * lines[0].em)
    width = max(right - left - 2 * padding, *(line.right - line.left for line in lines))
    for before, after in pairwise(lines):
        goes_on = is_full(before, after, width, spare=CELL_SPARE)
        text = joined(text, after.text) if goes_on else f"{text} {after.text}"
    return text
