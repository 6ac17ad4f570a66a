"""Erase what the log holds of a person beside an entry; the entry and the chain stay as they are."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now
from xiangyun.core.errors import NotAllowed

from ..log import record
from ..models import PersonalValue


def erase_personal_values(*, actor: Actor, values: Iterable[PersonalValue], at: datetime) -> int:
    """Blank the values and their salts, so that not even guessing can bring them back; returns how many."""
    if not actor.holds("admin"):
        raise NotAllowed(action="audit.personal_erased")
    ids = [value.pk for value in values]
    with transaction.atomic():
        kept = PersonalValue.objects.filter(pk__in=ids, erased_at=None)
        count = kept.update(value="", salt="", erased_at=real_now())
        record("audit.personal_erased", actor=actor, at=at, detail={"count": count})
    return count
