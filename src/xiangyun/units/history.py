"""A unit through time: its places from day to day, what changed it, and who took over from whom."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from xiangyun.core.actor import Actor

from .models import TERRITORIAL, Change, ChangedUnit, Line, Placement, Succession, Unit
from .paths import END, prefixes
from .queries import parents_for

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Life:
    """A unit with all its places in all lines, the earliest first; `labels` are those of its professional lines."""

    unit: Unit
    places: list[Placement]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def territorial(self) -> list[Placement]:
        return [p for p in self.places if p.line == TERRITORIAL]

    def places_on(self, day: date) -> dict[str, Placement]:
        """Its place in each line on a day, the territory's first."""
        held = [p for p in self.places if p.from_on <= day and (p.to_on is None or day < p.to_on)]
        return {p.line: p for p in sorted(held, key=lambda p: (p.line != TERRITORIAL, p.line))}

    def has_begun(self, day: date) -> bool:
        """Whether it stood anywhere on the day or before."""
        return any(p.from_on <= day for p in self.territorial)

    def nearest_day(self, day: date) -> date | None:
        """The nearest day on which it stands in the territory, the earlier of two; None if it never does."""
        ends = [p.to_on - A_DAY for p in self.territorial if p.to_on and p.to_on <= day]
        begins = [p.from_on for p in self.territorial if p.from_on > day]
        return min([*ends, *begins], key=lambda d: (abs(d - day), d), default=None)

    def as_on(self, day: date, place: Placement) -> Unit:
        """The unit with the path and names of a place."""
        return placed_at(self.unit, place)


def placed_at(unit: Unit, place: Placement) -> Unit:
    """The unit as it is at a place: its path, its names then, whether selectors reach it."""
    unit.path, unit.in_use = place.path, place.in_use
    unit.name, unit.acting_name = place.name, place.acting_name
    return unit


def life_of(actor: Actor, uid: UUID) -> Life | None:
    """A unit's life, or None if there is no such unit; one query, two for a unit that stands nowhere."""
    seen = Unit.objects.visible_to(actor).filter(uid=uid)
    rows = Placement.objects.order_by("from_on").filter(unit__in=seen.values("pk")).select_related("unit")
    label = Line.objects.order_by("pk").filter(slug=OuterRef("line")).values("label")
    places: list[Any] = list(rows.annotate(label=Subquery(label)))
    unit = places[0].unit if places else seen.first()
    return Life(unit, places, {p.line: p.label for p in places if p.label}) if unit else None


@dataclass(slots=True)
class Family:
    """What stands above a unit in a line from the top down, and directly below it in list order."""

    above: list[Unit] = field(default_factory=list)
    below: list[Unit] = field(default_factory=list)


def families_of(places: Mapping[str, Placement], day: date) -> dict[str, Family]:
    """The family of a unit in each line it stands in; one query, however many lines."""
    near = Q()
    for line, place in places.items():
        beside = Q(above__in=parents_for(place.path, line)) | Q(path__in=prefixes(place.path)[:-1])
        near |= Q(beside, line=line)
    found = defaultdict(Family, {line: Family() for line in places})
    rows = Placement.objects.on(day).filter(near).select_related("unit") if near else ()
    for row in sorted(rows, key=lambda r: (r.unit.sort_key, r.unit_id)):
        unit, is_above = placed_at(row.unit, row), places[row.line].path.startswith(row.path)
        (found[row.line].above if is_above else found[row.line].below).append(unit)
    for family in found.values():
        family.above.sort(key=lambda unit: len(unit.path))
    return found


@dataclass(slots=True)
class Happened:
    """A change with the units it is about, by their part in it."""

    change: Change
    units: dict[str, list[Unit]]

    @property
    def undone_by(self) -> Change | None:
        return getattr(self.change, "undone_by", None)


def changes_of(unit_id: int) -> list[Happened]:
    """What changed a unit, the latest first; one query."""
    ids = Change.objects.of_unit(unit_id).order_by().values("pk")
    return _gathered(ChangedUnit.objects.order_by("pk").filter(change__in=ids))


def with_units(changes: list[Change]) -> list[Happened]:
    """The same for changes that are known; one query."""
    rows = _gathered(ChangedUnit.objects.order_by("pk").filter(change__in=[c.pk for c in changes]))
    by_change = {happened.change.pk: happened for happened in rows}
    return [by_change.get(change.pk) or Happened(change, {}) for change in changes]


def _gathered(rows: QuerySet[ChangedUnit]) -> list[Happened]:
    found: dict[int, Happened] = {}
    for row in rows.select_related("change__edition", "change__undone_by", "change__undoes", "unit"):
        happened = found.setdefault(row.change_id, Happened(row.change, {}))
        happened.units.setdefault(row.part, []).append(row.unit)
    return sorted(found.values(), key=lambda h: (h.change.on, h.change.pk), reverse=True)


def change_at(uid: UUID) -> Happened | None:
    """One change with its units."""
    change = Change.objects.select_related("edition", "undone_by", "undoes").filter(uid=uid).first()
    return with_units([change])[0] if change else None


def changes_within(
    actor: Actor, *, kind: str = "", text: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Change]:
    """Changes about units that stand, now or then, at or below the actor's; the last that came into force first."""
    changes = Change.objects.select_related("edition", "undone_by", "undoes").order_by("-on", "-pk")
    if not actor.is_system:
        inside = Q(pk__in=[])
        for path in actor.paths:
            inside |= Q(path__gte=path, path__lt=path + END)
        here = Placement.objects.territorial().filter(inside).values("unit")  # once, not for each changed unit
        changes = changes.filter(pk__in=ChangedUnit.objects.order_by().filter(unit__in=here).values("change"))
    if kind:
        changes = changes.filter(kind=kind)
    if text:
        named = ChangedUnit.objects.order_by().filter(Q(unit__name__contains=text)).values("change")
        changes = changes.filter(Q(document__contains=text) | Q(note__contains=text) | Q(pk__in=named))
    if since:
        changes = changes.filter(on__gte=since)
    return changes.filter(on__lte=until) if until else changes


def changes_named(uids: list[str]) -> list[Change]:
    """Changes by uid, the latest first."""
    return list(Change.objects.order_by("-on", "-pk").filter(uid__in=uids))


@dataclass(slots=True)
class Chain:
    """Whom a unit took over from, and who took over from it, directly or through others; by day."""

    before: list[Succession] = field(default_factory=list)
    after: list[Succession] = field(default_factory=list)


def chain_of(unit_id: int) -> Chain:
    """The whole chain of a unit; one query."""
    rows = Succession.objects.order_by("on", "steps", "pk").filter(Q(old=unit_id) | Q(new=unit_id))
    chain = Chain()
    for row in rows.select_related("old", "new", "change"):
        (chain.after if row.old_id == unit_id else chain.before).append(row)
    return chain


def standing_then(chain: Chain, day: date) -> list[Unit]:
    """Of those before and after a unit, the ones that stand on a day, with their names then; one query."""
    ids = {s.old_id for s in chain.before} | {s.new_id for s in chain.after}
    return list(Unit.objects.placed(day).filter(pk__in=ids).in_list_order()) if ids else []
