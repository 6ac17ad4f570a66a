"""Loading a pack's institutions and receivers; safe to run twice."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor

from ..institutions import Institutions
from ..models import Unit
from ..queries import path_of, unit_by_code
from .add_institution import add_institution
from .add_receiver import add_receiver


def load_institutions(*, actor: Actor, found: Institutions, opened_on: date, at: datetime) -> list[Unit]:
    """Add what is not there yet, by name and place; the units added. All or nothing, one audit entry each."""
    added = []
    with transaction.atomic():
        for row in found.institutions:
            under = unit_by_code(row.under, found.publisher)
            if not _stands(row.name, under, opened_on):
                added.append(
                    add_institution(
                        actor=actor,
                        name=row.name,
                        type=row.type,
                        under=under,
                        is_sample=row.is_sample,
                        opened_on=opened_on,
                        at=at,
                    )
                )
        for receiver in found.receivers:
            if not Unit.objects.filter(kind=Unit.Kind.RECEIVER, name=receiver.name).exists():
                added.append(
                    add_receiver(actor=actor, name=receiver.name, type=receiver.type, opened_on=opened_on, at=at)
                )
        if added:
            detail = {"list": found.publisher, "added": len(added), "opened_on": opened_on}
            record("units.institutions_loaded", actor=actor, at=at, detail=detail)
    return added


def _stands(name: str, under: Unit, day: date) -> bool:
    named = Unit.objects.filter(kind=Unit.Kind.INSTITUTION, name=name)
    return named.within(path_of(under.pk, day), day).exists()
