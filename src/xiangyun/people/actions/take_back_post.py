"""Take back a post given from a day that has not come."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import WrongState
from xiangyun.people.holding import check_another_admin, check_right, visible_tenure
from xiangyun.people.models import Post


def take_back_post(*, actor: Actor, tenure_uid: UUID, at: datetime) -> Post:
    """The tenure goes as if it had not been given; the log keeps it. WrongState once it has begun: then end it."""
    tenure = visible_tenure(actor, tenure_uid)
    if not (tenure.is_deputy and actor.account_id == tenure.given_by_id):
        check_right("end", actor, unit=tenure.unit, role=tenure.role, at=at)
    with transaction.atomic():
        post = Post.objects.locked(tenure.post_id)
        if tenure.from_on <= working_date(at):
            raise WrongState("has_begun")
        check_another_admin(tenure, tenure.from_on)
        detail = {"account": tenure.account.uid, "tenure": tenure.uid, "from_on": tenure.from_on}
        tenure.delete()
        record("post.taken_back", actor=actor, at=at, subject=("post", post.uid), detail=detail)
    return post
