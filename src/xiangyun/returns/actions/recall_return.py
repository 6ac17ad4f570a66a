"""Recall what was sent a moment ago."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, WrongState
from xiangyun.core.steps import stands, take_step
from xiangyun.facts.ledger import reverse_facts
from xiangyun.returns.duties import keep_open
from xiangyun.returns.models import Return, Review
from xiangyun.returns.recalling import may_recall
from xiangyun.returns.sending import counted, locked_return
from xiangyun.returns.states import RETURN_STEPS

UNSENT: dict[str, Any] = {
    "sent_at": None,
    "first_sent_at": None,
    "on_time": None,
    "waiting_at_id": None,
    "by_rule": False,
    "nil": False,
    "version": 0,
    "path": "",
}


def recall_return(*, actor: Actor, uid: UUID, at: datetime) -> Return:
    """The return is to be filled in again, and its values count nowhere; what was sent stays in its version.

    One that had been sent back is sent back again, with its note and its first day of sending.
    """
    with transaction.atomic():
        returned = locked_return(actor, uid)
        if not stands(returned, RETURN_STEPS.steps["recall"], actor):
            raise NotAllowed(step="recall")
        if not may_recall(returned, at):
            raise WrongState("too_late_to_recall", state=returned.state)
        keep_open(returned.period)
        last = returned.reviews.order_by("id").last()
        was_sent_back = last is not None and last.verdict == Review.Verdict.SEND_BACK
        step, changes = "recall", UNSENT
        if was_sent_back:
            step, changes = "recall_mended", {"waiting_at_id": None, "version": 0}
        with counted(returned, at):
            source = ("return", returned.uid)
            reverse_facts(unit_id=returned.unit_id, source=source, version=returned.version, at=at)
            take_step(returned, step, table=RETURN_STEPS, actor=actor, at=at, changes=changes)
        record("return.recalled", actor=actor, at=at, subject=("return", returned.uid))
    return returned
