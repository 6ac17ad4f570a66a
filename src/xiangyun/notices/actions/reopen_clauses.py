"""Take back the dismissal of clauses."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice
from xiangyun.notices.states import ClauseState


def reopen_clauses(*, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], at: datetime) -> Notice:
    """Dismissed clauses are open again. Only in a draft of one's own unit."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        dismissed = notice.clauses.in_state(ClauseState.DISMISSED).filter(uid__in=clause_uids)
        changed = dismissed.update(reason="")
        record("clause.reopened", actor=actor, at=at, subject=("notice", notice.uid), detail={"clauses": changed})
    return notice
