"""Set what a bureau reckons each kind of field to take."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.forms.effort import KINDS, wrong_in
from xiangyun.forms.models import FieldTime
from xiangyun.units.models import Unit


def set_field_times(*, actor: Actor, owner: Unit, seconds: Mapping[str, int], at: datetime) -> list[FieldTime]:
    """The owner's own seconds by kind, as a pack's table gives them; what was measured stays, other kinds stay.

    The same again writes nothing. Raises NotAllowed, or BadInput naming the kinds at fault.
    """
    if not (actor.is_system or (actor.holds("officer") and actor.unit_id == owner.pk)):
        raise NotAllowed(step="set_field_times")
    if wrong := wrong_in(seconds):
        raise BadInput("bad_minutes", kinds=wrong)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=owner.pk)
        known = {row.kind: row.seconds for row in FieldTime.objects.filter(owner=owner)}
        fresh = [
            FieldTime(owner=owner, kind=kind, seconds=seconds[kind])
            for kind in KINDS
            if kind in seconds and known.get(kind) != seconds[kind]
        ]
        FieldTime.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["owner", "kind"], update_fields=["seconds"]
        )
        if fresh:
            detail = {row.kind: row.seconds for row in fresh}
            record("field_times.set", actor=actor, at=at, subject=("unit", owner.uid), detail=detail)
    return fresh
