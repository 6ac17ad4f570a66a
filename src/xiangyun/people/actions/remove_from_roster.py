"""Take a person who left off the roster; posts are ended on their own page."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.people.models import RosterEntry
from xiangyun.people.models.roster import CLOUD_LOADERS
from xiangyun.units.models import Unit


def remove_from_roster(*, actor: Actor, uid: UUID, at: datetime) -> Unit:
    """The row goes with name and phone; gives the unit it stood at. Only an officer at or above that unit."""
    if not actor.holds(*CLOUD_LOADERS):
        raise NotAllowed(step="remove_from_roster")
    with transaction.atomic():
        entry = RosterEntry.objects.visible_to(actor).select_related("unit").filter(uid=uid).first()
        if entry is None:
            raise NotVisible(kind="roster_entry")
        entry.delete()
        record("roster.removed", actor=actor, at=at, subject=("unit", entry.unit.uid))
    return entry.unit
