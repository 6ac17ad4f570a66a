"""From an order to an applied change with its history: what single changes and whole lists share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.core.ids import uuid7
from xiangyun.core.texts import is_readable

from .changes import carry_out
from .finding import reindex
from .following import call_by_todays_names
from .models import Change, ChangedUnit, ListEdition, Placement, Unit
from .orders import Order, kind_of, plain, units_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Decree:
    """From when on, and by which document; `edition` where a list says so."""

    on: date
    document: str
    note: str = ""
    edition: ListEdition | None = None


def check_decree(decree: Decree) -> None:
    """A change of the tree needs a document, in signs that can be read."""
    if not decree.document.strip():
        raise BadInput("document_needed")
    if not (is_readable(decree.document) and is_readable(decree.note)):
        raise BadInput("not_text")


def apply(actor: Actor, order: Order, decree: Decree, at: datetime, uid: UUID | None = None) -> Change:
    """Carry out an order and write its history; in the caller's transaction, rights are checked by then."""
    change = Change.objects.create(
        uid=uid or uuid7(),
        kind=kind_of(order),
        on=decree.on,
        document=decree.document,
        note=decree.note,
        edition=decree.edition,
        said={"order": plain(order)},
        post_id=actor.post_id,
        at=at,
    )
    named = _units(order)
    before = _names(named, decree.on)
    made = carry_out(change, order)
    for part, units in made.items():
        named.setdefault(part, []).extend(units)
    _link(change, named)
    change.said |= {"before": before, "after": _names(named, decree.on)}
    change.counts = {"units": change.made.values("unit").distinct().count() or change.dropped.count()}
    change.save(update_fields=["said", "counts"])
    call_by_todays_names(units_of(change), working_date(at))
    reindex({unit.pk for units in named.values() for unit in units})
    return change


def units_of(change: Change) -> set[int]:
    """Every unit a change placed anew or took away; a counter-action names those of what it undid."""
    if change.undoes_id is not None:
        return set(change.said["units"])
    made, dropped = change.made.values_list("unit", flat=True), change.dropped.values_list("unit", flat=True)
    return {*made, *dropped}


def _units(order: Order) -> dict[str, list[Unit]]:
    named = units_named(order)
    found = Unit.objects.in_bulk([pk for pks in named.values() for pk in pks])
    return {part: [found[pk] for pk in pks] for part, pks in named.items()}


def _link(change: Change, named: dict[str, list[Unit]]) -> None:
    ChangedUnit.objects.bulk_create(
        [ChangedUnit(change=change, unit=unit, part=part) for part, units in named.items() for unit in units],
        ignore_conflicts=True,
    )


def _names(named: dict[str, list[Unit]], on: date) -> dict[str, Any]:
    """What the units were called on the day, by part, for a history that stays readable."""
    ids = [unit.pk for units in named.values() for unit in units]
    names = dict(Placement.objects.territorial().on(on).filter(unit__in=ids).values_list("unit", "name"))
    return {part: [names.get(u.pk, u.name) for u in units] for part, units in named.items()}


def lock_tree() -> None:
    """One change of the tree at a time."""
    if connection.vendor == "postgresql":  # SQLite locks the whole database when the transaction begins
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Change._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
