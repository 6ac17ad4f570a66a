"""Recall what was sent a moment ago."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, WrongState
from xiangyun.core.steps import stands, take_step
from xiangyun.facts.ledger import reverse_facts
from xiangyun.returns.models import Return
from xiangyun.returns.recalling import may_recall
from xiangyun.returns.sending import counted, locked_return
from xiangyun.returns.states import RETURN_STEPS


def recall_return(*, actor: Actor, uid: UUID, at: datetime) -> Return:
    """The return is a draft again and counts nowhere; what was sent stays in its version."""
    with transaction.atomic():
        returned = locked_return(actor, uid)
        if not stands(returned, RETURN_STEPS.steps["recall"], actor):
            raise NotAllowed(step="recall")
        if not may_recall(returned, at):
            raise WrongState("too_late_to_recall", state=returned.state)
        with counted(returned, at):
            changes = {
                "sent_at": None,
                "first_sent_at": None,
                "on_time": None,
                "waiting_at_id": None,
                "by_rule": False,
                "nil": False,
            }
            reverse_facts(unit_id=returned.unit_id, source=("return", returned.uid), version=returned.sent_count, at=at)
            take_step(returned, "recall", table=RETURN_STEPS, actor=actor, at=at, changes=changes)
        record("return.recalled", actor=actor, at=at, subject=("return", returned.uid))
    return returned
