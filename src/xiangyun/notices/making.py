"""What making and editing a task share: the columns that a plan gives, its selector counted, its quotas."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput

from .counting import count_selector
from .models import Clause, Notice, Quota, Selector, Task
from .quotas import misfits
from .selectors import checked, line_of, store_selector
from .states import ClauseState
from .task_plans import QuotaPlan, TaskPlan


def check_plan(actor: Actor, notice_uid: UUID, plan: TaskPlan, at: datetime) -> None:
    """BadInput("task_incomplete") with the fields at fault, or what is wrong with a selector."""
    issued = Notice.objects.visible_to(actor).filter(uid=notice_uid).values_list("issued_on", flat=True)
    if problems := plan.problems([working_date(at), *(day for day in issued if day)]):
        raise BadInput("task_incomplete", fields=problems)
    for definition in (plan.selector, *(quota.selector for quota in plan.quotas)):
        if definition is not None:
            checked(definition)
    if wrong := misfits(plan.selector, plan.quotas, working_date(at)):
        raise BadInput("quotas_incomplete", lines=wrong)


def columns_of(plan: TaskPlan, at: datetime) -> dict[str, Any]:
    """The columns of a task as planned; its selector is stored and counted."""
    selector = counted_selector(plan.selector, at)
    return {"selector": selector, "line": line_of(selector), **plan.columns()}


def counted_selector(definition: Mapping[str, Any], at: datetime) -> Selector:
    """The selector of a definition, with its counts for the tree as it is."""
    selector = store_selector(definition)
    count_selector(selector, working_date(at))
    return selector


def open_clauses(notice: Notice, uids: Sequence[UUID]) -> list[Clause]:
    """Clauses of a notice that are all still open; BadInput otherwise."""
    clauses = list(notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=uids))
    if not clauses or len(clauses) != len(set(uids)):
        raise BadInput("no_open_clause")
    return clauses


def write_quotas(task: Task, quotas: Sequence[QuotaPlan], at: datetime) -> None:
    """The quotas of a task are these and no others."""
    task.quotas.all().delete()
    clauses = dict(task.notice.clauses.filter(uid__in=[q.clause_uid for q in quotas]).values_list("uid", "pk"))
    Quota.objects.bulk_create(
        Quota(
            task=task,
            selector=task.selector if quota.selector is None else counted_selector(quota.selector, at),
            clause_id=clauses.get(quota.clause_uid) if quota.clause_uid else None,
            op=quota.op,
            value=quota.value,
            measure=quota.measure.strip(),
            of=quota.of.strip(),
            is_total=quota.is_total,
        )
        for quota in quotas
    )


def said_of(plan: TaskPlan) -> dict[str, Any]:
    """A plan for the log: its title, and how much it asks."""
    quotas = [
        {
            "asked": f"{quota.op} {quota.value} {quota.measure} {quota.of}".strip(),
            "together": quota.is_total,
            "of_all": quota.selector is None,
        }
        for quota in plan.quotas
    ]
    return {"title": dict(plan.title), "quotas": quotas}
