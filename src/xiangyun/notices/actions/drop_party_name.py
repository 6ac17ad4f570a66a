"""Take a name out of the dictionary of a unit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.notices.models import PartyName


def drop_party_name(*, actor: Actor, uid: UUID, at: datetime) -> PartyName:
    """The entry no longer counts; tasks made by it stay as they are. Only an officer of the unit that made it."""
    if not actor.holds("officer"):
        raise NotAllowed(step="drop_party_name")
    with transaction.atomic():
        entry = PartyName.objects.holding_for(actor).select_for_update(of=("self",)).filter(uid=uid).first()
        if entry is None:
            raise NotVisible(kind="party_name")
        if entry.owner_id != actor.unit_id:
            raise NotAllowed(step="drop_party_name")
        detail = {"name": entry.name, "definition": entry.definition}
        record("party.dropped", actor=actor, at=at, subject=("party_name", entry.uid), detail=detail)
        entry.delete()
    return entry
