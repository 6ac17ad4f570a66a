"""Attach clauses to a task as guidance on how it is done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Task
from xiangyun.notices.states import ClauseState


def attach_clauses(
    *, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], task_uid: UUID, at: datetime
) -> Task:
    """Whoever does the task reads these clauses beside it. Only open clauses and a task of the same draft."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        task = notice.tasks.filter(uid=task_uid).first()
        if task is None:
            raise NotVisible(kind="task")
        chosen = list(notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=clause_uids))
        if not chosen:
            raise BadInput("no_open_clause")
        notice.clauses.filter(pk__in=[clause.pk for clause in chosen]).update(guides=task)
        detail = {"task": str(task.uid), "positions": [clause.position for clause in chosen]}
        record("clause.attached", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return task
