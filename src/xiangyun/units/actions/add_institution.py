"""Adding an institution (library, culture centre, book house, troupe) under a division or another institution."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed

from ..models import Placement, Unit
from ..paths import child_path
from ..queries import path_of

AFTER_DIVISIONS = "~"
"""Sort key: institutions follow the divisions of the same place, in the order they were added."""


def add_institution(
    *, actor: Actor, name: str, type: str, under: Unit, is_sample: bool, opened_on: date, at: datetime
) -> Unit:
    """Make the institution's unit and its place; an officer adds only at and below the own unit.

    Raises BadInput without name or type, NotVisible if the place does not stand on that day, NotAllowed.
    """
    if not name.strip() or not type.strip():
        raise BadInput("institution_needs_name_and_type")
    place = path_of(under.pk, opened_on)
    if not (actor.is_system or (actor.holds("officer", "admin") and place.startswith(actor.paths or ("~",)))):
        raise NotAllowed(action="add_institution")
    with transaction.atomic():
        unit = Unit.objects.create(
            kind=Unit.Kind.INSTITUTION,
            name=name.strip(),
            type=type.strip(),
            is_sample=is_sample,
            sort_key=AFTER_DIVISIONS,
        )
        path = child_path(place, unit.pk, None)
        Placement.objects.create(unit=unit, path=path, name=unit.name, from_on=opened_on)
        detail = {"type": unit.type, "under": under.uid, "opened_on": opened_on, "is_sample": is_sample}
        record("units.institution_added", actor=actor, at=at, subject=("unit", unit.uid), detail=detail)
    return unit
