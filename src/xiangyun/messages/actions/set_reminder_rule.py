"""An owner of tasks says after how many working days the unit above is told."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.messages.models import ReminderRule
from xiangyun.messages.rules import MOST_WORKING_DAYS


def set_reminder_rule(*, actor: Actor, owner_id: int, working_days: int, at: datetime) -> ReminderRule:
    """Set it for the tasks of a unit, by its own officer. NotAllowed, BadInput `bad_working_days`."""
    own = actor.holds("officer") and actor.unit_id == owner_id
    if not (own or actor.is_system):
        raise NotAllowed(step="set_reminder_rule")
    if not 1 <= working_days <= MOST_WORKING_DAYS:
        raise BadInput("bad_working_days", most=MOST_WORKING_DAYS)
    with transaction.atomic():
        values = {"working_days": working_days, "at": at}
        rule, _new = ReminderRule.objects.update_or_create(owner_id=owner_id, defaults=values)
        record("reminders.set", actor=actor, at=at, detail={"owner": owner_id, "working_days": working_days})
    return rule
