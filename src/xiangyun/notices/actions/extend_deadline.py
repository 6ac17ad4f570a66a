"""Give named units more time in one open period."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, Conflict
from xiangyun.notices.extensions import MoreTime, Reached, check_grant, new_due, open_period, reached_by
from xiangyun.notices.models import Extension, TaskPeriod
from xiangyun.notices.moved import tell_followers

BATCH = 500


def extend_deadline(*, actor: Actor, period_uid: UUID, more: MoreTime, expected: int, at: datetime) -> Reached:
    """They see the new day, an answer up to it is on time, and they count as missing only after it and the lock hours.

    `expected` is how many units a preview said would get it: Conflict `counted_meanwhile` with the new number where
    it is another by now. Raises what `open_period` and `check_grant` refuse, and BadInput `nobody_gets_it`.
    """
    check_grant(open_period(actor, period_uid, at), more, at)
    with transaction.atomic():
        period = open_period(actor, period_uid, at, held=True)
        check_grant(period, more, at)
        found = reached_by(period, more, at)
        if not found.given:
            raise BadInput("nobody_gets_it")
        if found.given != expected:
            raise Conflict("counted_meanwhile", units=found.given)
        _give(period, more, found, actor, at)
        tell_followers(period)
        detail = {
            "period": period.key,
            "on": more.due_on,
            "reason": more.reason.strip(),
            "units": found.given,
            "picked": list(more.picked),
        }
        record("deadline.extended", actor=actor, at=at, subject=("task", period.task.uid), detail=detail)
    return found


def _give(period: TaskPeriod, more: MoreTime, found: Reached, actor: Actor, at: datetime) -> None:
    due_at = new_due(period, more.due_on)
    given = {
        "due_at": due_at,
        "locks_at": due_at + timedelta(hours=period.task.lock_hours),
        "reason": more.reason.strip(),
        "post_id": actor.post_id,
        "at": at,
    }
    rows = [Extension(period=period, unit_id=unit, **given) for unit in found.places.values_list("unit", flat=True)]
    Extension.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["unit", "period"],
        update_fields=list(given),
    )
