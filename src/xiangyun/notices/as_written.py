"""What a notice would take of a village if it were done as its text orders: each duty as it was read, at its rhythm."""

import re
from collections.abc import Iterable
from datetime import date

from xiangyun.calendar import Fixed, MonthEnd, Recurrence, due_value
from xiangyun.core.folding import fold
from xiangyun.forms.drafting import types_asked
from xiangyun.forms.effort import A_MINUTE, Table, seconds_of

from .loads import Load
from .models import Clause, Notice
from .periods import recurrence_of

DUTY = "duty"
_VILLAGES = re.compile(
    r"(?<![乡农进到下驻])村(?!庄)|社区|从业人员"
    r"|各级(?!党|人民政府|政府|部门|领导|.{0,8}(?:局|部门|厅|委))|所属(?:.{0,2}各级)"
)
"""Words by which a clause means villages, or each level down to them: as read, without knowing the tree."""


def reaches_villages(names: Iterable[str], quote: str) -> bool:
    """Whether a clause falls on villages: by the bodies that stand in its own words; where none does, by those it takes
    over from its paragraph, or by what it says."""
    named, words = [fold(name) for name in names if name], fold(quote)
    stated = [name for name in named if name in words]
    return any(_VILLAGES.search(text) for text in (stated or [*named, words]))


def loads_as_written(notice: Notice, clauses: Iterable[Clause], table: Table, day: date) -> list[Load]:
    """The duties that fall on villages, dismissed ones included, each with the form that its reading calls for.

    What has no rhythm is done once, by its day, or by the end of the year where it names none.
    """
    return [
        _load(clause, table, notice.issued_on or day)
        for clause in clauses
        if (clause.read_kind or clause.kind) == DUTY
        and reaches_villages(clause.reading.get("responsible") or [], notice.text[clause.start : clause.end])
    ]


def _load(clause: Clause, table: Table, first: date) -> Load:
    minutes = seconds_of(types_asked(clause.reading), table) / A_MINUTE
    every, last = _rhythm(clause, first)
    return Load(minutes, every, first, max(first, last))


def _rhythm(clause: Clause, first: date) -> tuple[Recurrence, date]:
    due, end = due_value(clause.reading.get("due")), date(first.year, 12, 31)
    if isinstance(due, Fixed):
        return "once", due.on
    if isinstance(due, MonthEnd):
        return "once", due.on
    every: Recurrence = recurrence_of(due) if due is not None else "once"  # type: ignore[assignment]
    return every, end
