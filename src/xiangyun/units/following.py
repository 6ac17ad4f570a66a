"""After a change: names of today, search keys, and the layers above, as jobs that may run twice."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from xiangyun.core.clock import working_date, working_now
from xiangyun.jobs.queue import enqueue
from xiangyun.jobs.registry import declare_schedule, job

from .finding import reindex
from .models import Change, Placement, Unit
from .touched import follow

CHUNK = 900


@job("units.follow")
def follow_change(uid: str) -> None:
    """Let the layers above follow a change that was applied; harmless twice."""
    change = Change.objects.filter(uid=uid).first()
    if change is not None:
        follow(change)


@job("units.follow_edition")
def follow_edition(edition: int) -> None:
    """The same for all changes of a list, in their order; harmless twice."""
    for change in Change.objects.filter(edition=edition).order_by("pk").iterator():
        follow(change)


@job("units.names")
def follow_the_day() -> None:
    """Names that begin today become the names of today; harmless twice."""
    day = working_date(working_now())
    units = Placement.objects.territorial().filter(from_on=day).values_list("unit", flat=True)
    call_by_todays_names(units, day)


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("units.names", "5 0 * * *", follow_the_day)


def queue_following(uid: UUID) -> None:
    """In the transaction that applies a change: its followers run once it is committed."""
    enqueue(follow_change, effect_key=f"units.follow:{uid}", uid=str(uid))


def queue_following_edition(edition: int) -> None:
    """The same for a whole list."""
    enqueue(follow_edition, effect_key=f"units.follow_edition:{edition}", edition=edition)


def call_by_todays_names(units: Iterable[int], day: date) -> None:
    """Give units the names they have on a day; those that stand nowhere then keep their last or first names."""
    ids = sorted(set(units))
    for i in range(0, len(ids), CHUNK):
        reindex(_name(ids[i : i + CHUNK], day))


def _name(ids: Collection[int], day: date) -> list[int]:
    """Gives those whose names have changed."""
    places: dict[int, Placement] = {}
    for place in Placement.objects.territorial().filter(unit__in=ids).order_by("unit", "from_on"):
        if place.unit_id not in places or place.from_on <= day:
            places[place.unit_id] = place
    changed = []
    for unit in Unit.objects.filter(pk__in=ids):
        row = places.get(unit.pk)
        if row is not None and (unit.name, unit.acting_name) != (row.name, row.acting_name):
            unit.name, unit.acting_name = row.name, row.acting_name
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["name", "acting_name"], batch_size=200)
    return [unit.pk for unit in changed]
