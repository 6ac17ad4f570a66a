"""Official lists of divisions, read from csv or csv.gz and checked; pure, nothing is written here."""

import csv
import gzip
import hashlib
import io
import re
import unicodedata
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from xiangyun.core.errors import BadInput

HEADER = ["code", "name", "level", "parent_code"]
MAX_BYTES = 96 * 1024 * 1024
"""Unpacked; all of China to the village is about 30 MB."""
MAX_ROWS = 1_000_000
MAX_PROBLEMS = 50
MAX_NAME = 120
LEVELS = range(1, 6)
_CODE = re.compile(r"[0-9A-Za-z]{1,20}", re.ASCII)
_OWN_SIGN = "Co"
"""Signs for private use: the official lists write rare characters of place names with them."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Row:
    """One division as the list gives it; `line` is its line in the file, `parent_code` empty for a root."""

    line: int
    code: str
    name: str
    level: int
    parent_code: str


@dataclass(frozen=True, slots=True)
class OfficialList:
    """The rows in the order of the file; the digest is of the rows, so packing or line ends do not change it."""

    rows: tuple[Row, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: a stable reason, the value found, and what belongs beside it."""

    line: int
    column: str
    reason: str
    value: str = ""


class BadList(BadInput):
    """The file is no list that can be imported; `problems` holds the first 50 reasons."""

    code = "bad_list"

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = list(problems)[:MAX_PROBLEMS]
        super().__init__(problems=[(p.line, p.column, p.reason, p.value) for p in self.problems])


LevelsOf = Callable[[set[str]], Mapping[str, int]]
"""Levels of codes that the file names as parents without holding them: from lists imported before."""


def no_others(_codes: set[str]) -> Mapping[str, int]:
    """For a list that must stand alone."""
    return {}


def read_list(data: bytes, levels_of: LevelsOf = no_others) -> OfficialList:
    """The list in a csv or csv.gz file, or BadList with every problem by line and column (at most 50)."""
    problems: list[Problem] = []
    rows: list[Row] = []
    codes: set[str] = set()
    for line, cells in _lines(_text(data), problems):
        codes.add(cells[0].strip() if cells else "")
        found = list(_cell_problems(line, cells))
        problems += found
        if not found:
            rows.append(_row(line, cells))
    problems += check_rows(rows, lambda missing: {**levels_of(missing - codes), **dict.fromkeys(missing & codes, 0)})
    if problems:
        raise BadList(sorted(problems, key=lambda p: p.line))
    if not rows:
        raise BadList([Problem(2, "", "no_rows")])
    return OfficialList(tuple(rows), digest_of(rows))


def check_rows(rows: Collection[Row], levels_of: LevelsOf = no_others) -> list[Problem]:
    """What is wrong between rows: a code twice, a parent that is nowhere, a parent that is not above."""
    levels: dict[str, int] = {}
    problems = []
    for row in rows:
        if row.code in levels:
            problems.append(Problem(row.line, "code", "code_twice", row.code))
        levels.setdefault(row.code, row.level)
    missing = {row.parent_code for row in rows if row.parent_code} - levels.keys()
    levels |= levels_of(missing) if missing else {}
    return problems + [p for row in rows for p in _parent_problems(row, levels)]


def _parent_problems(row: Row, levels: Mapping[str, int]) -> Iterator[Problem]:
    """A parent's level is less than its child's, which also rules out every cycle."""
    if not row.parent_code:
        return
    if row.parent_code not in levels:
        yield Problem(row.line, "parent_code", "parent_unknown", row.parent_code)
    elif levels[row.parent_code] >= row.level:
        yield Problem(row.line, "parent_code", "parent_not_above", row.parent_code)


def digest_of(rows: Collection[Row]) -> str:
    """SHA-256 of the rows in the order of their codes, so that the same list in another order is the same."""
    digest = hashlib.sha256()
    for row in sorted(rows, key=lambda r: r.code):
        digest.update(f"{row.code},{row.name},{row.level},{row.parent_code}\n".encode())
    return digest.hexdigest()


def _text(data: bytes) -> str:
    """The file's text, unpacked if it is packed, never more than the limit."""
    if data[:2] == _GZIP:
        data = _unpacked(data)
    if len(data) > MAX_BYTES:
        raise BadList([Problem(1, "", "too_big", str(MAX_BYTES))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadList([Problem(line, "", "not_utf8")]) from None


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise BadList([Problem(1, "", "not_gzip")]) from None


def _lines(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is not empty; stops at the first line that is no csv."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        _check_header(next(reader, []))
        for count, cells in enumerate(reader):
            line, start = reader.line_num, line + 1
            if count >= MAX_ROWS:
                problems.append(Problem(start, "", "too_many_rows", str(MAX_ROWS)))
                return
            if cells:
                yield start, cells
    except csv.Error as error:
        problems.append(Problem(line + 1, "", "not_csv", str(error)))


def _check_header(cells: list[str]) -> None:
    if cells != HEADER:
        raise BadList([Problem(1, "", "wrong_header", ",".join(cells)[:80])])


def _row(line: int, cells: list[str]) -> Row:
    code, name, level, parent_code = (cell.strip() for cell in cells)
    return Row(line, code, name, int(level), parent_code)


def _cell_problems(line: int, cells: list[str]) -> Iterator[Problem]:
    if len(cells) != len(HEADER):
        yield Problem(line, "", "wrong_number_of_cells", str(len(cells)))
        return
    code, name, level, parent_code = (cell.strip() for cell in cells)
    if not _CODE.fullmatch(code):
        yield Problem(line, "code", "bad_code" if code else "blank", code[:40])
    if parent_code and not _CODE.fullmatch(parent_code):
        yield Problem(line, "parent_code", "bad_code", parent_code[:40])
    if level not in {str(n) for n in LEVELS}:
        yield Problem(line, "level", "bad_level" if level else "blank", level[:40])
    yield from _name_problems(line, name)


def _name_problems(line: int, name: str) -> Iterator[Problem]:
    if not name:
        yield Problem(line, "name", "blank")
    elif len(name) > MAX_NAME:
        yield Problem(line, "name", "too_long", name[:40])
    elif not all(sign.isprintable() or unicodedata.category(sign) == _OWN_SIGN for sign in name):
        yield Problem(line, "name", "not_printable", repr(name[:40]))
