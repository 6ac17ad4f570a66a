"""Hand a draft in for sign-off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.core.models import Site
from xiangyun.core.steps import take_step
from xiangyun.notices.burden import check_cap
from xiangyun.notices.drafts import locked
from xiangyun.notices.findings import undecided
from xiangyun.notices.models import Notice
from xiangyun.notices.periods import needs_a_day
from xiangyun.notices.ruling import left_to_answer
from xiangyun.notices.states import NOTICE_STEPS, ClauseState


def submit_notice(*, actor: Actor, uid: UUID, at: datetime, leave_open: bool = False) -> Notice:
    """Ask the director to sign.

    Refused while a clause that orders something is open, without a task, while a deadline lacks its day, a
    contradiction is not decided, a rule of today has no answer, or villages are brought over their cap without a
    reason. In a demonstration `leave_open` lets clauses and contradictions stay open: they ask nobody for anything.
    """
    if leave_open and not Site.current().is_demo:
        raise NotAllowed("demonstration_only")
    with transaction.atomic():
        notice = locked(actor, uid)
        if not leave_open:
            _check_decided(notice)
        _check_tasks(notice, at)
        check_cap(notice, at)
        changes = {"submitted_by_id": actor.account_id}
        take_step(notice, "submit", table=NOTICE_STEPS, actor=actor, at=at, changes=changes)
        record("notice.submitted", actor=actor, at=at, subject=("notice", notice.uid))
    return notice


def _check_tasks(notice: Notice, at: datetime) -> None:
    tasks = list(notice.tasks.all())
    if not tasks and not notice.amendments.exists():
        raise BadInput("no_task")
    if vague := [task for task in tasks if needs_a_day(task, at)]:
        raise BadInput("deadline_needs_a_day", tasks=[str(task.uid) for task in vague])


def _check_decided(notice: Notice) -> None:
    if n := notice.clauses.orders().in_state(ClauseState.OPEN).count():
        raise BadInput("clauses_open", count=n)
    if findings := undecided(notice):
        raise BadInput("finding_undecided", findings=findings)
    if positions := left_to_answer(notice):
        raise BadInput("rule_unanswered", positions=positions)
