"""Say that clauses are of another kind than they were read as."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice
from xiangyun.notices.states import KINDS, ClauseState


def reclass_clauses(*, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], kind: str, at: datetime) -> Notice:
    """One kind for a group of open clauses; what they were read as stays known. A fact orders nothing."""
    if kind not in KINDS:
        raise BadInput("unknown_kind")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        chosen = notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=clause_uids)
        positions = list(chosen.values_list("position", flat=True))
        if not positions:
            raise BadInput("no_open_clause")
        notice.clauses.filter(position__in=positions).update(kind=kind)
        detail = {"kind": kind, "positions": positions}
        record("clause.reclassed", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return notice
