"""A table as lines: one for each row, its cells parted by tabs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xiangyun.compiler.readable import MAX_CHARS, Unreadable

MAX_ACROSS = 100


class Cell(NamedTuple):
    """A cell: its own lines, and how many columns and rows it takes up."""

    lines: Sequence[str]
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        """Its lines as one, without tabs."""
        return " ".join(solid for line in self.lines if (solid := line.replace("\t", " ").strip()))


class _Hanging(NamedTuple):
    """A cell that reaches down, and into how many more rows."""

    text: str
    across: int
    rows: int


def table_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Each row by itself: a cell over several columns is given once, one over several rows in each of them.

    Ends with Unreadable (`too_long`) where that makes more text than a notice can have.
    """
    hanging: dict[int, _Hanging] = {}
    length = 0
    for row in rows:
        texts, hanging = _placed(row, hanging)
        length += sum(map(len, texts)) + len(texts)
        if length > MAX_CHARS:
            raise Unreadable("too_long", limit=MAX_CHARS)
        if any(texts):
            yield "\t".join(texts)


def is_single_column(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether nothing stands beside anything: a frame around paragraphs rather than a table."""
    return all(len(row) <= 1 for row in rows) and all(cell.down == 1 for row in rows for cell in row)


def _placed(row: Sequence[Cell], above: dict[int, _Hanging]) -> tuple[list[str], dict[int, _Hanging]]:
    """The texts of a row from left to right, and what reaches on into the next one."""
    waiting = sorted(above.items(), reverse=True)
    texts: list[str] = []
    below: dict[int, _Hanging] = {}
    column = 0
    for cell in [*row, None]:
        while waiting and (cell is None or waiting[-1][0] <= column):
            start, hanging = waiting.pop()
            texts.append(hanging.text)
            column = max(column, start) + hanging.across
            if hanging.rows > 1:
                below[start] = hanging._replace(rows=hanging.rows - 1)
        if cell:
            across = min(max(cell.across, 1), MAX_ACROSS)
            texts.append(cell.text)
            if cell.down > 1:
                below[column] = _Hanging(cell.text, across, cell.down - 1)
            column += across
    return texts, below
