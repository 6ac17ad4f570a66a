"""Load the provincial cloud's own list of who is registered, so that nothing is retyped."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.key_digests import key_digest
from xiangyun.people.models import CloudList, CloudRow
from xiangyun.people.models.roster import CLOUD_LOADERS
from xiangyun.people.roster.cloud import MOST, CloudLine, masked_key

BATCH = 1000


def load_cloud_list(
    *, actor: Actor, lines: Sequence[CloudLine], as_of: date, at: datetime, is_sample: bool = False
) -> CloudList:
    """The list as of a day, for the actor's unit and all below. Keys are kept as keyed digests and masked only.

    The same list for the same day gives the one that is there. Raises NotAllowed, BadInput.
    """
    if not actor.holds(*CLOUD_LOADERS):
        raise NotAllowed(step="load_cloud_list")
    if not 0 < len(lines) <= MOST:
        raise BadInput("no_lines")
    if as_of > working_date(at):
        raise BadInput("day_to_come")
    rows, digest = list(_rows(lines)), _digest(lines)
    with transaction.atomic():
        made, is_new = CloudList.objects.get_or_create(
            unit_id=actor.own_unit, as_of=as_of, digest=digest,
            defaults={"row_count": len(rows), "loaded_by_id": actor.account_id, "loaded_at": at,
                      "is_sample": is_sample},
        )  # fmt: skip
        if is_new:
            for row in rows:
                row.list = made
            CloudRow.objects.bulk_create(rows, BATCH)
            detail = {"as_of": as_of, "rows": len(rows), "units": len({row.unit_id for row in rows} - {None})}
            record("roster.cloud_list_loaded", actor=actor, at=at, subject=("cloud_list", made.uid), detail=detail)
    return made


def _rows(lines: Sequence[CloudLine]) -> Iterator[CloudRow]:
    for line in lines:
        yield CloudRow(
            line=line.line,
            name=line.name,
            unit_text=line.unit_text,
            unit_id=line.unit,
            key_digest=key_digest(line.key),
            key_masked=masked_key(line.key),
            registered_on=line.registered_on,
        )


def _digest(lines: Sequence[CloudLine]) -> str:
    """Of what is kept, units included: a list whose units were cleared up meanwhile is another one."""
    kept = [[x.line, x.name, x.unit_text, x.unit, key_digest(x.key) or x.key, str(x.registered_on)] for x in lines]
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()
