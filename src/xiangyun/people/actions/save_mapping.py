"""Keep what the officer said of an export: which column means what, which of its names is which unit."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.models import CloudMapping
from xiangyun.people.models.roster import CLOUD_LOADERS
from xiangyun.people.roster.cloud import MEANINGS, headers_digest, lacking


def save_mapping(
    *,
    actor: Actor,
    headers: Sequence[str],
    columns: Mapping[str, str],
    units: Mapping[str, str],
    at: datetime,
    is_sample: bool = False,
) -> CloudMapping:
    """Saved for the actor's unit and these headers; offered again for them. Names of units are added to those said.

    Raises NotAllowed, BadInput with the meanings that lack a column (`columns_lack`).
    """
    if not actor.holds(*CLOUD_LOADERS):
        raise NotAllowed(step="save_mapping")
    kept = {meaning: columns.get(meaning, "") for meaning in MEANINGS}
    if missing := lacking(headers, kept):
        raise BadInput("columns_lack", missing=missing)
    with transaction.atomic():
        mapping, _ = CloudMapping.objects.select_for_update().get_or_create(
            unit_id=actor.own_unit,
            headers_digest=headers_digest(headers),
            defaults={"headers": list(headers), "saved_at": at, "is_sample": is_sample},
        )
        mapping.columns, mapping.units = kept, mapping.units | dict(units)
        mapping.saved_at, mapping.saved_by_id = at, actor.account_id
        mapping.save()
        detail = {"columns": {m: n for m, n in kept.items() if n}, "units": len(mapping.units)}
        record("roster.mapping_saved", actor=actor, at=at, detail=detail)
    return mapping
