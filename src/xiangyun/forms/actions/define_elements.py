"""Define entries of the dictionary."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.forms.models import Element
from xiangyun.units.models import Unit


def define_elements(*, actor: Actor, owner: Unit, entries: Iterable[Mapping[str, Any]], at: datetime) -> list[Element]:
    """Add the entries that the owner's dictionary lacks; those there stay as they are."""
    if not (actor.is_system or (actor.holds("officer") and actor.unit_id == owner.pk)):
        raise NotAllowed(step="define_elements")
    with transaction.atomic():
        known = set(Element.objects.filter(owner=owner).values_list("slug", flat=True))
        added = Element.objects.bulk_create(
            Element(owner=owner, **entry) for entry in entries if entry["slug"] not in known
        )
        if added:
            record("elements.defined", actor=actor, at=at, subject=("unit", owner.uid), detail={"count": len(added)})
    return added
