"""Set how much a task asks of each unit of a class."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.definitions import checked, digest_of, line_in
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Clause, Notice, Quota, Task
from xiangyun.notices.quotas import MOST_QUOTAS, QuotaPlan
from xiangyun.notices.selectors import count_where, place_condition, store_selector


def set_quotas(*, actor: Actor, task_uid: UUID, plans: Sequence[QuotaPlan], at: datetime) -> list[Quota]:
    """These quotas, and no others, for a task of a draft; each class lies within those whom the task asks.

    No unit may stand in two classes of the same measure, so that totals add up. Raises BadInput with `lines`: the
    codes of each line that is wrong, by field; NotVisible, NotAllowed or WrongState.
    """
    task = Task.objects.visible_to(actor).select_related("notice", "selector").filter(uid=task_uid).first()
    if task is None:
        raise NotVisible(kind="task")
    if len(plans) > MOST_QUOTAS:
        raise BadInput("too_many_quotas", most=MOST_QUOTAS)
    if wrong := {str(n): problems for n, plan in enumerate(plans) if (problems := plan.problems())}:
        raise BadInput("quotas_incomplete", lines=wrong)
    classes = [checked(plan.definition or task.selector.definition) for plan in plans]
    if wrong := _misfits(task, plans, classes, working_date(at)):
        raise BadInput("quotas_incomplete", lines=wrong)
    with transaction.atomic():
        notice = draft_of(actor, task.notice.uid)
        clauses = _clauses(notice, plans)
        locked = Task.objects.select_for_update().filter(pk=task.pk, selector=task.selector_id).first()
        if locked is None:
            raise BadInput("changed_meanwhile")
        locked.quotas.all().delete()
        made = Quota.objects.bulk_create(
            _row(locked, plan, definition, clauses) for plan, definition in zip(plans, classes, strict=True)
        )
        detail = {"quotas": [_said(plan) for plan in plans]}
        record("task.quotas_set", actor=actor, at=at, subject=("task", task.uid), detail=detail)
    return made


def _misfits(
    task: Task, plans: Sequence[QuotaPlan], classes: Sequence[dict[str, Any]], day: date
) -> dict[str, dict[str, str]]:
    """Classes beyond the task, empty, along another line, or with units that another line counts too; one query."""
    asked = task.selector.definition
    if other := {str(n): {"class": "other_line"} for n, c in enumerate(classes) if line_in(c) != line_in(asked)}:
        return other
    pairs = [(a, b) for a, b in combinations(range(len(plans)), 2) if _same(plans[a], plans[b])]
    means = [place_condition(definition, day) for definition in classes]
    within: list[Q] = [mean & place_condition(asked, day) for mean in means]
    shared: list[Q] = [means[a] & means[b] for a, b in pairs]
    counts = count_where([*means, *within, *shared], classes, day)
    n = len(plans)
    found = {str(i): {"class": "reaches_nobody"} for i in range(n) if not counts[i]}
    found |= {str(i): {"class": "beyond_task"} for i in range(n) if counts[i] != counts[n + i]}
    found |= {str(b): {"class": "counted_twice"} for (_, b), k in zip(pairs, counts[2 * n :], strict=True) if k}
    return found


def _same(one: QuotaPlan, other: QuotaPlan) -> bool:
    """Whether two lines ask the same measure in the same way."""
    keys = [(plan.op, plan.measure.strip(), plan.of.strip(), plan.is_total) for plan in (one, other)]
    return keys[0] == keys[1]


def _clauses(notice: Notice, plans: Sequence[QuotaPlan]) -> dict[UUID, Clause]:
    wanted = {plan.clause_uid for plan in plans if plan.clause_uid}
    found = {clause.uid: clause for clause in notice.clauses.filter(uid__in=wanted)}
    if len(found) != len(wanted):
        raise NotVisible(kind="clause")
    return found


def _row(task: Task, plan: QuotaPlan, definition: dict[str, Any], clauses: dict[UUID, Clause]) -> Quota:
    return Quota(
        task=task,
        selector=task.selector if digest_of(definition) == task.selector.digest else store_selector(definition),
        clause=clauses[plan.clause_uid] if plan.clause_uid else None,
        op=plan.op,
        value=plan.value,
        measure=plan.measure.strip(),
        of=plan.of.strip(),
        is_total=plan.is_total,
    )


def _said(plan: QuotaPlan) -> str:
    """A quota for the log."""
    whole = " together" if plan.is_total else ""
    return f"{plan.op} {plan.value} {plan.measure} {plan.of}".strip() + whole
