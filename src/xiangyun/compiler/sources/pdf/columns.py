"""Tables without ruled lines: lines one below the other whose pieces begin in the same places."""

from collections.abc import Sequence
from itertools import groupby

from xiangyun.compiler.sources.pdf.lines import Line, Piece

ALIGNED = 1.0
"""In ems: pieces that begin, are centred or end so close to each other stand in one column."""
LEAST_ROWS = 3


def rows_in(lines: Sequence[Line]) -> set[int]:
    """Which of these lines are rows of a table: enough in a run, each aligned with the one before in two columns."""
    rows: set[int] = set()
    places = (n for n in range(1, len(lines)) if _are_aligned(lines[n - 1], lines[n]))
    for _, run in groupby(enumerate(places), key=lambda numbered: numbered[1] - numbered[0]):
        found = [n for _, n in run]
        if len(found) + 1 >= LEAST_ROWS:
            rows |= {found[0] - 1, *found}
    return rows


def _are_aligned(above: Line, below: Line) -> bool:
    if len(above.pieces) < 2 or len(above.pieces) != len(below.pieces):
        return False
    near = ALIGNED * below.em
    return all(_is_below(a, b, near) for a, b in zip(above.pieces, below.pieces, strict=True))


def _is_below(above: Piece, below: Piece, near: float) -> bool:
    left, right = abs(above.left - below.left), abs(above.right - below.right)
    centre = abs(above.left + above.right - below.left - below.right) / 2
    return min(left, right, centre) <= near
