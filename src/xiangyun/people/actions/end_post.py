"""End somebody's time at a post; the post stays, with its duties and drafts."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, WrongState
from xiangyun.people.holding import MOST_REASON, check_another_admin, check_right, visible_tenure
from xiangyun.people.models import Post, Tenure


def end_post(*, actor: Actor, tenure_uid: UUID, on: date, at: datetime, reason: str = "") -> Tenure:
    """From this day on the account no longer holds it; machines' tokens of the tenure end with it.

    A deputy's own time may be ended by the one who gave it as well. Raises NotAllowed, WrongState when it has ended
    by then, BadInput for a day before it began, LastAdministrator.
    """
    tenure = visible_tenure(actor, tenure_uid)
    if not (tenure.is_deputy and actor.account_id == tenure.given_by_id):
        check_right("end", actor, unit=tenure.unit, role=tenure.role, at=at)
    with transaction.atomic():
        Post.objects.locked(tenure.post_id)
        tenure.refresh_from_db(fields=["from_on", "to_on"])
        if on <= tenure.from_on:
            raise BadInput("ends_before_it_begins", from_on=tenure.from_on)
        if tenure.to_on is not None and tenure.to_on <= on:
            raise WrongState("has_ended", to_on=tenure.to_on)
        check_another_admin(tenure, on)
        was, tenure.to_on = tenure.to_on, on
        tenure.reason = reason.strip()[:MOST_REASON] or tenure.reason
        tenure.save(update_fields=["to_on", "reason"])
        detail = {"account": tenure.account.uid, "tenure": tenure.uid, "to_on": on, "was": was}
        record("post.ended", actor=actor, at=at, subject=("post", tenure.post.uid), detail=detail)
    return tenure
