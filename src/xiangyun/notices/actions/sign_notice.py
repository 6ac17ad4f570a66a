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
from xiangyun.notices.states import NOTICE_STEPS
from xiangyun.people.models import Post


def sign_notice(*, actor: Actor, uid: UUID, at: datetime) -> Notice:
    """What leaves a bureau is drafted by one person and signed by another, whatever posts they hold."""
    with transaction.atomic():
        notice = locked(actor, uid)
        drafters = Post.objects.filter(pk__in=[notice.drafted_by_id]).values_list("account_id", flat=True)
        if actor.account_id in drafters:
            raise NotAllowed("drafter_signs")
        take_step(notice, "sign", table=NOTICE_STEPS, actor=actor, at=at, changes={"signed_by_id": actor.post_id})
        record("notice.signed", actor=actor, at=at, subject=("notice", notice.uid))
    return notice
