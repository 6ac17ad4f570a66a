"""Let one person make and sign the papers of a unit for a time."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable
from xiangyun.people.models import OnePersonMode
from xiangyun.people.signoff.modes import check_may_set
from xiangyun.units.models import Unit

MOST_DAYS = 366
MOST_REASON = 200


def set_one_person_mode(
    *, actor: Actor, unit: Unit, from_on: date, to_on: date, reason: str, at: datetime
) -> OnePersonMode:
    """From a day until before another, at most a year ahead of it. Only an administrator of the unit or of one above.

    Nobody sets it for oneself: an administrator who could draft or sign at the unit is refused.
    """
    check_may_set(actor, unit, at)
    reason = reason.strip()
    _check(from_on, to_on, reason, working_date(at))
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if OnePersonMode.objects.reaching(unit.pk, from_on, to_on).exists():
            raise BadInput("mode_is_set")
        mode = OnePersonMode.objects.create(
            unit=unit, reason=reason, from_on=from_on, to_on=to_on, set_by_id=actor.account_id, set_at=at
        )
        detail = {"from_on": from_on, "to_on": to_on, "reason": reason, "mode": mode.uid}
        record("one_person_mode.set", actor=actor, at=at, subject=("unit", unit.uid), detail=detail)
    return mode


def _check(from_on: date, to_on: date, reason: str, today: date) -> None:
    if not reason:
        raise BadInput("reason_needed")
    if not is_readable(reason) or len(reason) > MOST_REASON:
        raise BadInput("not_text")
    if from_on < today:
        raise BadInput("mode_begins_too_early")
    if to_on <= from_on:
        raise BadInput("mode_ends_first")
    if (to_on - from_on).days > MOST_DAYS:
        raise BadInput("mode_too_long")
