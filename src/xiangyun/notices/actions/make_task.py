"""Make a task of clauses."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.making import check_plan, columns_of, open_clauses, said_of, write_quotas
from xiangyun.notices.models import Task
from xiangyun.notices.overlap import check_not_known
from xiangyun.notices.task_plans import TaskPlan


def make_task(
    *,
    actor: Actor,
    notice_uid: UUID,
    clause_uids: Sequence[UUID],
    plan: TaskPlan,
    at: datetime,
    guidance_uids: Sequence[UUID] = (),
) -> Task:
    """One task anchored to one or more open clauses of a draft; the clauses are then covered, and those of
    `guidance_uids` stand beside it as guidance.

    Raises BadInput with the fields at fault, `no_open_clause`, or `form_wholly_known` where the answers are known.
    """
    check_plan(actor, notice_uid, plan, at)
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        check_not_known(plan, notice, at)
        clauses = open_clauses(notice, clause_uids)
        guidance = open_clauses(notice, guidance_uids) if guidance_uids else []
        task = Task.objects.create(notice=notice, owner_id=notice.owner_id, **columns_of(plan, at))
        task.clauses.set(clauses)
        notice.clauses.filter(pk__in=[clause.pk for clause in guidance]).update(guides=task)
        write_quotas(task, plan.quotas, at)
        record("task.made", actor=actor, at=at, subject=("task", task.uid), detail=said_of(plan))
    return task
