"""Answering the rules of today, so that a test's notice can go on."""

from datetime import datetime
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.notices.actions.rule_clause import rule_clause
from xiangyun.notices.models import Notice
from xiangyun.notices.ruling import flags_by_clause, flags_in, unanswered


def answer_rules(officer: Actor, uid: UUID, at: datetime) -> None:
    """Everything flagged is done by its lawful form."""
    notice = Notice.objects.get(uid=uid)
    clauses = list(notice.clauses.all())
    flagged = flags_by_clause(flags_in(notice, clauses), clauses)
    for clause in clauses:
        for flag in unanswered(clause, flagged.get(clause.pk, ())):
            rule_clause(
                actor=officer, notice_uid=uid, clause_uid=clause.uid, rule=flag.rule, choice="lawful", reason="", at=at
            )
