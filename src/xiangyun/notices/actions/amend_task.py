"""Plan what a later notice does to a task of an earlier one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.core.texts import is_readable
from xiangyun.notices.amending import checked_values
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.making import open_clauses
from xiangyun.notices.models import Amendment, Task

MOST_REASON = 300


def amend_task(
    *,
    actor: Actor,
    notice_uid: UUID,
    task_uid: UUID,
    kind: str,
    at: datetime,
    clause_uids: Sequence[UUID] = (),
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Amendment:
    """Once this draft is published the task is kept, changed (deadline, end, units) or lifted; its answers stay, so
    nobody is asked twice. The clauses are covered by it. Lifting needs a clause or a reason.

    Raises BadInput, NotVisible, NotAllowed for a task of another owner.
    """
    reason = reason.strip()[:MOST_REASON]
    if not is_readable(reason):
        raise BadInput("not_text")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        task = Task.objects.visible_to(actor).published().filter(uid=task_uid).first()
        if task is None:
            raise NotVisible(kind="task")
        if task.owner_id != notice.owner_id:
            raise NotAllowed(step="amend")
        plain = checked_values(kind, values or {}, task, working_date(at))
        clauses = open_clauses(notice, clause_uids) if clause_uids else []
        if kind != Amendment.Kind.LIFT and not clauses:
            raise BadInput("no_open_clause")
        if not clauses and not reason:
            raise BadInput("reason_needed")
        if notice.amendments.filter(task=task).exists():
            raise BadInput("amended_already")
        amendment = Amendment.objects.create(notice=notice, task=task, kind=kind, values=plain, reason=reason)
        amendment.clauses.set(clauses)
        detail = {"task": str(task.uid), "kind": kind, "values": plain, "reason": reason}
        record("task.amendment_planned", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return amendment
