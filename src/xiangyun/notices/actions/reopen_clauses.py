"""Take back what was decided of clauses."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice
from xiangyun.notices.states import ClauseState

UNDONE = (ClauseState.DISMISSED, ClauseState.ATTACHED)


def reopen_clauses(*, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], at: datetime) -> Notice:
    """Dismissed and attached clauses are open again. Only in a draft of one's own unit."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        decided = notice.clauses.in_state(*UNDONE).filter(uid__in=clause_uids)
        changed = notice.clauses.filter(pk__in=[clause.pk for clause in decided]).update(reason="", guides=None)
        record("clause.reopened", actor=actor, at=at, subject=("notice", notice.uid), detail={"clauses": changed})
    return notice
