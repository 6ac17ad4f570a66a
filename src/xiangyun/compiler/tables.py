"""Tables of tasks and quotas: lines with tabs under a heading row; each row says who, what and by when."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xiangyun.compiler.layout import Line

MAX_COLUMNS = 30
MAX_TIME = 24
MIN_TASK = 3
_WHO = ("lead", "party", "person")
_WHAT = {"task", "problem"}

# What a column holds, by the words of its heading; the first that fits counts.
_COLUMNS = {
    "helper": r"配合|协办|协助|参与|协同",
    "lead": r"(?:牵头|主办|主责|主责任)(?!领导|人)",
    "person": r"责任人|领导|负责人|分管|包保",
    "party": (
        r"责任(?:单位|部门|科室|主体|股室)|承办|负责|(?:完成|实施|落实|报送|填报|执行|办理)(?:单位|部门|主体)"
        r"|责任分工|^单位$|^部门$|(?:完成|实施|落实|报送|填报)人"
    ),
    "due": r"时限|时间|期限|日期|进度安排|完成节点|频次|周期",
    "receiver": r"报送(?:至|对象|去向)|接收|受理",
    "order": r"^(?:序号|编号|表号|号|代码|NO\.?|No\.?)$",
    "note": r"备注|说明|联系|电话",
    "problem": r"问题|短板|隐患",
    "task": r"任务|事项|内容|项目|措施|工作|报表名称|材料名称|名称|要求|重点|指标|目标|举措|活动",
}
_MEASURES = "名|个|人|份|篇|件|项|亩|万亩|万元|元|户|家|场|次|册|套|台|公里|吨"
_QUOTA = re.compile(rf"名额|指标|任务数|计划数|数量|目标数|推荐数|\((?:{_MEASURES})\)")
# What was reached is no quota.
_REPORTED = re.compile(r"完成|实际|累计|上年|同期|占比|得分|成绩|增减|现有|已")
_UNIT = re.compile(r"\((?P<unit>[\u4e00-\u9fff%]{1,3})\)$")
# A heading holds no figures but a year.
_FIGURES = re.compile(r"\d(?!\d{0,3}年)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,4})?")
_ORDER = re.compile(r"\(?(?:[\d.]{1,6}|[一二三四五六七八九十]{1,3}|[A-Z]\d{0,4})\)?")
_TOTAL = re.compile(r"合 *计|总 *计|小 *计")
_TIME = re.compile(r"\d|[一二三四五六七八九十]+月|[年月季]底|前$|每|随时|立即|长期|持续|常态|全年|季度|开学|汛")
_ANY = {kind: re.compile(pattern) for kind, pattern in _COLUMNS.items()}


class Cell(NamedTuple):
    """A cell of a row as a span of the text."""

    start: int
    end: int


class Column(NamedTuple):
    """What a column holds, and its heading."""

    kind: str
    title: str


class Row(NamedTuple):
    """A row of a table: cells by the kind of their column, and those of numbers with their headings."""

    start: int
    end: int
    cells: dict[str, Cell]
    numbers: list[tuple[str, str, Cell]]
    heading: bool = False


def rows_of(folded: str, lines: Sequence[Line]) -> dict[int, Row]:
    """The rows of all tables among the lines, by the offset where their line begins."""
    rows: dict[int, Row] = {}
    for group in _tables(lines):
        columns: list[Column] = []
        before: Row | None = None
        for line in group:
            cells = _cells(folded, line)
            said = [folded[a:b] for a, b in cells]
            if kinds := _heading(said):
                columns, before = [Column(*both) for both in zip(kinds, said, strict=True)], None
                rows[line.start] = Row(line.start, line.end, {}, [], heading=True)
            elif columns:
                before = _row(folded, line, cells, columns, before)
                rows[line.start] = before
            else:
                rows[line.start] = Row(line.start, line.end, {}, [])
    return rows


def _tables(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines with tabs."""
    run: list[Line] = []
    for line in lines:
        if "\t" in line.text:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _cells(folded: str, line: Line) -> list[Cell]:
    cells, start = [], line.start
    for raw in line.text.split("\t")[:MAX_COLUMNS]:
        solid = raw.strip()
        first = start + (raw.index(solid[0]) if solid else 0)
        cells.append(Cell(first, first + len(solid)))
        start += len(raw) + 1
    return cells


