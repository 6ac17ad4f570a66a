"""What a row of a table asks: who, by when, how much, to whom."""

import re
from datetime import date
from typing import NamedTuple

from xiangyun.compiler.dues import RELATIVE, dues_in, firmest, read_due
from xiangyun.compiler.parties import names_in
from xiangyun.compiler.quantities import amounts_in
from xiangyun.compiler.receivers import receiver_in
from xiangyun.compiler.sentences import pieces_of
from xiangyun.compiler.tables import Cell, Row
from xiangyun.compiler.values import DueLabel, Quantity
from xiangyun.core.numerals import number_of

_LABEL = re.compile(r"(?:牵头|责任|主办|承办|主责)(?:单位|部门|科室)?\s*[:为]\s*")
_HELPERS = re.compile(r"[;,、\s(]*(?:配合|协办|协助|参与|协同)(?:单位|部门)?\s*[:为]?")
_LEADING_MARK = re.compile(r"\((?:牵头|负责)[^()]{0,4}\)")
_CHUNK = re.compile(r"[^\s;/]+")
_OPEN_DUE = re.compile(r".{1,14}(?:前|内|后|时)$")


class Said(NamedTuple):
    """What a row asks; `start` to `end` is the cell of its task."""

    start: int
    end: int
    responsible: list[str]
    due: DueLabel | None
    quantity: list[Quantity]
    report_to: str | None

    def is_owed(self) -> bool:
        """Whether it has what makes a duty: a deadline, a number or a receiver."""
        return self.due is not None or bool(self.quantity) or self.report_to is not None


def read_row(text: str, folded: str, row: Row, issued: date | None) -> Said | None:
    """Read a row; None for headings, totals and rows without a task."""
    task = row.cells.get("task") or row.cells.get("problem")
    who = next((row.cells[kind] for kind in ("lead", "party", "person") if kind in row.cells), None)
    names = leading_names(text, folded, *who) if who else []
    if row.numbers and names:
        return Said(row.start, row.end, names, None, _quotas(folded, row), None)
    if task is None or not (names or "due" in row.cells):
        return None
    taken = [(due.start, due.end) for due in dues_in(text, folded, *task, issued)]
    pieces = pieces_of(folded, *task)
    amounts = [amount.quantity for piece in pieces for amount in amounts_in(text, folded, *piece, taken)]
    given = row.cells.get("receiver")
    report_to = text[given.start : given.end] if given else receiver_in(text, folded, *task)
    return Said(*task, names, _due(text, folded, row, task, issued), amounts, report_to)


def leading_names(text: str, folded: str, start: int, end: int) -> list[str]:
    """The leading units of a cell or note, not those that help."""
    if label := _LABEL.match(folded, start, end):
        start = label.end()
    if helpers := _HELPERS.search(folded, start + 2, end):
        end = helpers.start()
    if marked := _LEADING_MARK.search(folded, start, end):
        end = marked.start()
    return [
        name
        for chunk in _CHUNK.finditer(folded, start, end)
        for name in names_in(text, folded, *chunk.span())
    ]  # fmt: skip


def _quotas(folded: str, row: Row) -> list[Quantity]:
    return [_quota(number_of(folded[a:b]), unit, title.split("(")[0]) for title, unit, (a, b) in row.numbers]


def _quota(value: float, unit: str, of: str) -> Quantity:
    """A cell's number in the unit of its heading; 万 counts out, 万元 stays a unit."""
    if unit.startswith("万") and unit != "万元":
        value, unit = round(value * 10_000, 4), unit[1:]
    return Quantity("==", int(value) if value == int(value) else value, unit, of)


def _due(text: str, folded: str, row: Row, task: Cell, issued: date | None) -> DueLabel | None:
    cell = row.cells.get("due")
    if cell is None:
        best = firmest([due for due in dues_in(text, folded, *task, issued) if due.rank >= RELATIVE])
        return best.label if best else None
    said = text[cell.start : cell.end]
    if folded[cell.start : cell.end] in ("全年", "全年度"):
        return {"recurring": "yearly"}
    if label := read_due(said, issued):
        return label
    return {"relative": said} if _OPEN_DUE.fullmatch(folded, *cell) else None
