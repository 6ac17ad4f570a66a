"""The rows of the task form that say how much: from and to the domain's quotas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from xiangyun.notices.models import Task
from xiangyun.notices.task_plans import OPS, QuotaPlan
from xiangyun.web.shared.party_problems import quota_sentences

from .clause_forms import uids_in
from .task_offers import FOUND, KEPT, Offer, key_of, quota_key

ROWS = 8
SKIP = (FOUND, KEPT)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One number as the page draws and posts it; `who` is the key of a class, blank for all; `clause` says it."""

    n: int
    op: str = ">="
    value: str = ""
    measure: str = ""
    of: str = ""
    who: str = ""
    is_total: bool = False
    clause: str = ""


def rows_in(given: Mapping[str, Any]) -> list[QuotaRow]:
    """The rows as they were posted; those without a number are left out."""
    rows = [
        QuotaRow(
            n=n,
            op=given.get(f"q{n}_op", ">="),
            value=given.get(f"q{n}_value", "").strip(),
            measure=given.get(f"q{n}_measure", "").strip(),
            of=given.get(f"q{n}_of", "").strip(),
            who=given.get(f"q{n}_who", ""),
            is_total=bool(given.get(f"q{n}_total")),
            clause=given.get(f"q{n}_clause", ""),
        )
        for n in range(ROWS)
    ]
    return [row for row in rows if row.value]


def plans_of(rows: Iterable[QuotaRow], offer: Offer) -> tuple[list[QuotaPlan], str]:
    """The quotas, and what is wrong with the first that cannot be one."""
    plans: list[QuotaPlan] = []
    for row in rows:
        plan = _plan(row, offer)
        problem = plan.problem() if plan else "not_an_amount"
        if plan is None or problem:
            return plans, quota_problem(row.n, problem)
        plans.append(plan)
    return plans, ""


def quota_problem(line: int, code: str) -> str:
    """What is wrong in a row of numbers."""
    sentence = quota_sentences().get(code, _("This could not be read."))
    return _("Number %(n)s: %(what)s") % {"n": line + 1, "what": sentence}


def _plan(row: QuotaRow, offer: Offer) -> QuotaPlan | None:
    try:
        value = Decimal(row.value)
    except InvalidOperation:
        return None
    choice = offer.units.get(row.who)
    return QuotaPlan(
        op=row.op if row.op in OPS else "",
        value=value,
        measure=row.measure,
        of=row.of,
        is_total=row.is_total,
        selector=choice.definition if choice else None,
        clause_uid=next(iter(uids_in([row.clause])), None),
    )


def rows_of_plans(quotas: Sequence[QuotaPlan], offer: Offer) -> list[QuotaRow]:
    """A proposal's quotas as rows."""
    return [
        QuotaRow(n, q.op, _plain(q.value), q.measure, q.of, _who(q, offer), q.is_total, str(q.clause_uid or ""))
        for n, q in enumerate(quotas[:ROWS])
    ]


def _who(quota: QuotaPlan, offer: Offer) -> str:
    """The key of its class; blank where that is everybody whom the clauses mean."""
    whole = offer.units.get(FOUND)
    return "" if whole and whole.definition == quota.selector else key_of(quota.selector, offer.units, SKIP)


def rows_of_task(task: Task) -> list[QuotaRow]:
    """A task's quotas as rows."""
    rows, clauses = [], {clause.pk: str(clause.uid) for clause in task.clauses.all()}
    for n, quota in enumerate(list(task.quotas.all())[:ROWS]):
        who = "" if quota.selector_id == task.selector_id else quota_key(quota)
        clause = clauses.get(quota.clause_id or 0, "")
        rows.append(QuotaRow(n, quota.op, _plain(quota.value), quota.measure, quota.of, who, quota.is_total, clause))
    return rows


def _plain(value: Decimal) -> str:
    whole = value == value.to_integral()
    return str(value.quantize(Decimal(1)) if whole else value.normalize())


def shown_rows(rows: Sequence[QuotaRow]) -> list[QuotaRow]:
    """What there is, and one row more to write in."""
    return [*rows, QuotaRow(len(rows))][:ROWS]
