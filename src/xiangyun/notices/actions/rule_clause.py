"""Answer a rule that a clause touches."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.compiler.flags import all_rules
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Clause
from xiangyun.notices.spans import clause_at

CHOICES = ("lawful", "kept")
MOST_REASON = 300


def rule_clause(
    *, actor: Actor, notice_uid: UUID, clause_uid: UUID, rule: str, choice: str, reason: str, at: datetime
) -> Clause:
    """`lawful`: it is done by the lawful form. `kept`: it stays as written, because the rule does not bind here; that
    needs a reason, which the director signs. A blank choice takes the answer back."""
    reason = reason.strip()[:MOST_REASON]
    if choice not in (*CHOICES, "") or rule not in {known.slug for known in all_rules()}:
        raise BadInput("unknown_rule_or_choice")
    if choice == "kept" and not reason:
        raise BadInput("reason_needed")
    if not is_readable(reason):
        raise BadInput("not_text")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        clause = clause_at(notice, clause_uid)
        clause.ruling.pop(rule, None)
        if choice:
            clause.ruling[rule] = {"choice": choice, "reason": reason}
        clause.save(update_fields=["ruling"])
        detail = {"position": clause.position, "rule": rule, "choice": choice, "reason": reason}
        record("clause.ruled", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return clause
