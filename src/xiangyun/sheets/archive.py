"""An xlsx measured before it is opened: it may unpack to anything, and name cells at the end of the world."""

import io
import zipfile
from xml.parsers import expat

from xiangyun.core.archives import BadArchive, declares_entities, unpacked

from .limits import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_MEMBERS,
    MAX_ROWS,
    MAX_TEXT,
    MAX_UNZIPPED,
    SheetError,
    too_large,
)

STRINGS = "xl/sharedstrings.xml"
SHEETS = "xl/worksheets/"


def honest_copy(content: bytes) -> bytes:
    """The same workbook, unpacked and measured: what its reader opens is what was counted here.

    A zip says itself how large its parts are, and may lie; the copy is stored without compression.
    Raises SheetError for what is no workbook, or exceeds a limit.
    """
    if len(content) > MAX_BYTES:
        raise too_large("bytes", MAX_BYTES)
    parts = _unpacked(content)
    _measure(parts)
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return copy.getvalue()


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Every part by name; pictures and the like are left out, nobody reads them here."""
    try:
        return unpacked(content, wanted=_is_read, most_members=MAX_MEMBERS, most_bytes=MAX_UNZIPPED)
    except BadArchive as error:
        limits = {"members": MAX_MEMBERS, "unzipped": MAX_UNZIPPED}
        if error.reason in limits:
            raise too_large(error.reason, limits[error.reason]) from error
        raise SheetError from error


def _is_read(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _measure(parts: dict[str, bytes]) -> None:
    lengths: list[int] = []
    for name, part in parts.items():
        if declares_entities(part):
            raise SheetError(part=name)
        if name.lower() == STRINGS:
            lengths = _Strings().read(part)
    measured = _Cells(lengths)
    for name, part in parts.items():
        if name.lower().startswith(SHEETS):
            measured.read(part)


class _Strings:
    """Lengths of the shared strings, by number."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.is_text = False

    def read(self, part: bytes) -> list[int]:
        _parse(part, self._start, self._end, self._text)
        return self.lengths

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = _plain(tag)
        if name == "si":
            self.lengths.append(0)
        self.is_text = name == "t"

    def _end(self, _: str) -> None:
        self.is_text = False

    def _text(self, text: str) -> None:
        if self.is_text and self.lengths:
            self.lengths[-1] += len(text)


class _Cells:
    """Where the cells of a sheet say they stand, and how much text they show."""

    def __init__(self, strings: list[int]) -> None:
        self.strings = strings
        self.text = self.row = self.column = 0
        self.is_value = self.is_shared = False
        self.value = ""

    def read(self, part: bytes) -> None:
        self.row = 0
        _parse(part, self._start, self._end, self._text)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, at = _plain(tag), attributes.get("r", "")
        if name == "row":
            self.row = int(at) if at.isascii() and at.isdigit() else self.row + 1
            self.column = 0
            self._check()
        elif name == "c":
            self.column = _column(at) or self.column + 1
            self.row = max(self.row, _row(at))
            self.is_shared = attributes.get("t") == "s"
            self._check()
        self.is_value = name in {"v", "t", "f"}

    def _check(self) -> None:
        if self.row > MAX_ROWS:
            raise too_large("rows", MAX_ROWS)
        if self.column > MAX_COLUMNS:
            raise too_large("columns", MAX_COLUMNS)

    def _text(self, text: str) -> None:
        if self.is_value:
            self.value += text

    def _end(self, _: str) -> None:
        if not self.is_value:
            return
        length = len(self.value)
        if self.is_shared and self.value.isascii() and self.value.isdigit():
            number = int(self.value)
            length = self.strings[number] if number < len(self.strings) else 0
        self.is_value, self.value = False, ""
        self.text += length
        if length > MAX_CELL:
            raise too_large("cell", MAX_CELL)
        if self.text > MAX_TEXT:
            raise too_large("text", MAX_TEXT)


def _parse(part: bytes, start: object, end: object, text: object) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text  # type: ignore[assignment]
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise SheetError from error


def _plain(tag: str) -> str:
    return tag.rpartition(":")[2]


def _column(at: str) -> int:
    """The number of a cell's column: C7 stands in 3; 0 if it does not say."""
    number = 0
    for letter in at.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _row(at: str) -> int:
    digits = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
