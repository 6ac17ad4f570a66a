"""Take back what was handed down."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import Conflict, NotVisible, WrongState
from xiangyun.notices.handing_down import own_word, task_to_hand_down, words_below
from xiangyun.notices.models import Task


def take_back_hand_down(*, actor: Actor, task_uid: UUID, rev: int, at: datetime) -> Task:
    """The notice's own day, or that of the body above, holds again; the log keeps what was said.

    WrongState `relied_on` while a body below has handed the task on itself; Conflict `said_meanwhile`.
    """
    with transaction.atomic():
        task = task_to_hand_down(actor, task_uid, at)
        handed = own_word(actor, task, held=True)
        if handed is None:
            raise NotVisible(kind="hand_down")
        if handed.rev != rev:
            raise Conflict("said_meanwhile", rev=handed.rev)
        if words_below(actor, task, working_date(at)):
            raise WrongState("relied_on")
        detail = {"task": task.uid, "by": handed.unit.uid, "note": handed.note, "deadline": handed.deadline}
        record("task.hand_down_taken_back", actor=actor, at=at, subject=("hand_down", handed.uid), detail=detail)
        handed.delete()
    return task
