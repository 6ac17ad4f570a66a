"""Say why a draft asks villages for more than their cap."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice

MOST = 300


def give_reason_over_cap(*, actor: Actor, notice_uid: UUID, reason: str, at: datetime) -> Notice:
    """Kept with the draft and seen by who signs it; only in a draft of one's own unit.

    Raises NotVisible, NotAllowed, WrongState, BadInput("reason_needed") or ("not_text").
    """
    reason = reason.strip()
    if not reason:
        raise BadInput("reason_needed")
    if not is_readable(reason):
        raise BadInput("not_text")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        notice.over_cap_reason = reason[:MOST]
        notice.save(update_fields=["over_cap_reason"])
        record(
            "notice.over_cap_reason",
            actor=actor,
            at=at,
            subject=("notice", notice.uid),
            detail={"reason": reason[:MOST]},
        )
    return notice
