"""Hand a task on to those below, with a note and an earlier day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xiangyun.audit.log import record
from xiangyun.calendar import Tightening, tightening_to_plain
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict
from xiangyun.notices.events import workdays
from xiangyun.notices.handing_down import check_note, check_own_day, given_to, own_word, task_to_hand_down
from xiangyun.notices.models import HandDown, Task


def hand_down(*, actor: Actor, task_uid: UUID, note: str, own: Tightening | None, rev: int, at: datetime) -> HandDown:
    """Units below see the note and the own day with whose word it is; late and on time stay the notice's.

    `rev` is that of the hand-down that it replaces, 0 for none; the same again is the same. Raises what
    `task_to_hand_down`, `check_note` and `check_own_day` refuse, and Conflict `said_meanwhile`.
    """
    check_note(note, own)
    with transaction.atomic():
        task = task_to_hand_down(actor, task_uid, at)
        said = {"note": note.strip(), "deadline": tightening_to_plain(own) if own else None}
        before = own_word(actor, task, held=True)
        if before and {"note": before.note, "deadline": before.deadline} == said:
            return before
        if own:
            check_own_day(own, given_to(actor, task, at), workdays(), at)
        if rev != (before.rev if before else 0):
            raise Conflict("said_meanwhile", rev=before.rev if before else 0)
        handed = _write(before, task, said, actor, at)
        detail = {"task": task.uid, "by": handed.unit.uid, **said, "rev": handed.rev}
        record("task.handed_down", actor=actor, at=at, subject=("hand_down", handed.uid), detail=detail)
    return handed


def _write(before: HandDown | None, task: Task, said: dict[str, Any], actor: Actor, at: datetime) -> HandDown:
    """Two that hand down at once: the database lets one in."""
    handed = before or HandDown(task=task, unit_id=actor.own_unit, rev=0)
    for name, value in {**said, "post_id": actor.post_id, "at": at, "rev": handed.rev + 1}.items():
        setattr(handed, name, value)
    try:
        with transaction.atomic():
            handed.save()
    except IntegrityError:
        raise Conflict("said_meanwhile") from None
    return handed
