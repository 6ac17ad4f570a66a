"""Take back what a draft plans for a task of an earlier notice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice


def drop_amendment(*, actor: Actor, notice_uid: UUID, amendment_uid: UUID, at: datetime) -> Notice:
    """The task stays as it is, the clauses are open again. Only in a draft of one's own unit."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        amendment = notice.amendments.select_related("task").filter(uid=amendment_uid).first()
        if amendment is None:
            raise NotVisible(kind="amendment")
        amendment.delete()
        detail = {"task": str(amendment.task.uid)}
        record("task.amendment_dropped", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return notice
