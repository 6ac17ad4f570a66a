"""Saying whom to ask at a unit: its own people and the officers above it keep this up to date."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.core.texts import is_readable

from ..contacts import NAME_LENGTH, PHONE_LENGTH, may_edit_contact
from ..models import Unit
from ..queries import path_of

PHONE_SIGNS = set("0123456789+-() ,;/转、，；")


def edit_contact(*, actor: Actor, uid: UUID, name: str, phone: str, at: datetime) -> Unit:
    """Write the name and telephone of a unit's contact; empty ones say that there is none.

    Raises NotVisible, NotAllowed, BadInput("too_long" | "not_text" | "bad_phone").
    """
    name, phone = name.strip(), phone.strip()
    _check(name, phone)
    with transaction.atomic():
        unit = Unit.objects.visible_to(actor).select_for_update().filter(uid=uid).first()
        if unit is None:
            raise NotVisible(kind="unit")
        if not may_edit_contact(actor, unit.pk, path_of(unit.pk, working_date(at))):
            raise NotAllowed(step="edit_contact")
        unit.contact_name, unit.contact_phone = name, phone
        unit.save(update_fields=["contact_name", "contact_phone"])
        record(
            "units.contact_edited",
            actor=actor,
            at=at,
            subject=("unit", unit.uid),
            personal={"contact_name": name, "contact_phone": phone},
        )
    return unit


def _check(name: str, phone: str) -> None:
    if not (is_readable(name) and is_readable(phone)):
        raise BadInput("not_text")
    if len(name) > NAME_LENGTH or len(phone) > PHONE_LENGTH:
        raise BadInput("too_long")
    if not set(phone) <= PHONE_SIGNS:
        raise BadInput("bad_phone")
