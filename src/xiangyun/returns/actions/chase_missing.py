"""Note that somebody asked after all that is missing of a period at and below a unit."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, WrongState
from xiangyun.messages.models import Chase
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.chasing import may_chase, missing_below
from xiangyun.units.models import Unit


def chase_missing(*, actor: Actor, period: TaskPeriod, unit: Unit, day: date, at: datetime) -> Chase:
    """Keep who asked and how many were missing, so that the next officer sees it.

    `unit` comes from `unit_shown` for the same day. NotVisible beyond the own subtree, NotAllowed for a role that
    does not chase, WrongState `nobody_missing`, or `locked` once the period has closed.
    """
    missing = missing_below(actor=actor, period=period, unit=unit, day=day)
    if not may_chase(actor):
        raise NotAllowed(step="chase_missing")
    if period.closed_at is not None:
        raise WrongState("locked")
    n = missing.count()
    if not n:
        raise WrongState("nobody_missing")
    own = Unit.objects.visible_to(actor).filter(pk=actor.own_unit).values_list("name", flat=True).first()
    who = {
        "by_unit_id": actor.unit_id,
        "account_id": actor.account_id,
        "post_id": actor.post_id,
        "by_unit_name": own or "",
    }
    with transaction.atomic():
        chase = Chase.objects.note(period_uid=period.uid, unit_id=unit.pk, n=n, at=at, **who)
        record("period.chased", actor=actor, at=at, subject=("period", period.uid), detail={"unit": unit.uid, "n": n})
    return chase
