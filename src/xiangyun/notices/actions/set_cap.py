"""Set how many minutes a week a village may be asked for."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.core.texts import is_readable
from xiangyun.notices.models import Cap
from xiangyun.units.models import Unit

MOST_MINUTES = 2400
"""Minutes of a working week of forty hours."""
MOST_DOCUMENT = 120


def set_cap(*, actor: Actor, minutes: int, document: str, at: datetime) -> Cap:
    """The cap of one's own bureau, with the document that sets it; it counts below where nobody nearer set another.

    An officer or director. Raises NotAllowed, or BadInput with the fields at fault.
    """
    if not actor.holds("officer", "director") or actor.unit_id is None:
        raise NotAllowed(step="set_cap")
    problems = {
        "minutes": "" if 1 <= minutes <= MOST_MINUTES else "out_of_range",
        "document": "blank" if not document.strip() else "" if is_readable(document) else "not_text",
    }
    if found := {field: code for field, code in problems.items() if code}:
        raise BadInput("cap_incomplete", fields=found)
    document = document.strip()[:MOST_DOCUMENT]
    with transaction.atomic():
        owner = Unit.objects.select_for_update().get(pk=actor.unit_id)
        values = {"minutes": minutes, "document": document, "at": at}
        cap, _ = Cap.objects.update_or_create(owner=owner, defaults=values)
        detail = {"minutes": minutes, "document": document}
        record("cap.set", actor=actor, at=at, subject=("unit", owner.uid), detail=detail)
    return cap
