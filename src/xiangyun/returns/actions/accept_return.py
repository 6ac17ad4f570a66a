"""Accept a return."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.steps import take_step
from xiangyun.returns.models import Return, Review
from xiangyun.returns.sending import counted, locked_return
from xiangyun.returns.states import RETURN_STEPS


def accept_return(*, actor: Actor, uid: UUID, rev: int, at: datetime) -> Return:
    """The level directly above says that it is right. `rev` is the revision that was looked at."""
    with transaction.atomic():
        returned = locked_return(actor, uid)
        returned.rev = rev
        with counted(returned, at):
            take_step(returned, "accept", table=RETURN_STEPS, actor=actor, at=at, changes={"waiting_at_id": None})
        Review.objects.create(
            of_return=returned,
            unit_id=actor.own_unit,
            post_id=actor.post_id,
            verdict=Review.Verdict.ACCEPT,
            answer_version=returned.version,
            at=at,
        )
        record("return.accepted", actor=actor, at=at, subject=("return", returned.uid))
    return returned
