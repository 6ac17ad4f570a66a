"""End the one-person mode of a unit before its time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotVisible, WrongState
from xiangyun.people.models import OnePersonMode
from xiangyun.people.signoff.modes import check_may_end


def end_one_person_mode(*, actor: Actor, uid: UUID, at: datetime) -> OnePersonMode:
    """From today two persons are needed again. An administrator in reach, or a director of the unit, may."""
    today = working_date(at)
    with transaction.atomic():
        rows = OnePersonMode.objects.visible_to(actor).select_related("unit")
        mode = rows.select_for_update(of=("self",)).filter(uid=uid).first()
        if mode is None:
            raise NotVisible(kind="one_person_mode")
        check_may_end(actor, mode.unit, at)
        if mode.until_on <= today:
            raise WrongState("mode_is_over")
        mode.ended_on, mode.ended_by_id = today, actor.account_id
        mode.save(update_fields=["ended_on", "ended_by"])
        detail = {"mode": mode.uid, "ended_on": today}
        record("one_person_mode.ended", actor=actor, at=at, subject=("unit", mode.unit.uid), detail=detail)
    return mode
