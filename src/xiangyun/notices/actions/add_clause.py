"""Add a clause that the reading left out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Clause
from xiangyun.notices.spans import free_span, position_after
from xiangyun.notices.states import ORDERS


def add_clause(*, actor: Actor, notice_uid: UUID, start: int, end: int, kind: str, at: datetime) -> Clause:
    """These words of the text are a clause of this kind, open to be decided; no other clause may stand there."""
    if kind not in ORDERS:
        raise BadInput("unknown_kind")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        start, end = free_span(notice, start, end)
        position = position_after(notice, start)
        clause: Clause = Clause.objects.create(notice=notice, position=position, start=start, end=end, kind=kind)
        detail = {"position": position, "words": notice.text[start:end][:80], "kind": kind}
        record("clause.added", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return clause
