"""Join clauses that follow each other into one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Clause
from xiangyun.notices.states import ClauseState


def join_clauses(*, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], at: datetime) -> Clause:
    """The first takes the words of all, and of what stands between them; what was read of the first stays.

    Only open clauses with no other clause between them.
    """
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        chosen: list[Clause] = list(
            notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=clause_uids).order_by("start")
        )
        if len(chosen) < 2 or len(chosen) != len(set(clause_uids)):
            raise BadInput("choose_two_open_clauses")
        first, rest = chosen[0], chosen[1:]
        end = rest[-1].end
        if notice.clauses.filter(start__gte=first.start, start__lt=end).count() != len(chosen):
            raise BadInput("not_next_to_each_other")
        notice.clauses.filter(pk__in=[clause.pk for clause in rest]).delete()
        first.end = end
        first.save(update_fields=["end"])
        detail = {"position": first.position, "taken": [clause.position for clause in rest]}
        record("clause.joined", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return first
