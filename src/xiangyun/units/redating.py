"""Writing dated places: a span of days gets other values, and what stood before is kept for undoing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from xiangyun.core.errors import Conflict

from .models import Change, DroppedPlacement, Place, Placement
from .paths import parent_path
from .queries import parents_for

BATCH = 2000
Values = dict[str, Any]
ValuesOf = Callable[[Placement], Values | None]
"""The columns that differ in the span; None where the unit stands nowhere then."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to `end`, the end left out; without an end for ever."""

    start: date
    end: date | None = None

    def meets(self, other: "Span") -> bool:
        """Whether they share a day."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)

    def shared(self, other: "Span") -> "Span":
        """The days both have; only for spans that meet."""
        ends = [end for end in (self.end, other.end) if end is not None]
        return Span(max(self.start, other.start), min(ends, default=None))


def span_of(place: Place) -> Span:
    """The days a placement holds."""
    return Span(place.from_on, place.to_on)


def redate(change: Change, rows: Iterable[Placement], span: Span, values_of: ValuesOf) -> int:
    """Give each row's days within a span other values; gives how many rows that touched."""
    count, rows = 0, (row for row in rows if span_of(row).meets(span))
    while batch := list(islice(rows, BATCH)):
        pieces = [piece for row in batch for piece in _pieces(row, span, values_of(row))]
        _drop(change, batch)
        place(change, pieces)
        count += len(batch)
    return count


def place(change: Change, pieces: Iterable[Values]) -> None:
    """Write new rows in the name of a change."""
    Placement.objects.bulk_create([Placement(**piece, made_by=change) for piece in pieces], batch_size=BATCH)


def _pieces(row: Placement, span: Span, values: Values | None) -> Iterator[Values]:
    """The days before the span and after it as they were, and those within it with other values."""
    own = span_of(row)
    inside = own.shared(span)
    if own.start < inside.start:
        yield row.values() | {"to_on": inside.start}
    if values is not None:
        yield row.values() | values | {"from_on": inside.start, "to_on": inside.end}
    if inside.end is not None and (own.end is None or inside.end < own.end):
        yield row.values() | {"from_on": inside.end}


def _drop(change: Change, rows: list[Placement]) -> None:
    DroppedPlacement.objects.bulk_create(
        [DroppedPlacement(**r.values(), was_made_by_id=r.made_by_id, dropped_by=change) for r in rows],
        batch_size=BATCH,
    )
    Placement.objects.filter(pk__in=[r.pk for r in rows]).delete()


def bring_back(undone: Change) -> int:
    """Take away what a change wrote and bring back what it dropped; gives how many rows came back.

    Raises Conflict("later_changes") with their uids where later changes stand on what this one wrote.
    """
    lost = DroppedPlacement.objects.filter(was_made_by=undone).exclude(dropped_by=undone)
    later = lost.order_by("dropped_by").values_list("dropped_by__uid", flat=True).distinct()
    if later:
        raise Conflict("later_changes", changes=[str(uid) for uid in later])
    dropped = list(undone.dropped.exclude(was_made_by=undone))
    back_at = {(row.line, row.path) for row in dropped}
    left = [row for row in Placement.objects.filter(made_by=undone) if (row.line, row.path) not in back_at]
    Placement.objects.filter(made_by=undone).delete()
    _refuse_overlaps(dropped)
    _refuse_below(left)
    back = [Placement(**row.values(), made_by_id=row.was_made_by_id) for row in dropped]
    Placement.objects.bulk_create(back, batch_size=BATCH)
    _refuse_orphans(back)
    undone.dropped.all().delete()
    return len(back)


def _refuse_overlaps(rows: Iterable[Place]) -> None:
    """What comes back must find its days free: a unit reopened since then is in the way."""
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.unit_id, row.line].append(span_of(row))
    units = sorted({unit for unit, _ in wanted})
    for i in range(0, len(units), 900):
        for row in Placement.objects.filter(unit__in=units[i : i + 900]).select_related("made_by"):
            if any(span.meets(span_of(row)) for span in wanted[row.unit_id, row.line]):
                raise Conflict("later_changes", changes=[str(row.made_by.uid)] if row.made_by else [])


def _refuse_below(left: Iterable[Place]) -> None:
    """Nothing may stand below a place that is taken away: what came there since then is in the way."""
    spans = defaultdict(list)
    for row in left:
        for above in parents_for(row.path, row.line):
            spans[row.line, above].append(span_of(row))
    paths = sorted({above for _, above in spans})
    for i in range(0, len(paths), 900):
        for below in Placement.objects.filter(above__in=paths[i : i + 900]).select_related("made_by"):
            if any(span.meets(span_of(below)) for span in spans.get((below.line, below.above), ())):
                raise Conflict("later_changes", changes=[str(below.made_by.uid)] if below.made_by else [])


def _refuse_orphans(back: Iterable[Place]) -> None:
    """What comes back must find the unit above on all its days: one that ended or moved since then is missing."""
    paths = sorted({parent_path(row.path) for row in back} - {""})
    stands = defaultdict(list)
    for i in range(0, len(paths), 900):
        for above in Placement.objects.filter(path__in=paths[i : i + 900]).order_by("from_on"):
            stands[above.line, above.path].append(span_of(above))
    for row in back:
        place = (row.line, parent_path(row.path))
        if place[1] and not _covered(span_of(row), stands[place]):
            ended = DroppedPlacement.objects.filter(line=place[0], path=place[1]).order_by("-dropped_by")
            uids = ended.values_list("dropped_by__uid", flat=True)[:1]
            raise Conflict("later_changes", changes=[str(uid) for uid in uids])


def _covered(span: Span, others: Iterable[Span]) -> bool:
    """Whether spans in their order leave no day of a span out."""
    day: date | None = span.start
    for other in others:
        if day is None or other.start > day:
            break
        if other.end is None or other.end > day:
            day = other.end
    return day is None or (span.end is not None and day >= span.end)
