"""Sign a notice off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.core.steps import take_step
from xiangyun.notices.drafts import locked
from xiangyun.notices.models import Notice
from xiangyun.notices.queries import makers_of
from xiangyun.notices.states import NOTICE_STEPS


def sign_notice(*, actor: Actor, uid: UUID, at: datetime) -> Notice:
    """What leaves a bureau is made by one person and signed by another, whatever posts they hold.

    Raises NotAllowed("drafter_signs") for whoever had a hand in it: drafted it, worked on its plan or handed it in.
    """
    with transaction.atomic():
        notice = locked(actor, uid)
        if actor.account_id in makers_of(notice):
            raise NotAllowed("drafter_signs")
        take_step(notice, "sign", table=NOTICE_STEPS, actor=actor, at=at, changes={"signed_by_id": actor.account_id})
        record("notice.signed", actor=actor, at=at, subject=("notice", notice.uid))
    return notice
