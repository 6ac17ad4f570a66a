"""Dismiss clauses with a reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice
from xiangyun.notices.states import ClauseState


def dismiss_clauses(
    *, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], reason: str, at: datetime
) -> Notice:
    """Say why these clauses make no task: one reason for the group. Only in a draft of one's own unit."""
    reason = reason.strip()
    if not reason:
        raise BadInput("reason_needed")
    if not is_readable(reason):
        raise BadInput("not_text")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        open_ones = notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=clause_uids)
        changed = open_ones.update(reason=reason[:300])
        record(
            "clause.dismissed",
            actor=actor,
            at=at,
            subject=("notice", notice.uid),
            detail={"clauses": changed, "reason": reason[:300]},
        )
    return notice
