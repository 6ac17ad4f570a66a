"""A decided comparison as dated changes of the tree, from the top down; joins the caller's transaction.

What is alone on its place (nearly everything: villages, names) is written in bulk, the rest one by one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from xiangyun.core.actor import Actor

from .acting import acting_name
from .applying import Decree, apply
from .bulk_changes import Step, apply_steps
from .comparison import Comparison
from .decisions import Decision
from .lists import LEVELS, Row
from .models import Change, Placement, Unit
from .orders import Close, Found, Mark, Merge, Move, Order, Part, Rename, Split
from .paths import child_path, parent_path, unit_ids
from .plans import FILLER, is_kept, mark_of
from .queries import CHUNK, parents_for

T = TypeVar("T")


@dataclass(slots=True)
class EditionChanges:
    """Carries out a comparison. `unit_ids` gives the unit of every row's code, and of parents outside the file;
    new units come in as they are founded. `touched` are all units that a change was about."""

    actor: Actor
    decree: Decree
    at: datetime
    comparison: Comparison
    rows: Mapping[str, Row]
    decided: Mapping[str, Decision]
    unit_ids: dict[str, int]
    touched: set[int] = field(default_factory=set)

    def carry_out(self) -> None:
        """Names, places and new units level by level, then marks, successions and ends from the village up."""
        found = self.comparison
        levels = self._levels({*found.renamed, *found.moved, *found.ended})
        for level in LEVELS:
            self._rename([pk for pk in found.renamed if levels[pk] == level], level)
            self._move([pk for pk in found.moved if levels[pk] == level], level)
            self._found([row for row in found.new if row.level == level])
        self._mark()
        for code, source in found.cut_from.items():
            self._one(Split(source, (Part(unit=self.unit_ids[code]),), has_ended=False))
        for level in reversed(LEVELS):
            self._end([pk for pk in found.ended if levels[pk] == level])

    def _rename(self, units: Sequence[int], level: int) -> None:
        steps = []
        for pk, row in self._rows_of(units).items():
            order = Rename(pk, self.comparison.renamed[pk])
            if row is None:
                self._one(order)
                continue
            follows = row.acting_name == acting_name(row.name, level)
            acts = acting_name(order.name, level) if follows else row.acting_name
            steps.append(Step(order, pk, row, {"name": order.name, "acting_name": acts}))
        self._many(steps)

    def _move(self, units: Sequence[int], level: int) -> None:
        under = {pk: self.unit_ids[self.comparison.moved[pk]] for pk in units}
        above, busy, steps = self._places(under.values()), self._with_something_below(units), []
        follows = self._follows_its_parent(units)
        for pk, row in self._rows_of(units).items():
            order, parent = Move(pk, under[pk]), above[under[pk]]
            if row is None or pk in busy:
                self._one(order)
            else:
                steps.append(Step(order, pk, row, {"path": child_path(parent.path, pk, level)}))
        self._many(steps)
        reached = self._reached(above)
        for pk, place in self._places(follows).items():
            self._reach(place, is_reached=reached[under[pk]])

    def _follows_its_parent(self, units: Sequence[int]) -> set[int]:
        """Units that selectors reach, or not, because of where they stand, not by a mark of their own."""
        places = self._places(units)
        reached = self._reached(self._places(p for place in places.values() for p in _above(place)))
        return {
            pk
            for pk, place in places.items()
            if not place.unit.mark and all(place.in_use == reached[above] for above in _above(place))
        }

    def _reach(self, place: Placement, *, is_reached: bool) -> None:
        """Selectors reach a unit and all below from now on, or no longer; what had no acting body gets one."""
        if place.in_use == is_reached:
            return
        change = self._one(Mark(place.unit_id, in_use=is_reached))
        rows = list(change.made.filter(in_use=True, acting_name="", unit__level__isnull=False).select_related("unit"))
        for row in rows:
            row.acting_name = acting_name(row.name, row.unit.level or 0)
        Placement.objects.bulk_update(rows, ["acting_name"], batch_size=CHUNK)
        self.touched |= {row.unit_id for row in rows}

    def _found(self, rows: Sequence[Row]) -> None:
        under = {row.code: self.unit_ids[self.comparison.under[row.code]] for row in rows}
        above = self._places(under.values())
        reached, orders = self._reached(above), []
        for row in rows:
            decision = self.decided.get(row.code)
            mark = mark_of(row, self.rows, decision)
            in_use = reached[under[row.code]] and (not mark or is_kept(decision))
            acts = acting_name(row.name, row.level) if in_use else ""
            orders.append(
                Found(under[row.code], row.name, row.level, "", acts, mark=mark, in_use=in_use, sort_key=row.code)
            )
        units = Unit.objects.bulk_create([_unit(order) for order in orders], batch_size=CHUNK)
        self.unit_ids |= {row.code: unit.pk for row, unit in zip(rows, units, strict=True)}
        self._many([_founding(o, u, above[o.under]) for o, u in zip(orders, units, strict=True)])

    def _mark(self) -> None:
        """A mark says what a row is; whether selectors reach it follows, but for what is kept in spite of its code."""
        marked = self.comparison.marked
        places = self._places(marked)
        reached = self._reached(self._places(p for place in places.values() for p in _above(place)))
        for pk, mark in marked.items():
            Unit.objects.filter(pk=pk).update(mark=mark)
            self._reach(places[pk], is_reached=not mark and all(reached[above] for above in _above(places[pk])))

    def _end(self, units: Sequence[int]) -> None:
        busy, steps = self._with_something_below(units), []
        for pk, row in self._rows_of(units).items():
            into = [self.unit_ids[code] for code in self.comparison.ended[pk]]
            if len(into) > 1:
                self._hand_over(pk, into[0])
                self._one(Split(pk, tuple(Part(unit=new) for new in into)))
            elif into:
                self._one(Merge((pk,), into[0]))
            elif row is None or pk in busy:
                self._one(Close(pk))
            else:
                steps.append(Step(Close(pk), pk, row, None))
        self._many(steps)

    def _hand_over(self, pk: int, into: int) -> None:
        """What still stands below a unit that is divided goes to its largest part."""
        places = Placement.objects.territorial().on(self.decree.on)
        path = self._places([pk])[pk].path
        below = places.below(path).values_list("unit", "path")
        for child in [unit for unit, place in below if parent_path(place) == path]:
            self._one(Move(child, into))

    def _one(self, order: Order) -> Change:
        change = apply(self.actor, order, self.decree, self.at)
        self.touched |= set(change.touched.values_list("unit", flat=True))
        return change

    def _many(self, steps: Sequence[Step]) -> None:
        apply_steps(self.actor, steps, self.decree, self.at)
        self.touched |= {step.unit_id for step in steps}

    def _rows_of(self, units: Collection[int]) -> dict[int, Placement | None]:
        """A unit's row if it is the only one from the day on, in the territory and without an end; else none."""
        found: dict[int, list[Placement]] = {pk: [] for pk in units}
        for chunk in _chunks(units):
            for row in Placement.objects.from_day(self.decree.on).filter(unit__in=chunk):
                found[row.unit_id].append(row)
        return {pk: rows[0] if len(rows) == 1 and rows[0].to_on is None else None for pk, rows in found.items()}

    def _levels(self, units: Collection[int]) -> dict[int, int | None]:
        found: dict[int, int | None] = {}
        for chunk in _chunks(units):
            found |= dict(Unit.objects.filter(pk__in=chunk).values_list("pk", "level"))
        return found

    def _places(self, units: Iterable[int]) -> dict[int, Placement]:
        found: dict[int, Placement] = {}
        for chunk in _chunks(set(units)):
            places = Placement.objects.territorial().on(self.decree.on).filter(unit__in=chunk).select_related("unit")
            found |= {place.unit_id: place for place in places}
        return found

    def _with_something_below(self, units: Collection[int]) -> set[int]:
        """Units that something stands below, in any line, on the day or later."""
        found: set[int] = set()
        for chunk in _chunks(units):
            places = Placement.objects.from_day(self.decree.on).filter(unit__in=chunk)
            owners = {above: row.unit_id for row in places for above in parents_for(row.path, row.line)}
            for above in _chunks(owners):
                below = Placement.objects.from_day(self.decree.on).filter(above__in=above)
                found |= {owners[path] for path in below.values_list("above", flat=True)}
        return found

    def _reached(self, places: Mapping[int, Placement]) -> dict[int, bool]:
        """Whether selectors reach what stands below: a place that only fills its level stops nothing."""
        found = {}
        for pk, place in places.items():
            above = self._places(_above(place)) if place.unit.mark == FILLER else {}
            found[pk] = all(self._reached(above).values()) if above else place.in_use
        return found


def _above(place: Placement) -> list[int]:
    """The unit directly above, none for a top."""
    return unit_ids(place.path)[-2:-1]


def _unit(order: Found) -> Unit:
    return Unit(
        kind=Unit.Kind.DIVISION,
        level=order.level,
        name=order.name,
        acting_name=order.acting_name,
        mark=order.mark,
        sort_key=order.sort_key,
    )


def _founding(order: Found, unit: Unit, above: Placement) -> Step:
    values = {
        "unit_id": unit.pk,
        "path": child_path(above.path, unit.pk, unit.level),
        "name": order.name,
        "acting_name": order.acting_name,
        "in_use": order.in_use,
    }
    return Step(order, unit.pk, None, values)


def _chunks(keys: Iterable[T]) -> Iterable[list[T]]:
    ids = list(keys)
    return (ids[i : i + CHUNK] for i in range(0, len(ids), CHUNK))
