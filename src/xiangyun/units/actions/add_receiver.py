"""Adding a receiver: a body outside the line that is written to and has no accounts."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed

from ..models import Unit


def add_receiver(*, actor: Actor, name: str, type: str, opened_on: date, at: datetime) -> Unit:
    """Make a unit that stands in no line, so that no selector by place and no board reaches it."""
    if not actor.holds("admin"):
        raise NotAllowed(action="add_receiver")
    if not name.strip() or not type.strip():
        raise BadInput("receiver_needs_name_and_type")
    with transaction.atomic():
        unit = Unit.objects.create(kind=Unit.Kind.RECEIVER, name=name.strip(), type=type.strip())
        record("units.receiver_added", actor=actor, at=at, subject=("unit", unit.uid))
    return unit
