"""A ruled table that goes on over pages, as one: heads that come again, rows and merged cells that a page cuts."""

from collections.abc import Iterator

from xiangyun.compiler.sources.pdf.grids import Grid, Placed
from xiangyun.compiler.sources.pdf.lines import joined
from xiangyun.compiler.sources.tables import Cell, is_single_column, table_lines

SAME_COLUMNS = 6.0
"""Points by which the columns may move from page to page."""


class LongTable:
    """A table of one page or more."""

    def __init__(self, grid: Grid) -> None:
        self.columns = grid.columns
        self.cells = list(grid.cells)

    def is_in(self, grid: Grid) -> bool:
        """Whether a table at the top of the next page has the same columns."""
        if len(grid.columns) != len(self.columns):
            return False
        return all(abs(a - b) <= SAME_COLUMNS for a, b in zip(self.columns, grid.columns, strict=True))

    def add(self, grid: Grid) -> None:
        """Take in what stands on the next page."""
        cells = list(grid.cells)
        if _first_row(cells) == _first_row(self.cells):
            cells = _without_first_row(cells)
        last = self._last
        if cells and self._is_cut(cells, last):
            for cell in (cell for cell in cells if cell.row == 0):
                self._complete(cell, last)
            cells = _without_first_row(cells)
        new = [cell for cell in cells if cell.row > 0 or not self._hangs_into(cell, last)]
        self.cells += [cell._replace(row=cell.row + last + 1) for cell in new]

    def lines(self) -> Iterator[str]:
        """Its rows."""
        rows: list[list[Cell]] = [[] for _ in range(self._last + 1)]
        for cell in sorted(self.cells):
            rows[cell.row].append(Cell([cell.text], cell.across, cell.down))
        if is_single_column(rows):
            return (line for row in rows for cell in row for line in cell.lines)
        return table_lines(rows)

    @property
    def _last(self) -> int:
        return max(cell.row + cell.down for cell in self.cells) - 1

    def _at_end(self, column: int, last: int) -> int | None:
        """The cell that the last row has in a column."""
        return next(
            (
                n for n, cell in enumerate(self.cells)
                if cell.row + cell.down > last and cell.column <= column < cell.column + cell.across
            ),
            None,
        )  # fmt: skip

    def _is_cut(self, cells: list[Placed], last: int) -> bool:
        """Whether the first row only goes on with the last one: it has nothing in the first column of that."""
        first, above = cells[0], self._at_end(0, last)
        return first.column == 0 and not first.text and above is not None and self.cells[above].down == 1

    def _complete(self, rest: Placed, last: int) -> None:
        if rest.text and (n := self._at_end(rest.column, last)) is not None:
            self.cells[n] = self.cells[n]._replace(text=joined(self.cells[n].text, rest.text))

    def _hangs_into(self, cell: Placed, last: int) -> bool:
        """Whether an empty cell is the rest of a merged one, which then reaches as far: its column has such cells."""
        n = self._at_end(cell.column, last)
        has_merged = any(other.down > 1 for other in self.cells if other.column == cell.column)
        if cell.text or n is None or not has_merged:
            return False
        self.cells[n] = self.cells[n]._replace(down=self.cells[n].down + cell.down)
        return True


def _first_row(cells: list[Placed]) -> list[str]:
    return [cell.text for cell in cells if cell.row == 0]


def _without_first_row(cells: list[Placed]) -> list[Placed]:
    """The rows below; what reached down from the first one begins there."""
    left = [cell for cell in cells if cell.row > 0]
    left += [cell._replace(row=1, down=cell.down - 1, text="") for cell in cells if cell.row == 0 and cell.down > 1]
    return sorted(cell._replace(row=cell.row - 1) for cell in left)
