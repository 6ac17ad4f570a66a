"""Attach a photo to a field."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, WrongState
from xiangyun.facts.models import Evidence
from xiangyun.files.actions.store_picture import store_picture
from xiangyun.returns.duties import open_duty
from xiangyun.returns.sending import draft_to_fill, form_of
from xiangyun.returns.states import TO_FILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """When and where a photo was taken, as the phone read it before shrinking; WGS-84 degrees."""

    at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def attach_photo(*, actor: Actor, period_uid: UUID, field: str, raw: bytes, taken: Taken, at: datetime) -> Evidence:
    """Keep a photo for a field of the draft, started if there is none; the same photo again changes nothing.

    The field's value is set when the form is saved. Raises BadInput for what is no picture or no photo field.
    """
    period = open_duty(actor, period_uid, at)
    found = form_of(period).field_at(field)
    if found is None or found.type != "image":
        raise BadInput("not_a_photo_field", field=field)
    stored = store_picture(actor=actor, raw=raw, at=at)
    with transaction.atomic():
        draft = draft_to_fill(actor, period, at)
        if draft.state not in TO_FILL:
            raise WrongState(step="attach", state=draft.state)
        evidence, is_new = Evidence.objects.get_or_create(
            unit_id=draft.unit_id,
            source_kind="return",
            source_uid=draft.uid,
            field=field,
            sha256=stored.sha256,
            defaults={
                "taken_at": taken.at,
                "latitude": taken.latitude,
                "longitude": taken.longitude,
                "at": at,
            },
        )
        if is_new:
            record("photo.attached", actor=actor, at=at, subject=("return", draft.uid), detail={"field": field})
    return evidence
