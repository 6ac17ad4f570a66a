"""Many changes of single places at once, with the same history as one by one: an edition has thousands of them.

A step is for a unit that has one place from the day on and nothing below that moves with it. Joins the caller's
transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xiangyun.core.actor import Actor

from .applying import Decree
from .models import Change, ChangedUnit, DroppedPlacement, Placement
from .orders import Order, kind_of, plain, units_named

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Step:
    """One order. `row` is the unit's only place from the day on, none for a new unit; `values` the columns that
    differ from the day on (all of them for a new unit), none where it ends."""

    order: Order
    unit_id: int
    row: Placement | None
    values: Mapping[str, Any] | None


def apply_steps(actor: Actor, steps: Sequence[Step], decree: Decree, at: datetime) -> None:
    """Write changes, history and places of all steps, in batches."""
    for i in range(0, len(steps), BATCH):
        _apply(actor, steps[i : i + BATCH], decree, at)


def _apply(actor: Actor, steps: Sequence[Step], decree: Decree, at: datetime) -> None:
    called = _called(steps, decree)
    changes = Change.objects.bulk_create([_change(actor, step, decree, at, called) for step in steps])
    pairs = list(zip(steps, changes, strict=True))
    links = [
        ChangedUnit(change=change, unit_id=pk, part=part)
        for step, change in pairs
        for part, pks in _parts(step).items()
        for pk in pks
    ]
    ChangedUnit.objects.bulk_create(links)
    dropped = [(step.row, change) for step, change in pairs if step.row]
    DroppedPlacement.objects.bulk_create(
        [DroppedPlacement(**row.values(), was_made_by_id=row.made_by_id, dropped_by=c) for row, c in dropped]
    )
    Placement.objects.filter(pk__in=[row.pk for row, _ in dropped]).delete()
    Placement.objects.bulk_create(
        [Placement(**piece, made_by=change) for step, change in pairs for piece in _pieces(step, decree)]
    )


def _parts(step: Step) -> dict[str, list[int]]:
    """As applied one by one: what the order names, and the unit itself where it is new."""
    named = units_named(step.order)
    return named if step.row else named | {"subject": [step.unit_id]}


def _called(steps: Sequence[Step], decree: Decree) -> dict[int, str]:
    """The names on the day of all units that the orders name."""
    units = {pk for step in steps for pks in units_named(step.order).values() for pk in pks}
    places = Placement.objects.territorial().on(decree.on).filter(unit__in=units)
    return dict(places.values_list("unit", "name"))


def _change(actor: Actor, step: Step, decree: Decree, at: datetime, called: Mapping[int, str]) -> Change:
    after = {**called, step.unit_id: (step.values or {}).get("name", called.get(step.unit_id, ""))}
    said = {
        "order": plain(step.order),
        "before": {part: [called[pk] for pk in pks] for part, pks in units_named(step.order).items()},
        "after": {part: [after[pk] for pk in pks] for part, pks in _parts(step).items()},
    }
    return Change(
        kind=kind_of(step.order),
        on=decree.on,
        document=decree.document,
        note=decree.note,
        edition=decree.edition,
        said=said,
        counts={"units": 1},
        post_id=actor.post_id,
        at=at,
    )


def _pieces(step: Step, decree: Decree) -> Iterator[dict[str, Any]]:
    own = step.row.values() if step.row else {}
    if step.row and step.row.from_on < decree.on:
        yield own | {"to_on": decree.on}
    if step.values is not None:
        yield own | dict(step.values) | {"from_on": max(decree.on, own.get("from_on", decree.on))}
