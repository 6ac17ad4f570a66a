"""Say something to units: stored once a unit, day and stage, however often it is said."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.messages.models import Message

BATCH = 500


def post_digests(*, actor: Actor, digests: Sequence[Message], at: datetime) -> int:
    """Store the digests in short transactions; gives how many were handed in. Those already there stay as they are.

    Only the system speaks here (NotAllowed). One entry in the log a batch, with how many of each stage it holds.
    """
    if not actor.is_system:
        raise NotAllowed(step="post_digests")
    for start in range(0, len(digests), BATCH):
        batch = digests[start : start + BATCH]
        with transaction.atomic():
            Message.objects.bulk_create(batch, ignore_conflicts=True)
            record("messages.posted", actor=actor, at=at, detail=_counts(batch))
    return len(digests)


def _counts(batch: Sequence[Message]) -> dict[str, int]:
    stages = [str(message.stage) for message in batch]
    return {stage: stages.count(stage) for stage in sorted(set(stages))}
