"""Text tables: UTF-8, UTF-16 with its mark, or GB 18030; parted by comma, semicolon, tab or bar."""

import csv
import io

from .limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, SheetError, too_large

SEPARATORS = ",\t;|，"
LOOKED_AT = 20
"""Lines that show which separator is used."""


def read_delimited(content: bytes) -> list[list[str]]:
    """Rows of cells; raises SheetError for what is no text."""
    text = decoded(content)
    if len(text) > MAX_TEXT:
        raise too_large("text", MAX_TEXT)
    separator = _separator(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if len(rows) >= MAX_ROWS:
                raise too_large("rows", MAX_ROWS)
            if len(row) > MAX_COLUMNS:
                raise too_large("columns", MAX_COLUMNS)
            rows.append([" ".join(cell.split())[:MAX_CELL] for cell in row])
    except csv.Error as error:
        raise SheetError from error
    return rows


def decoded(content: bytes) -> str:
    """The text of a file in one of the encodings that Chinese Excel writes."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\r\n\t\f" for sign in text[:4000]):
            break  # a picture or an archive, not a text
        return text
    raise SheetError("not_a_table")


def _separator(text: str) -> str:
    """The one that parts the first lines most evenly."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]

    def score(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(SEPARATORS, key=score)
