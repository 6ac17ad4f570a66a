"""Send a notice back to its drafter."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.steps import take_step
from xiangyun.core.texts import is_readable
from xiangyun.notices.drafts import locked
from xiangyun.notices.models import Notice
from xiangyun.notices.states import NOTICE_STEPS


def send_back_notice(*, actor: Actor, uid: UUID, note: str, at: datetime) -> Notice:
    """The director says what is to change; the notice is a draft again."""
    note = note.strip()
    if not note:
        raise BadInput("reason_needed")
    if not is_readable(note):
        raise BadInput("not_text")
    with transaction.atomic():
        notice = locked(actor, uid)
        take_step(notice, "send_back", table=NOTICE_STEPS, actor=actor, at=at, note=note)
        record("notice.sent_back", actor=actor, at=at, subject=("notice", notice.uid), detail={"note": note})
    return notice
