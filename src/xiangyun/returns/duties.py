"""Whether a unit owes an answer for a period, and may give it now."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible, WrongState
from xiangyun.notices.extensions import is_let_in
from xiangyun.notices.models import Quota, TaskPeriod
from xiangyun.notices.selectors import selectors_reaching
from xiangyun.notices.states import NoticeState

from .models import Return
from .states import ReturnState

FILLERS = ("reporter", "reviewer", "officer")


def duty(actor: Actor, period_uid: UUID) -> TaskPeriod:
    """The period of a published task, with task, form and `has_quotas`; NotVisible when there is none."""
    period = (
        TaskPeriod.objects.select_related("task__form_version", "task__selector", "task__notice")
        .annotate(has_quotas=Exists(Quota.objects.of_task(OuterRef("task"))))
        .filter(uid=period_uid, task__notice__state=NoticeState.PUBLISHED)
        .first()
    )
    if period is None or actor.unit_id is None:
        raise NotVisible(kind="period")
    return period


def open_duty(actor: Actor, period_uid: UUID, at: datetime) -> TaskPeriod:
    """A period that the actor's unit owes and may answer now; what was sent back may be mended after the lock too.

    Raises NotVisible when it does not owe, NotAllowed for a post that does not fill in, WrongState when the
    period is not open yet or is locked.
    """
    period = duty(actor, period_uid)
    if not owes(actor.unit_id, period, at):
        raise NotVisible(kind="period")
    if not actor.holds(*FILLERS):
        raise NotAllowed(step="fill")
    if at < period.opens_at:
        raise WrongState("not_open", opens_at=period.opens_at.isoformat())
    if is_locked(period, actor.own_unit, at) and not _is_sent_back(actor, period):
        raise locked(period)
    return period


def is_locked(period: TaskPeriod, unit_id: int, at: datetime) -> bool:
    """Closed stays closed, whatever the clock says; before that a unit with more time has its own lock."""
    if period.closed_at is not None:
        return True
    return period.locks_at is not None and at >= period.locks_at and not is_let_in(period, unit_id, at)


def locked(period: TaskPeriod) -> WrongState:
    """The refusal of what comes too late."""
    return WrongState("locked", locked_at=period.locks_at.isoformat() if period.locks_at else "")


def _is_sent_back(actor: Actor, period: TaskPeriod) -> bool:
    mine = Return.objects.visible_to(actor).filter(unit=actor.unit_id, period=period)
    return mine.filter(state=ReturnState.SENT_BACK).exists()


def keep_open(period: TaskPeriod) -> None:
    """Keep the period from closing until this transaction ends; WrongState when it has closed already.

    On PostgreSQL a shared row lock, so that senders do not wait for each other but the closing job does;
    SQLite has one writer at a time anyway.
    """
    share = " FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT closed_at FROM notices_taskperiod WHERE id = %s{share}", [period.pk])
        (closed_at,) = cursor.fetchone()
    if closed_at is not None:
        raise locked(period)


def counting_day(period: TaskPeriod, at: datetime) -> date:
    """The day whose tree counts: the working date, but not later than the due date."""
    return period.counting_day(at)


def owes(unit_id: int | None, period: TaskPeriod, at: datetime) -> bool:
    """Whether the task's selector reaches the unit on the day that counts."""
    selector = period.task.selector
    return unit_id is not None and bool(selectors_reaching(unit_id, [selector], counting_day(period, at)))


def own_quotas(unit_id: int, period: TaskPeriod, at: datetime) -> list[Quota]:
    """How much the task of a period from `duty` asks of a unit that owes it; no query where it asks no number.

    One query, and one more where some classes are asked another number than others.
    """
    task = period.task
    if not period.has_quotas:  # type: ignore[attr-defined]
        return []
    asked = [quota for quota in task.quotas.select_related("selector") if not quota.is_total]
    classes = {quota.selector for quota in asked if quota.selector_id != task.selector_id}
    reached = {task.selector_id, *selectors_reaching(unit_id, classes, counting_day(period, at))}
    return [quota for quota in asked if quota.selector_id in reached]
