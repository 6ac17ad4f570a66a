"""Loading a pack's institutions, professional lines and receivers; safe to run twice."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed

from ..applying import lock_tree
from ..finding import reindex
from ..institutions import Institution, Institutions, Joining
from ..models import Line, Placement, Unit
from ..paths import child_path, slot
from ..queries import path_of, place_of, unit_by_code
from .add_receiver import add_receiver

AFTER_DIVISIONS = "~"
"""Sort key: institutions follow the divisions of the same place, in the order they were added."""


def load_institutions(*, actor: Actor, found: Institutions, opened_on: date, at: datetime) -> list[Unit]:
    """Add what is not there yet, by name and place, from a day on; the units added. All or nothing.

    Raises NotAllowed, NotVisible for a code or name that is not there on that day.
    """
    if not actor.holds("admin"):
        raise NotAllowed(action="load_institutions")
    with transaction.atomic():
        lock_tree()
        for line in found.lines:
            Line.objects.get_or_create(slug=line.slug, defaults={"label": dict(line.label)})
        added = list(_added(found, opened_on))
        joined = sum(_join(found, joining, opened_on) for joining in found.joins)
        for receiver in found.receivers:
            if not Unit.objects.filter(kind=Unit.Kind.RECEIVER, name=receiver.name).exists():
                added.append(
                    add_receiver(actor=actor, name=receiver.name, type=receiver.type, opened_on=opened_on, at=at)
                )
        if added or joined:
            reindex(unit.pk for unit in added)
            detail = {"list": found.publisher, "added": len(added), "joined": joined, "opened_on": opened_on}
            record("units.institutions_loaded", actor=actor, at=at, detail=detail)
    return added


def _added(found: Institutions, day: date) -> Iterator[Unit]:
    """Those that were not there; every one stands in its line then."""
    known: dict[str, Unit] = {}
    for row in found.institutions:
        under = known[row.under] if row.under in known else unit_by_code(row.under, found.publisher)
        there = _there(row.name, under, day)
        unit = known[row.name] = there or _new(row, under, day)
        if row.line:
            _stand_in_line([unit], row.line, known[row.above] if row.above else None, day)
        if there is None:
            yield unit


def _there(name: str, under: Unit, day: date) -> Unit | None:
    named = Unit.objects.filter(kind=Unit.Kind.INSTITUTION, name=name)
    return named.within(path_of(under.pk, day), day).first()


def _new(row: Institution, under: Unit, day: date) -> Unit:
    unit = Unit.objects.create(
        kind=Unit.Kind.INSTITUTION, name=row.name, type=row.type, is_sample=row.is_sample, sort_key=AFTER_DIVISIONS
    )
    path = child_path(path_of(under.pk, day), unit.pk, None)
    Placement.objects.create(unit=unit, path=path, name=unit.name, from_on=day)
    return unit


def _join(found: Institutions, joining: Joining, day: date) -> int:
    """The divisions of a level within a code take their places in a line; gives how many were not in it yet."""
    within = path_of(unit_by_code(joining.within, found.publisher).pk, day)
    units = Unit.objects.in_use(day).within(within, day).filter(kind=Unit.Kind.DIVISION, level=joining.level)
    above = Unit.objects.filter(kind=Unit.Kind.INSTITUTION, name=joining.above).within(within, day).get()
    return _stand_in_line(list(units.in_list_order()), joining.line, above, day)


def _stand_in_line(units: list[Unit], line: str, above: Unit | None, day: date) -> int:
    """Places in a line for those that never stood in it, under the names they have in the territory that day."""
    stood = set(Placement.objects.along(line).filter(unit__in=units).values_list("unit", flat=True))
    path = path_of(above.pk, day, line) if above else ""
    new = [place_of(unit.pk, day) for unit in units if unit.pk not in stood]
    for place in new:
        place.pk, place.line, place.path, place.from_on, place.to_on = None, line, path + slot(place.unit_id), day, None
    Placement.objects.bulk_create(new)
    return len(new)
