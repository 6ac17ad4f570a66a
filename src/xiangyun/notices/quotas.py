"""Quotas: how much a task asks of each unit of a class; what it comes to for a unit, and for all together."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from xiangyun.core.folding import fold
from xiangyun.core.texts import is_readable

from .definitions import Definition
from .models import Quota, Task
from .selectors import how_many, reaching

OPS = (">=", "<=", "==")
SHARE = "%"
MOST_VALUE = Decimal(10) ** 12
MOST_MEASURE = 20
MOST_OF = 60
MOST_QUOTAS = 20
_CENT = Decimal("0.01")

_EACH = re.compile(r"[各每均]|分别")
_TOGETHER = re.compile(r"[共总合累]计|总数|^(?:20\d\d年)?全[省市州县区]|共(?=完成|建|新|改|举|组|培|不|达)")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaPlan:
    """How much is asked of each unit of a class; no `definition` means of each that the task asks.

    `is_total`: of the class together. `clause_uid` is where it is said.
    """

    op: str
    value: Decimal
    measure: str
    of: str = ""
    definition: Definition | None = None
    is_total: bool = False
    clause_uid: UUID | None = None

    def problems(self) -> dict[str, str]:
        """What is wrong with it in itself, by field, as stable codes."""
        tests = {
            "op": "" if self.op in OPS else "unknown",
            "value": _value_problem(self.value, self.measure),
            "measure": "blank" if not self.measure.strip() else _text_problem(self.measure, MOST_MEASURE),
            "of": _text_problem(self.of, MOST_OF),
            "is_total": "share_has_no_total" if self.is_total and self.measure == SHARE else "",
        }
        return {field: code for field, code in tests.items() if code}


def _value_problem(value: Decimal, measure: str) -> str:
    if not value.is_finite() or value <= 0:
        return "not_positive"
    if value >= MOST_VALUE or (measure == SHARE and value > 100):
        return "too_many"
    return "too_precise" if value != value.quantize(_CENT) else ""


def _text_problem(text: str, most: int) -> str:
    if not is_readable(text):
        return "not_text"
    return "too_long" if len(text.strip()) > most else ""


def quota_plans(
    said: Mapping[str, Any], quote: str, definition: Definition | None, clause_uid: UUID | None = None
) -> list[QuotaPlan]:
    """The quotas that a clause says (`Clause.said`, and its words) of those whom its names mean; none without numbers.

    各 and 每 ask it of each; 共, 合计, or 全市 without them, of all together.
    """
    together = reads_as_total(quote)
    plans = [_plan(line, definition, clause_uid, together=together) for line in said.get("quantity") or ()]
    return [plan for plan in plans if plan]


def _plan(
    line: Mapping[str, Any], definition: Definition | None, clause_uid: UUID | None, *, together: bool
) -> QuotaPlan | None:
    try:
        value = Decimal(str(line["value"]))
    except InvalidOperation:
        return None
    measure = str(line["unit"])
    return QuotaPlan(
        op=str(line["op"]),
        value=value,
        measure=measure,
        of=str(line.get("of", ""))[:MOST_OF],
        definition=definition,
        is_total=together and measure != SHARE,
        clause_uid=clause_uid,
    )


def reads_as_total(quote: str) -> bool:
    """Whether the words ask a number of all together."""
    said = fold(quote)
    return not _EACH.search(said) and _TOGETHER.search(said) is not None


def quotas_among(tasks: Sequence[Task], units: Collection[int], day: date) -> dict[tuple[int, int], list[Quota]]:
    """What each task asks of each unit, by (task, unit), totals left out; three queries, however many there are."""
    prefetch_related_objects(list(tasks), "quotas__selector")
    each = [quota for task in tasks for quota in task.quotas.all() if not quota.is_total]
    reached = reaching(units, {quota.selector for quota in each}, day) if each else {}
    found: dict[tuple[int, int], list[Quota]] = defaultdict(list)
    for quota in each:
        for unit in units:
            if quota.selector_id in reached[unit]:
                found[quota.task_id, unit].append(quota)
    return dict(found)


def quota_of(task: Task, unit_id: int, day: date) -> list[Quota]:
    """What a task asks of one unit; a list, since a task may ask two measures."""
    return quotas_among([task], [unit_id], day).get((task.pk, unit_id), [])


@dataclass(frozen=True, slots=True)
class Portion:
    """What the units of a class come to: their number times the value."""

    quota: Quota
    n: int

    @property
    def value(self) -> Decimal:
        return self.quota.value * self.n


@dataclass(frozen=True, slots=True)
class Total:
    """One measure over all classes: how it is made, and what the notice itself says of all together, if it does."""

    op: str
    measure: str
    of: str
    portions: tuple[Portion, ...]
    stated: Decimal | None

    @property
    def value(self) -> Decimal:
        """The sum over the classes; what is stated where none is said of each."""
        return sum((p.value for p in self.portions), Decimal(0)) if self.portions else self.stated or Decimal(0)

    @property
    def differs(self) -> bool:
        """Whether the notice's own total is another."""
        return self.stated is not None and self.stated != self.value


def city_total(task: Task, day: date) -> list[Total]:
    """What a task comes to for its owner, one for each measure; shares do not add up and are left out. Two queries."""
    quotas = [quota for quota in task.quotas.select_related("selector") if quota.measure != SHARE]
    each = [quota for quota in quotas if not quota.is_total]
    numbers = dict(zip([q.pk for q in each], how_many([q.selector.definition for q in each], day), strict=True))
    return [_total(key, some, numbers) for key, some in _by_measure(quotas).items()]


def _by_measure(quotas: Iterable[Quota]) -> dict[tuple[str, str, str], list[Quota]]:
    found: dict[tuple[str, str, str], list[Quota]] = defaultdict(list)
    for quota in quotas:
        found[quota.op, quota.measure, quota.of].append(quota)
    return found


def _total(key: tuple[str, str, str], quotas: Iterable[Quota], numbers: Mapping[int, int]) -> Total:
    portions = tuple(Portion(quota, numbers[quota.pk]) for quota in quotas if not quota.is_total)
    stated = [quota.value for quota in quotas if quota.is_total]
    return Total(*key, portions, sum(stated, Decimal(0)) if stated else None)