def _heading(said: list[str]) -> list[str]:
    """The kinds of the columns if the row is a heading: it names a task and a party or a time, or a quota."""
    if any(len(cell) > 14 for cell in said):
        return []
    kinds = [_kind(cell) for cell in said]
    named = set(kinds)
    who = bool(named & set(_WHO))
    if (named & _WHAT and (who or "due" in named)) or (who and "due" in named):
        return kinds
    quotas = [bool(_QUOTA.search(cell)) and not _REPORTED.search(cell) for cell in said]
    names = next((n for n, kind in enumerate(kinds) if kind != "order" and not quotas[n]), None)
    if any(quotas) and names is not None and not any(_FIGURES.search(cell) for cell in said):
        return ["number" if quota else "party" if n == names else kinds[n] for n, quota in enumerate(quotas)]
    return []


def _kind(heading: str) -> str:
    return next((kind for kind, pattern in _ANY.items() if pattern.search(heading.replace(" ", ""))), "")


def _row(folded: str, line: Line, cells: list[Cell], columns: list[Column], before: Row | None) -> Row:
    """Put the cells under their headings; what a merged cell left out comes from the row above."""
    places = _placed([folded[a:b] for a, b in cells], [column.kind for column in columns])
    kinds: dict[str, Cell] = {}
    numbers = []
    for cell, place in zip(cells, places, strict=True):
        if place is None or cell.start == cell.end:
            continue
        kind, title = columns[place]
        if kind == "number" and _NUMBER.fullmatch(folded[cell.start : cell.end]):
            numbers.append((title, _unit(title), cell))
        elif kind == "task" and kind in kinds:
            kinds[kind] = _longer(kinds[kind], cell)
        else:
            kinds.setdefault(kind, cell)
    if before:
        kinds = _inherited(before, {column.kind for column in columns}, kinds)
    if any(_TOTAL.search(folded[a:b]) for a, b in cells[:2]):
        return Row(line.start, line.end, {}, [])
    return Row(line.start, line.end, kinds, numbers)


def _inherited(before: Row, columns: set[str], kinds: dict[str, Cell]) -> dict[str, Cell]:
    """A cell left blank or out is one merged with the cell above it, where the row has nobody or no time of its own."""
    wanted = [kind for kind in ("due", *_WHO) if kind in columns and kind not in kinds]
    if any(kind in kinds for kind in _WHO):
        wanted = [kind for kind in wanted if kind == "due"]
    return {kind: before.cells[kind] for kind in wanted if kind in before.cells} | kinds


def _longer(first: Cell, second: Cell) -> Cell:
    """Of two columns of tasks (重点任务, 具体措施) the one that says more."""
    return second if second.end - second.start > first.end - first.start else first


def _unit(title: str) -> str:
    found = _UNIT.search(title)
    return found["unit"] if found else "名" if "名额" in title else ""


def _placed(said: list[str], columns: list[str]) -> list[int | None]:
    """The column of each cell: one by one, or past the columns of merged cells that a cell does not fit."""
    if len(said) >= len(columns):
        return [n if n < len(columns) else None for n in range(len(said))]
    spare = len(columns) - len(said)
    places: list[int | None] = []
    column = 0
    for cell in said:
        while spare and not _fits(cell, columns[column]):
            column, spare = column + 1, spare - 1
        places.append(column)
        column += 1
    return places


def _fits(cell: str, kind: str) -> bool:
    if kind == "due":
        return bool(_TIME.search(cell)) and len(cell) <= MAX_TIME
    if kind in ("order", "number"):
        return _ORDER.fullmatch(cell) is not None
    if _ORDER.fullmatch(cell):
        return False
    return kind not in _WHAT or len(cell) > MIN_TASK
