"""Hand a draft in for sign-off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.steps import take_step
from xiangyun.notices.drafts import locked
from xiangyun.notices.models import Notice
from xiangyun.notices.periods import needs_a_day
from xiangyun.notices.states import NOTICE_STEPS, ClauseState


def submit_notice(*, actor: Actor, uid: UUID, at: datetime) -> Notice:
    """Ask the director to sign.

    Refused while a duty is neither made a task nor dismissed, without a task, or while a deadline lacks its day.
    """
    with transaction.atomic():
        notice = locked(actor, uid)
        open_ones = notice.clauses.orders().in_state(ClauseState.OPEN).count()
        if open_ones:
            raise BadInput("clauses_open", count=open_ones)
        if not notice.tasks.exists():
            raise BadInput("no_task")
        if vague := [task for task in notice.tasks.all() if needs_a_day(task, at)]:
            raise BadInput("deadline_needs_a_day", tasks=[str(task.uid) for task in vague])
        changes = {"submitted_by_id": actor.account_id}
        take_step(notice, "submit", table=NOTICE_STEPS, actor=actor, at=at, changes=changes)
        record("notice.submitted", actor=actor, at=at, subject=("notice", notice.uid))
    return notice
