"""Set how much a task asks of each unit of a class."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.definitions import checked
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.making import write_quotas
from xiangyun.notices.models import Quota, Task
from xiangyun.notices.quotas import misfits
from xiangyun.notices.task_plans import QuotaPlan


def set_quotas(*, actor: Actor, task_uid: UUID, quotas: Sequence[QuotaPlan], at: datetime) -> list[Quota]:
    """These quotas, and no others, for a task of a draft; each class lies within those whom the task asks.

    Raises BadInput with `lines` (a code for each line that is wrong), NotVisible, NotAllowed or WrongState.
    """
    task = Task.objects.visible_to(actor).select_related("notice", "selector").filter(uid=task_uid).first()
    if task is None:
        raise NotVisible(kind="task")
    for quota in quotas:
        if quota.selector is not None:
            checked(quota.selector)
    if wrong := misfits(task.selector.definition, quotas, working_date(at)):
        raise BadInput("quotas_incomplete", lines=wrong)
    with transaction.atomic():
        notice = draft_of(actor, task.notice.uid)
        locked = notice.tasks.select_for_update().filter(pk=task.pk, selector=task.selector_id).first()
        if locked is None:
            raise BadInput("changed_meanwhile")
        write_quotas(locked, quotas, at)
        detail = {"quotas": [_said(quota) for quota in quotas]}
        record("task.quotas_set", actor=actor, at=at, subject=("task", task.uid), detail=detail)
    return list(locked.quotas.select_related("selector"))


def _said(quota: QuotaPlan) -> dict[str, Any]:
    """A quota for the log."""
    amount = f"{quota.op} {quota.value} {quota.measure} {quota.of}".strip()
    return {"asked": amount, "together": quota.is_total, "of_all": quota.selector is None}
