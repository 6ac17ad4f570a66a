"""Answer a rule for several clauses that touch it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.rule_clause import rule_clause
from xiangyun.notices.models import Clause


def rule_clauses(
    *, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], rule: str, choice: str, reason: str, at: datetime
) -> list[Clause]:
    """The same answer for each, all or none; each leaves its own entry in the log."""
    if not clause_uids:
        raise BadInput("no_such_clause")
    with transaction.atomic():
        answer = {"rule": rule, "choice": choice, "reason": reason}
        ruled = [
            rule_clause(actor=actor, notice_uid=notice_uid, clause_uid=uid, at=at, **answer) for uid in clause_uids
        ]
        detail = {**answer, "clauses": len(ruled)}
        record("clauses.ruled", actor=actor, at=at, subject=("notice", notice_uid), detail=detail)
    return ruled
