"""Send a paper back to those who made it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.core.steps import take_step
from xiangyun.core.texts import is_readable
from xiangyun.people.signoff.papers import Paper, locked_paper, signing_of
from xiangyun.people.signoff.queries import tenure_to_sign_by


def send_back_paper(*, actor: Actor, kind: str, uid: UUID, note: str, at: datetime) -> Paper:
    """Who could sign says what is to change; the paper is a draft again."""
    note = note.strip()
    if not note:
        raise BadInput("reason_needed")
    if not is_readable(note):
        raise BadInput("not_text")
    with transaction.atomic():
        paper = locked_paper(actor, kind, uid)
        tenure_to_sign_by(actor, working_date(at))
        take_step(paper, "send_back", table=signing_of(kind).table, actor=actor, at=at, note=note)
        record(f"{kind}.sent_back", actor=actor, at=at, subject=(kind, uid), detail={"note": note})
    return paper
