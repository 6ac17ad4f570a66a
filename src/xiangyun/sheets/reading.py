"""Reads an xlsx or csv of a stranger into rows of text."""

import io
import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from .archive import honest_copy
from .delimited import read_delimited
from .limits import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, SheetError, too_large

__all__ = ["Sheet", "SheetError", "read_sheet"]

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text, all equally long, without the empty ones at the end; row 1 of the file is `rows[0]`."""

    rows: tuple[tuple[str, ...], ...]
    name: str = ""


def read_sheet(content: bytes) -> Sheet:
    """The first sheet that holds something, or the csv; told apart by what is in the file, not by its name.

    Raises SheetError: `not_a_table`, `old_excel` (save it as xlsx first), `empty_table`, `table_too_large`.
    """
    if len(content) > MAX_BYTES:
        raise too_large("bytes", MAX_BYTES)
    if content.startswith(OLD_EXCEL):  # also what a workbook with a password looks like
        raise SheetError("old_excel")
    sheet = _workbook(content) if content.startswith(ZIP) else Sheet(_even(read_delimited(content)))
    if not sheet.rows:
        raise SheetError("empty_table")
    return sheet


def _workbook(content: bytes) -> Sheet:
    copy = honest_copy(content)
    try:
        book = calamine.load_workbook(io.BytesIO(copy))
        for name in book.sheet_names:
            values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows := _even([[_text(value) for value in row] for row in values]):
                return Sheet(rows, name)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise SheetError from error
    return Sheet(())


def _even(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Equally long rows; empty ones at the end and empty columns at the right dropped; within the limits."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((_width(row) for row in rows), default=0)
    if len(rows) > MAX_ROWS:
        raise too_large("rows", MAX_ROWS)
    if width > MAX_COLUMNS:
        raise too_large("columns", MAX_COLUMNS)
    return tuple(tuple([*row[:width], *[""] * (width - len(row))]) for row in rows)


def _width(row: list[str]) -> int:
    return max((place for place, text in enumerate(row, start=1) if text), default=0)


def _text(value: Any) -> str:
    """A cell as its text: whole numbers without a point (phones), days as 2020-03-20."""
    match value:
        case bool():
            return "1" if value else "0"
        case float() if math.isfinite(value) and value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return clean(str(value))


def clean(text: str) -> str:
    """Without spaces around it and without signs that nobody typed; long cells are cut."""
    kept = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    return " ".join(kept.split())[:MAX_CELL]
