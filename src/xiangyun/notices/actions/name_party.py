"""Say what a name stands for in the notices of a unit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.core.texts import is_readable
from xiangyun.notices.models import PartyName
from xiangyun.notices.party_names import as_entry, reach_of_entry
from xiangyun.notices.party_words import key_of
from xiangyun.units.models import Unit

MOST_NAME = 60


def name_party(*, actor: Actor, name: str, definition: Mapping[str, Any], at: datetime) -> PartyName:
    """An entry of the dictionary of the officer's own unit; one of the same name is replaced.

    It counts in notices of the unit and of those below it, before all that the words of the name say.
    Raises NotAllowed, and BadInput for a name or a definition that cannot be used, or that means nobody.
    """
    if not actor.holds("officer"):
        raise NotAllowed(step="name_party")
    key = _key(name)
    owner = Unit.objects.get(pk=actor.own_unit)
    entry = as_entry(definition, owner)
    n, inside = reach_of_entry(entry, owner, working_date(at))
    if not inside:
        raise BadInput("reaches_nobody")
    if n != inside:
        raise BadInput("party_beyond_reach", outside=n - inside)
    with transaction.atomic():
        before = PartyName.objects.select_for_update().filter(owner=owner, name=key).first()
        named, _ = PartyName.objects.update_or_create(owner=owner, name=key, defaults={"definition": entry})
        detail = {"name": key, "definition": entry, "before": before.definition if before else {}, "units": n}
        record("party.named", actor=actor, at=at, subject=("party_name", named.uid), detail=detail)
    return named


def _key(name: str) -> str:
    if not is_readable(name):
        raise BadInput("not_text")
    key = key_of(name)
    if not key:
        raise BadInput("blank_name")
    if len(key) > MOST_NAME:
        raise BadInput("name_too_long", most=MOST_NAME)
    return key
