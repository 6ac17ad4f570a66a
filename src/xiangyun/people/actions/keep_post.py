"""Undo an end that was set and has not come."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import WrongState
from xiangyun.people.holding import check_is_free, check_right, visible_tenure
from xiangyun.people.models import Post, Tenure


def keep_post(*, actor: Actor, tenure_uid: UUID, at: datetime) -> Tenure:
    """The holder goes on without an end; PostIsHeld if a successor has the post from that day, WrongState if over."""
    tenure = visible_tenure(actor, tenure_uid)
    check_right("end", actor, unit=tenure.unit, role=tenure.role, at=at)
    with transaction.atomic():
        post = Post.objects.locked(tenure.post_id)
        tenure.refresh_from_db(fields=["to_on"])
        if tenure.is_deputy or tenure.to_on is None or tenure.to_on <= working_date(at):
            raise WrongState("nothing_to_undo")
        check_is_free(post, tenure.to_on)
        detail = {"account": tenure.account.uid, "tenure": tenure.uid, "was": tenure.to_on}
        tenure.to_on = None
        tenure.save(update_fields=["to_on"])
        record("post.kept", actor=actor, at=at, subject=("post", post.uid), detail=detail)
    return tenure
