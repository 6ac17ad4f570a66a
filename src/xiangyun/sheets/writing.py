"""Writes an xlsx: a heading, column names, rows of text. Texts stay texts, whatever sign they begin with."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

MOST_CHECKED = 5_000
MADE = datetime(2020, 1, 1)
"""The day that stands in the file's own properties, so that the same rows give the same file."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how wide it is in characters, and what may stand in it (empty: anything)."""

    name: str
    width: int = 18
    choices: Sequence[str] = ()


def write_sheet(title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], says: str = "") -> bytes:
    """The xlsx; `says` stands in a row above the names of the columns."""
    book = openpyxl.Workbook(write_only=True)
    book.properties.created = book.properties.modified = MADE
    sheet = book.create_sheet(title[:31])
    names_at = 2 if says else 1
    sheet.freeze_panes = f"A{names_at + 1}"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        if column.choices:
            rule = DataValidation(type="list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True)
            rule.add(f"{letter}{names_at + 1}:{letter}{MOST_CHECKED}")
            sheet.data_validations.append(rule)
    if says:
        sheet.append([_cell(sheet, says)])
    sheet.append([_cell(sheet, column.name, is_name=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, text: str, *, is_name: bool = False) -> WriteOnlyCell:
    """A cell that is a text even where it begins like a formula."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    if is_name:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="E8E4DA")
    return cell
