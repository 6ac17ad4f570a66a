"""Throw a draft away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.drafts import draft_of


def discard_draft(*, actor: Actor, notice_uid: UUID, at: datetime) -> None:
    """The draft, its clauses and its tasks are gone; nobody was asked anything by them. Only one of one's own unit."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        detail = {"title": notice.title, "clauses": notice.clauses.count(), "tasks": notice.tasks.count()}
        notice.tasks.all().delete()
        notice.delete()
        record("notice.discarded", actor=actor, at=at, subject=("notice", notice_uid), detail=detail)
