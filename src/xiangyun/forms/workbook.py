"""Reads the two tabular sources of a form, xlsx and YAML, into the rows that pyxform takes.

Both are written by strangers: sizes are measured before anything is built from them.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
import openpyxl
import yaml
from pyxform.xls2json_backends import xlsx_to_dict

from xiangyun.forms.definition import FormError, not_a_form

MAX_SOURCE_BYTES = 4 * 1024 * 1024
MAX_UNZIPPED_BYTES = 24 * 1024 * 1024
MAX_MEMBERS = 500
MAX_ROWS = 5000
MAX_COLUMNS = 400
MAX_TEXT = 4 * 1024 * 1024
EMPTY_RUN = 60
"""Rows without content after which pyxform takes a sheet to be over."""

_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)

SHEETS = ("survey", "choices", "settings")
Row = dict[str, str]


class Workbook(msgspec.Struct):
    """Rows by sheet; `lines` holds the line of each row where the source was text."""

    sheets: dict[str, list[Row]]
    columns: dict[str, list[str]]
    lines: dict[str, list[int]] = {}


def read_xlsx(source: bytes) -> Workbook:
    """Rows of an xlsx, as pyxform itself reads them."""
    _check_archive(source)
    try:
        _measure_cells(source)
        found = xlsx_to_dict(source)
    except FormError:
        raise
    except Exception as error:
        # a broken part meets openpyxl with whatever Python raises (KeyError, ParseError, AttributeError …)
        raise not_a_form("not_xlsx", f"cannot be read as an Excel workbook: {error}") from error
    sheets = {name: found[name] for name in found if isinstance(found[name], list) and f"{name}_header" in found}
    columns = {name: list(found[f"{name}_header"][0]) for name in sheets if found[f"{name}_header"]}
    return Workbook(sheets=sheets, columns=columns)


def _check_archive(source: bytes) -> None:
    if len(source) > MAX_SOURCE_BYTES:
        raise not_a_form("too_large", f"larger than {MAX_SOURCE_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNZIPPED_BYTES:
                raise not_a_form("too_large", f"larger than {MAX_UNZIPPED_BYTES} bytes once unpacked")
            for member in members:
                _refuse_doctype(archive.read(member), member.filename)
    except (*_BROKEN_ZIP, OSError) as error:
        raise not_a_form("not_xlsx", f"cannot be read as an Excel workbook: {error}") from error


def _refuse_doctype(content: bytes, name: str) -> None:
    """No part of a workbook declares entities; the zeros go so that UTF-16 hides nothing."""
    if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise not_a_form("doctype", f"{name} declares a DOCTYPE")


def _measure_cells(source: bytes) -> None:
    """Refuses what unpacks small and grows: shared strings used a million times, rows numbered to the end."""
    book = openpyxl.load_workbook(io.BytesIO(source), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            _measure_sheet(sheet)
    finally:
        book.close()


def _measure_sheet(sheet: Any) -> None:
    text = empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        values = [value for value in row if value is not None]
        empty = 0 if values else empty + 1
        text += sum(len(value) for value in values if isinstance(value, str))
        if number > MAX_ROWS or text > MAX_TEXT:
            raise not_a_form("too_large", f"more than {MAX_ROWS} rows or {MAX_TEXT} characters", sheet=sheet.title)
        if empty > EMPTY_RUN:
            return


def read_yaml(source: bytes) -> Workbook:
    """Rows of a YAML form: `survey`, `choices`, `settings`, each a list of rows, as text."""
    if len(source) > MAX_SOURCE_BYTES:
        raise not_a_form("too_large", f"larger than {MAX_SOURCE_BYTES} bytes")
    root = _compose(source)
    if not isinstance(root, yaml.MappingNode):
        raise not_a_form("not_yaml", "must be a mapping with survey, choices and settings", line=1)
    book = Workbook(sheets={}, columns={})
    for key, node in root.value:
        _add_sheet(book, str(key.value), node)
    return book


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which could make a small text a huge form."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.current_event.start_mark
            raise yaml.composer.ComposerError(None, None, "aliases are not taken", mark)
        return super().compose_node(parent, index)


def _compose(source: bytes) -> Any:
    try:
        return yaml.compose(source.decode("utf-8-sig"), Loader=_PlainLoader)
    except UnicodeDecodeError as error:
        raise not_a_form("not_yaml", "is not UTF-8 text") from error
    except RecursionError as error:
        raise not_a_form("not_yaml", "is nested too deeply") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise not_a_form("not_yaml", str(getattr(error, "problem", None) or error), line=line) from error


def _add_sheet(book: Workbook, name: str, node: Any) -> None:
    line = node.start_mark.line + 1
    if name not in SHEETS or name in book.sheets:
        raise not_a_form("bad_sheet", f"{name!r} is not one of {', '.join(SHEETS)}, once each", line=line)
    nodes = [node] if isinstance(node, yaml.MappingNode) else node.value
    if not isinstance(node, yaml.MappingNode | yaml.SequenceNode) or len(nodes) > MAX_ROWS:
        raise not_a_form("bad_sheet", f"{name} must be a list of at most {MAX_ROWS} rows", line=line, sheet=name)
    rows = [dict(_cells(row, name)) for row in nodes]
    book.sheets[name] = rows
    book.columns[name] = list(dict.fromkeys(column for row in rows for column in row))
    book.lines[name] = [row.start_mark.line + 1 for row in nodes]


def _cells(row: Any, sheet: str) -> Iterator[tuple[str, str]]:
    if not isinstance(row, yaml.MappingNode):
        raise not_a_form("bad_row", "a row must be a mapping", line=row.start_mark.line + 1, sheet=sheet)
    for key, value in row.value:
        if not (isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)):
            raise not_a_form(
                "bad_cell",
                "a cell must be a single value",
                line=value.start_mark.line + 1,
                sheet=sheet,
                column=str(key.value)[:80],
            )
        if value.value.strip():
            yield key.value.strip(), value.value.strip()
