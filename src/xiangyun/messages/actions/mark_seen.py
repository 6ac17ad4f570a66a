"""Somebody at the unit has read what it was told."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.messages.models import READERS, Message


def mark_seen(*, actor: Actor, at: datetime) -> int:
    """Mark all that the unit was told as read; gives how many were new. NotAllowed for who reads none."""
    if actor.role not in READERS:
        raise NotAllowed(step="mark_seen")
    with transaction.atomic():
        n = Message.objects.visible_to(actor).unseen().update(seen_at=at)
        if n:
            record("messages.seen", actor=actor, at=at, detail={"n": n})
    return n
