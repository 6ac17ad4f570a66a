"""HTML: the document in a page, without the site around it; block ends and <br> end lines, tables become rows."""

import re
from collections.abc import Iterator

from lxml import etree, html

from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.sources.html_lists import ListLabels
from xiangyun.compiler.sources.html_site import Site
from xiangyun.compiler.sources.plain import decoded, marked_encoding, with_plain_ends
from xiangyun.compiler.sources.tables import Cell, is_single_column, table_lines
from xiangyun.compiler.sources.values import Lines, Source

LOOKED_AT = 4_096
_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_CHINESE_SETS = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "cp936"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
MAX_DOWN = 1_000
PAGE_SHARE = 0.8
PAGE_LINES = 12
PAGE_CHARS = 1_000
"""A cell with so much of its table, so many lines and characters holds the page: the table only lays it out."""


def read_html(content: bytes) -> Source:
    """The text of a page; raises Unreadable: `binary`, `damaged`, `too_complex`."""
    lines = Lines()
    root = _parsed(_decoded(content, lines))
    if root is not None:
        page = _Page(lines)
        for line in page.lines_of(root):
            lines.add(line)
    return lines.source("html")


def _decoded(content: bytes, lines: Lines) -> str:
    """By the mark at the beginning, else as the page says of itself, else as a text file."""
    named = _CHARSET.search(content[:LOOKED_AT])
    if marked_encoding(content) or not named:
        return decoded(content)
    encoding = named[1].decode("ascii", "replace").lower()
    encoding = "gb18030" if encoding in _CHINESE_SETS else encoding
    for errors in ("strict", "replace"):
        try:
            text = content.decode(encoding, errors)
        except (LookupError, UnicodeDecodeError):
            try:
                return decoded(content)
            except Unreadable:
                continue
        if errors == "replace":
            lines.note("bytes_replaced")
        return text
    raise Unreadable("binary")


def _parsed(text: str) -> "html.HtmlElement | None":
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    plain = with_plain_ends(text).replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(plain, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None  # nothing in it
    if any("depth" in error.message for error in parser.error_log):
        raise Unreadable("too_complex", what="depth")
    return root


class _Box:
    """Where lines go: the page, or a cell."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.has_table = False


class _Table:
    """A table under way."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.cells: list[_Box] = []

    def lines(self) -> Iterator[str]:
        """Its rows; or the lines of its cells if it is there for the look of the page."""
        if is_single_column(self.rows) or any(box.has_table for box in self.cells) or self._holds_page():
            return (line for box in self.cells for line in box.lines)
        return table_lines(self.rows)

    def _holds_page(self) -> bool:
        sizes = [sum(map(len, box.lines)) for box in self.cells]
        largest = max(range(len(sizes)), key=lambda n: sizes[n])
        return (
            sizes[largest] >= max(PAGE_CHARS, PAGE_SHARE * sum(sizes))
            and len(self.cells[largest].lines) >= PAGE_LINES
        )  # fmt: skip


class _Page:
    """Walks a page from front to end without calling itself, however deep it is nested."""

    def __init__(self, notes: Lines) -> None:
        self.notes = notes
        self.boxes = [_Box()]
        self.tables: list[_Table] = []
        self.inline: list[str] = []
        self.label = ""
        """A number that waits for the first words of its item."""
        self.pre = 0

    def lines_of(self, root: "html.HtmlElement") -> list[str]:
        """All lines of the page."""
        site, labels = Site(root, self.notes), ListLabels()
        waiting: list[tuple[html.HtmlElement, bool]] = [(root, True)]
        while waiting:
            element, opens = waiting.pop()
            if not opens:
                self._close(element)
            elif site.leaves_out(element):
                self._text(element.tail)
            else:
                self._open(element, labels)
                waiting.append((element, False))
                waiting.extend((child, True) for child in reversed(element) if isinstance(child.tag, str))
        self._end_line()
        return self.boxes[0].lines

    def _open(self, element: "html.HtmlElement", labels: ListLabels) -> None:
        tag = element.tag
        if tag in BLOCKS or tag == "br":
            self._end_line()
        if tag == "table":
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in {"td", "th"} and self.tables:
            self.boxes.append(_Box())
        elif tag == "li":
            self.label = labels.label_of(element)
        elif tag == "img":
            self.notes.note("pictures_not_read")
        self.pre += tag == "pre"
        self._text(element.text)

    def _close(self, element: "html.HtmlElement") -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._end_line()
        if tag == "li":
            self.label = ""
        elif tag in {"td", "th"} and self.tables and len(self.boxes) > 1:
            self._close_cell(element)
        elif tag == "table" and self.tables:
            table = self.tables.pop()
            self.boxes[-1].has_table = self.boxes[-1].has_table or len(self.boxes) > 1
            if table.cells:
                self.boxes[-1].lines += table.lines()
        self.pre -= tag == "pre"
        self._text(element.tail)

    def _close_cell(self, element: "html.HtmlElement") -> None:
        table, box = self.tables[-1], self.boxes.pop()
        if not table.rows:
            table.rows.append([])
        across, down = _number(element.get("colspan")), _number(element.get("rowspan"))
        table.rows[-1].append(Cell(box.lines, across, min(down, MAX_DOWN)))
        table.cells.append(box)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        first, *others = text.split("\n") if self.pre else [text]
        self.inline.append(first)
        for line in others:
            self._end_line()
            self.inline.append(line)

    def _end_line(self) -> None:
        if self.inline:
            line = _SPACES.sub(" ", "".join(self.inline)).replace("\xa0", " ").strip(" ")
            self.inline = []
            if line:
                self.boxes[-1].lines.append(self.label + line)
                self.label = ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1
