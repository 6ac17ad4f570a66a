"""xlsx or YAML → XForm XML, by pyxform; our extension column `element` becomes an attribute of the bind."""

import re
from functools import lru_cache
from typing import Any, Literal

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from xiangyun.forms.definition import NAMESPACE, FormError, Problem
from xiangyun.forms.workbook import Workbook, read_xlsx, read_yaml

ELEMENT_COLUMN = "element"
FIRST_ROW = 2
"""Row 1 of a sheet holds the column names."""
SourceFormat = Literal["xlsx", "yaml"]

_SHOWN = re.compile(r"(label|hint|guidance_hint|\w+_message|form_title|title)\b|bind::xy:unit", re.IGNORECASE)
"""Columns whose text people read; the others hold names and expressions."""
_QUOTES = "\u2018\u2019\u201c\u201d"
_QUOTES_AWAY = {ord(quote): 0xE0F0 + number for number, quote in enumerate(_QUOTES)}
"""pyxform straightens quotes, which spoils Chinese texts: meanwhile they are private characters."""
_QUOTES_BACK = {hidden: quote for quote, hidden in _QUOTES_AWAY.items()}

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '([^']+)' value|[Tt]here is no '([^']+)'|column '([^']+)'")


@lru_cache(maxsize=64)
def compile_xlsform(source: bytes, *, name: str, format: SourceFormat) -> str:
    """XForm XML of an XLSForm; `name` is the form id where the settings give none.

    Raises FormError with sheet and row (xlsx) or line (YAML) where pyxform tells.
    """
    book = read_xlsx(source) if format == "xlsx" else read_yaml(source)
    try:
        xform = str(convert(_for_pyxform(book, name), warnings=[]).xform)
    except PyXFormError as error:
        raise _located(str(error), book) from error
    except Exception as error:
        # pyxform meets odd sheets with whatever Python raises (IndexError, AttributeError, RecursionError …)
        raise _located(f"is not an XLSForm ({type(error).__name__}: {error})", book) from error
    return xform.translate(_QUOTES_BACK)


def _for_pyxform(book: Workbook, name: str) -> dict[str, Any]:
    """The dict that pyxform takes; without the header entries it miscounts the columns of rows with gaps."""
    sheets: dict[str, Any] = {"sheet_names": list(book.sheets), "fallback_form_name": name}
    for sheet, rows in book.sheets.items():
        sheets[sheet] = [dict(_cell(sheet, key, value) for key, value in row.items()) for row in rows]
        sheets[f"{sheet}_header"] = [{_column(sheet, key): None for key in book.columns.get(sheet, ())}]
    settings = dict(next(iter(sheets.get("settings") or [{}])))
    settings["namespaces"] = f'{settings.get("namespaces", "")} xy="{NAMESPACE}"'.strip()
    return sheets | {"settings": [settings], "settings_header": [dict.fromkeys(settings)]}


def _cell(sheet: str, column: str, value: str) -> tuple[str, str]:
    shown = _SHOWN.match(column)
    return _column(sheet, column), value.translate(_QUOTES_AWAY) if shown else value


def _column(sheet: str, column: str) -> str:
    is_element = sheet == "survey" and column.strip().lower() == ELEMENT_COLUMN
    return f"bind::xy:{ELEMENT_COLUMN}" if is_element else column


def _located(message: str, book: Workbook) -> FormError:
    """Takes the place out of pyxform's sentence."""
    row, sheet = _ROW.search(message), _SHEET.search(message)
    column = _COLUMN.search(message)
    number = int(row.group(1)) if row else 0
    name = sheet.group(1) if sheet else "survey" if row else ""
    lines = book.lines.get(name, [])
    line = dict(enumerate(lines, start=FIRST_ROW)).get(number, 0)
    return FormError(
        Problem(
            code="bad_xlsform",
            message=_ROW.sub("", message),
            sheet=name,
            row=0 if book.lines else number,
            line=line,
            column=next(filter(None, column.groups()), "") if column else "",
        )
    )
