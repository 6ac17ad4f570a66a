"""The pages of a PDF as one text: paragraphs on lines, tables as rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.sources.pdf.columns import rows_in
from xiangyun.compiler.sources.pdf.continuing import LongTable
from xiangyun.compiler.sources.pdf.furniture import Item, without_furniture
from xiangyun.compiler.sources.pdf.grids import Grid, grids_on
from xiangyun.compiler.sources.pdf.lines import Line, lines_of
from xiangyun.compiler.sources.pdf.pages import Page
from xiangyun.compiler.sources.pdf.paragraphs import Margins, Paragraph, margins_of
from xiangyun.compiler.sources.values import Lines, Source


class _Sheet(NamedTuple):
    """A page taken apart: its width and height, and lines and tables from top to bottom."""

    width: int
    height: float
    items: list[Item]


def text_of(pages: Iterable[Page]) -> Source:
    """The text; raises Unreadable: no_text_layer, too_long."""
    lines = Lines()
    sheets = [_sheet(page, lines) for page in pages]
    if not any(sheet.items for sheet in sheets):
        raise Unreadable("no_text_layer", pages=len(sheets))
    if not all(sheet.items for sheet in sheets):
        lines.note("pages_without_text")
    kept, had_furniture = without_furniture([(sheet.height, sheet.items) for sheet in sheets])
    if had_furniture:
        lines.note("page_furniture_left_out")
    for line in _Text(sheets, kept, lines).lines():
        lines.add(line)
    return lines.source("pdf")


def _sheet(page: Page, lines: Lines) -> _Sheet:
    if page.askew:
        lines.note("turned_left_out")
    grids, outside = grids_on(page)
    items: list[Item] = [*lines_of(outside), *grids]
    return _Sheet(round(page.width), page.height, sorted(items, key=lambda item: (item.top, item.left)))


class _Text:
    """Goes through all pages and keeps the paragraph and the table that may go on."""

    def __init__(self, sheets: list[_Sheet], kept: list[list[Item]], notes: Lines) -> None:
        self.notes = notes
        self.pages = list(zip((sheet.width for sheet in sheets), kept, strict=True))
        self.margins = _margins(self.pages)
        self.paragraph: Paragraph | None = None
        self.table: LongTable | None = None

    def lines(self) -> Iterator[str]:
        """The lines of the text."""
        for width, items in self.pages:
            for number, run in enumerate(_runs(items)):
                if isinstance(run, Grid):
                    yield from self._tabled(run, is_first=number == 0)
                else:
                    yield from self._prose(run, self.margins[width])
        yield from self._close()

    def _prose(self, run: list[Line], margins: Margins) -> Iterator[str]:
        rows = rows_in(run)
        for n, line in enumerate(run):
            if n in rows:
                yield from self._close()
                self.notes.note("tables_by_position")
                yield "\t".join(piece.text for piece in line.pieces)
            elif self.paragraph and self.paragraph.goes_on(line, same_page=n > 0):
                self.paragraph.add(line)
            else:
                yield from self._close()
                self.paragraph = Paragraph(line, margins)

    def _tabled(self, grid: Grid, *, is_first: bool) -> Iterator[str]:
        if self.table and is_first and self.table.is_in(grid):
            self.table.add(grid)
        else:
            yield from self._close()
            self.table = LongTable(grid)

    def _close(self) -> Iterator[str]:
        """What is under way is complete."""
        if self.paragraph:
            yield self.paragraph.text
        if self.table:
            yield from self.table.lines()
        self.paragraph = self.table = None


def _runs(items: list[Item]) -> Iterator[Grid | list[Line]]:
    """Tables, and the lines between them together."""
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            run.append(item)
            continue
        if run:
            yield run
        run = []
        yield item
    if run:
        yield run


def _margins(pages: list[tuple[int, list[Item]]]) -> dict[int, Margins]:
    """For pages of each width: a document may have pages that lie on their side."""
    by_width: dict[int, list[list[Line]]] = defaultdict(list)
    for width, items in pages:
        by_width[width].append([item for item in items if isinstance(item, Line)])
    return {width: margins_of(width, lines) for width, lines in by_width.items()}
