"""Remove a task from a draft."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice


def remove_task(*, actor: Actor, notice_uid: UUID, task_uid: UUID, at: datetime) -> Notice:
    """The task is gone and its clauses are open again. Only in a draft of one's own unit."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        task = notice.tasks.filter(uid=task_uid).first()
        if task is None:
            raise NotVisible(kind="task")
        task.delete()
        record("task.removed", actor=actor, at=at, subject=("notice", notice.uid), detail={"task": str(task_uid)})
    return notice
