"""Quotas: how much a task asks of each unit of a class; what it comes to for a unit, and for all together."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from xiangyun.core.folding import fold

from .definitions import Definition, checked, line_in
from .models import Quota, Task
from .selectors import count_where, how_many, place_condition, reaching
from .task_plans import QuotaPlan

SHARE = "%"
MOST_QUOTAS = 20
MOST_MEASURE = 20
MOST_OF = 60
_CENT = Decimal("0.01")

_EACH = re.compile(r"[各每均]|分别")
_TOGETHER = re.compile(r"[共总合累]计|总数|^(?:20\d\d年)?全[省市州县区]|共(?=完成|建|新|改|举|组|培|不|达)")


def quota_plans(
    said: Mapping[str, Any], quote: str, selector: Definition | None, clause_uid: UUID | None = None
) -> list[QuotaPlan]:
    """The quotas that a clause says (`Clause.said`, and its words) of those whom its names mean; none without numbers.

    各 and 每 ask it of each; 共, 合计, or 全市 without them, of all together.
    """
    together = reads_as_total(quote)
    plans = [_plan(line, selector, clause_uid, together=together) for line in said.get("quantity") or ()]
    return [plan for plan in plans if not plan.problem()]


def _plan(
    line: Mapping[str, Any], selector: Definition | None, clause_uid: UUID | None, *, together: bool
) -> QuotaPlan:
    measure = str(line["unit"])[:MOST_MEASURE]
    return QuotaPlan(
        op=str(line["op"]),
        value=Decimal(str(line["value"])),
        measure=measure,
        of=str(line.get("of") or "")[:MOST_OF],
        selector=selector,
        is_total=together and measure != SHARE,
        clause_uid=clause_uid,
    )


def reads_as_total(quote: str) -> bool:
    """Whether the words ask a number of all together."""
    said = fold(quote)
    return not _EACH.search(said) and _TOGETHER.search(said) is not None


def misfits(asked: Definition, plans: Sequence[QuotaPlan], day: date) -> dict[str, str]:
    """What is wrong with the quotas of a task that asks these units, by line; one query.

    A class lies within the task, and no unit stands in two classes of the same measure, so that totals add up. The
    same class may have several amounts (at least 6 times, at least 2 of them large).
    """
    if len(plans) > MOST_QUOTAS:
        return {"0": "too_many_quotas"}
    if wrong := {str(n): code for n, plan in enumerate(plans) if (code := plan.problem() or _oddity(plan, asked))}:
        return wrong
    classes = [plan.selector or asked for plan in plans]
    pairs = [
        (a, b)
        for a, b in combinations(range(len(plans)), 2)
        if _same(plans[a], plans[b]) and checked(classes[a]) != checked(classes[b])
    ]
    means = [place_condition(definition, day) for definition in classes]
    within = [mean & place_condition(asked, day) for mean in means]
    shared = [means[a] & means[b] for a, b in pairs]
    counts = count_where([*means, *within, *shared], classes, day)
    n = len(plans)
    found = {str(b): "counted_twice" for (_, b), k in zip(pairs, counts[2 * n :], strict=True) if k}
    found |= {str(i): "beyond_task" for i in range(n) if counts[i] != counts[n + i]}
    return found | {str(i): "reaches_nobody" for i in range(n) if not counts[i]}


def _oddity(plan: QuotaPlan, asked: Definition) -> str:
    if plan.is_total and plan.measure.strip() == SHARE:
        return "share_has_no_total"
    if plan.value != plan.value.quantize(_CENT):
        return "too_precise"
    return "other_line" if plan.selector and line_in(plan.selector) != line_in(asked) else ""


def _same(one: QuotaPlan, other: QuotaPlan) -> bool:
    """Whether two lines ask the same measure in the same way."""
    keys = [(plan.op, plan.measure.strip(), plan.of.strip(), plan.is_total) for plan in (one, other)]
    return keys[0] == keys[1]


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
    return [_total(some, numbers) for some in _by_measure(quotas)]


def _by_measure(quotas: Iterable[Quota]) -> list[list[Quota]]:
    """What adds up: the same measure; a second amount of the same class is another thing that was not named."""
    found: dict[tuple[str, str, str, int], list[Quota]] = defaultdict(list)
    seen: Counter[tuple[Any, ...]] = Counter()
    for quota in quotas:
        key = quota.op, quota.measure, quota.of
        again = (*key, quota.selector_id, quota.is_total)
        found[*key, seen[again]].append(quota)
        seen[again] += 1
    return list(found.values())


def _total(quotas: Sequence[Quota], numbers: Mapping[int, int]) -> Total:
    portions = tuple(Portion(quota, numbers[quota.pk]) for quota in quotas if not quota.is_total)
    stated = [quota.value for quota in quotas if quota.is_total]
    first = quotas[0]
    return Total(first.op, first.measure, first.of, portions, sum(stated, Decimal(0)) if stated else None)
