"""The body of a Word document as lines, in the order in which it is read."""

from collections.abc import Iterator

from lxml import etree

from xiangyun.compiler.sources.docx.package import plain
from xiangyun.compiler.sources.docx.paragraphs import Paragraphs, chosen
from xiangyun.compiler.sources.docx.styles import Styles, child, value, whole
from xiangyun.compiler.sources.numbering import label_of
from xiangyun.compiler.sources.tables import MAX_ACROSS, Cell, is_single_column, table_lines
from xiangyun.compiler.sources.values import Lines

# Around blocks, rows and cells without being any of them.
WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent"})
CONTENTS_GALLERY = "Table of Contents"
NOTE_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}


class Body:
    """Reads blocks from front to end; lists count on across body, tables and boxes."""

    def __init__(self, styles: Styles, notes: Lines) -> None:
        self.styles, self.notes = styles, notes
        self.paragraphs = Paragraphs(styles, notes, self._blocks)

    def lines_of(self, main: "etree._Element") -> Iterator[str]:
        """The lines of the main part."""
        body = child(main, "body")
        yield from self._blocks(body) if body is not None else ()

    def notes_of(self, part: "etree._Element | None", kind: str) -> Iterator[str]:
        """The footnotes or endnotes that the text refers to, each with its mark."""
        found = {value(note, "id"): note for note in (() if part is None else part)}
        for number, key in enumerate(self.paragraphs.referred[kind], start=1):
            mark = f"[{label_of(number, NOTE_FORMS[kind])}] "
            for line in self._blocks(found[key]) if key in found else ():
                yield mark + line.lstrip()
                mark = ""

    def _blocks(self, container: "etree._Element") -> Iterator[str]:
        carried = ""
        for block in self._inner(container):
            tag = plain(block.tag)
            if tag == "p":
                *lines, carried = self.paragraphs.lines_of(block, carried)
                yield from lines
            elif tag in {"tbl", "altChunk"}:
                yield carried
                carried = ""
                yield from self._table(block) if tag == "tbl" else self._embedded()
        yield carried

    def _embedded(self) -> Iterator[str]:
        self.notes.note("part_not_read")
        return iter(())

    def _inner(self, container: "etree._Element") -> "Iterator[etree._Element]":
        """The children that are read, those inside wrappers too; deleted ones and tables of contents are not."""
        for element in container:
            tag = plain(element.tag)
            if tag in {"del", "moveFrom"}:
                self.notes.note("deleted_left_out")
            elif tag == "AlternateContent":
                yield from self._inner(chosen(element))
            elif tag in WRAPPERS:
                if value(child(element, "sdtPr", "docPartObj", "docPartGallery")) != CONTENTS_GALLERY:
                    yield from self._inner(element)
            else:
                yield element

    def _table(self, table: "etree._Element") -> Iterator[str]:
        rows = _merged([list(self._cells(row)) for row in self._inner(table) if self._is_kept(row)])
        if is_single_column(rows):
            return (line for row in rows for cell in row for line in cell.lines)
        return table_lines(rows)

    def _is_kept(self, row: "etree._Element") -> bool:
        if plain(row.tag) != "tr":
            return False
        if is_deleted := child(row, "trPr", "del") is not None:
            self.notes.note("deleted_left_out")
        return not is_deleted

    def _cells(self, row: "etree._Element") -> "Iterator[tuple[str, Cell]]":
        """Each cell with how it hangs together with those above it: restart, continue or not at all."""
        if skipped := whole(value(child(row, "trPr", "gridBefore")), 0):
            yield "", Cell([], min(skipped, MAX_ACROSS))
        for cell in self._inner(row):
            if plain(cell.tag) != "tc" or child(cell, "tcPr", "cellDel") is not None:
                continue
            merge = child(cell, "tcPr", "vMerge")
            across = whole(value(child(cell, "tcPr", "gridSpan")), 1)
            merged = "" if merge is None else value(merge) or "continue"
            yield merged, Cell(list(filter(str.strip, self._blocks(cell))), min(across, MAX_ACROSS))


def _merged(rows: list[list[tuple[str, Cell]]]) -> list[list[Cell]]:
    """Rows in which a cell that goes on from above is not given again, but counted in the one it goes on from."""
    merged: list[list[Cell]] = []
    opened: dict[int, tuple[int, int]] = {}
    for row in rows:
        kept: list[Cell] = []
        still: dict[int, tuple[int, int]] = {}
        column = 0
        for how, cell in row:
            origin = opened.get(column) if how == "continue" else None
            if origin:
                above = merged[origin[0]]
                above[origin[1]] = above[origin[1]]._replace(down=above[origin[1]].down + 1)
                still[column] = origin
            else:
                kept.append(cell)
                if how:
                    still[column] = (len(merged), len(kept) - 1)
            column += cell.across
        merged.append(kept)
        opened = still
    return merged
