"""What is taken out of a file: its text, which kind of file it was, and what a reader should know about it."""

from typing import Literal, NamedTuple

from xiangyun.compiler.readable import MAX_CHARS, Unreadable

Kind = Literal["pasted", "txt", "html", "docx", "pdf"]
Note = Literal[
    "navigation_left_out",  # html: menus and what else belongs to the site, not to the document
    "bytes_replaced",  # html: bytes that its encoding does not know
    "deleted_left_out",  # docx: text that tracked changes took out
    "hidden_left_out",  # docx, html: text that is not shown
    "contents_left_out",  # docx: a table of contents, which repeats headings
    "pictures_not_read",  # text may stand in a picture
    "part_not_read",  # docx: another document embedded in it
    "page_furniture_left_out",  # pdf: page numbers and repeated running heads
    "pages_without_text",  # pdf: some pages are pictures
    "turned_left_out",  # pdf: text that runs in another direction than its page, as watermarks do
    "tables_by_position",  # pdf: columns without ruled lines, told by where the words stand
]

MAX_BYTES = 10 * 1024 * 1024
"""Of a file, before it is unpacked."""


class Source(NamedTuple):
    """A text as it is stored: what offsets count in. The same bytes give the same text."""

    text: str
    kind: Kind
    notes: tuple[Note, ...] = ()


class Lines:
    """The text under way, a line at a time; ends with Unreadable once it is longer than a notice can be."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._notes: set[Note] = set()

    def add(self, line: str) -> None:
        """Append a line; without white space at its end, and none that is blank."""
        line = line.rstrip(" \n\u3000")
        if not line.strip():
            return
        self._length += len(line) + 1
        if self._length > MAX_CHARS:
            raise Unreadable("too_long", limit=MAX_CHARS)
        self._lines.append(line)

    def note(self, note: Note) -> None:
        """Remember something that a reader should know."""
        self._notes.add(note)

    def source(self, kind: Kind) -> Source:
        """All of it."""
        return Source("".join(f"{line}\n" for line in self._lines), kind, tuple(sorted(self._notes)))
