"""Pin the day that a deadline leaves open."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.calendar import Pinned, pin, to_plain
from xiangyun.calendar.deadlines import Pinnable
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible, WrongState
from xiangyun.core.texts import is_readable
from xiangyun.notices.events import FIRST_YEAR, LAST_YEAR, MOST_DOCUMENT
from xiangyun.notices.models import Task
from xiangyun.notices.moved import keep_up_all
from xiangyun.notices.periods import deadline_of
from xiangyun.notices.pinning import is_open, may_pin
from xiangyun.notices.states import NoticeState


def pin_deadline(*, actor: Actor, task_uid: UUID, on: date, document: str, at: datetime) -> Task:
    """Units see the day beside the wording. In a draft any vague day; afterwards only what another body sets.

    Raises NotVisible, NotAllowed, WrongState, and what `calendar.pin` refuses.
    """
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise BadInput("not_a_day", on=on.isoformat())
    if not is_readable(document) or len(document.strip()) > MOST_DOCUMENT:
        raise BadInput("too_long" if is_readable(document) else "not_text")
    with transaction.atomic():
        task = Task.objects.visible_to(actor).select_for_update(of=("self",)).filter(uid=task_uid).first()
        if task is None:
            raise NotVisible(kind="task")
        if not may_pin(task, actor):
            raise NotAllowed(step="pin_deadline")
        deadline = deadline_of(task)
        if not isinstance(deadline, Pinnable | Pinned):
            raise BadInput("nothing_to_pin")
        if not is_open(task):
            raise WrongState(state=task.notice.state)
        task.deadline = to_plain(pin(deadline, on, document.strip()))
        task.save(update_fields=["deadline"])
        if task.notice.state == NoticeState.PUBLISHED:
            keep_up_all([task], at)
        record("task.pinned", actor=actor, at=at, subject=("task", task.uid), detail={"on": on, "document": document})
    return task
