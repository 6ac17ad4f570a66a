"""Change a task of a draft."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.making import check_plan, columns_of, said_of, write_quotas
from xiangyun.notices.models import Task
from xiangyun.notices.overlap import check_not_known
from xiangyun.notices.task_plans import TaskPlan


def edit_task(*, actor: Actor, notice_uid: UUID, task_uid: UUID, plan: TaskPlan, at: datetime) -> Task:
    """The task is as planned now; its clauses and guidance stay. Only in a draft of one's own unit.

    Raises BadInput with the fields at fault, or `form_wholly_known` where the answers are known.
    """
    check_plan(actor, notice_uid, plan, at)
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        task = notice.tasks.filter(uid=task_uid).first()
        if task is None:
            raise NotVisible(kind="task")
        check_not_known(plan, notice, at, besides=task.pk)
        for name, value in columns_of(plan, at).items():
            setattr(task, name, value)
        task.save()
        write_quotas(task, plan.quotas, at)
        record("task.edited", actor=actor, at=at, subject=("task", task.uid), detail=said_of(plan))
    return task
