"""Selectors: which units a task asks, as data. One condition serves counting, listing and a single unit's desk."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from xiangyun.units.models import Placement, PlacementQuerySet, Unit
from xiangyun.units.paths import END

from .definitions import Definition, checked, digest_of, line_in, parts_of, under
from .models import Selector
from .place_classes import levels_of, of_classes

__all__ = ["checked", "digest_of", "under"]

CHUNK = 900


def condition(definition: Definition, day: date) -> Q:
    """The condition on units that a definition makes on a day; it needs no query of its own."""
    places = Placement.objects.on(day).along(line_in(definition))
    parts = parts_of(definition)
    return _any_condition(parts, places) if len(parts) > 1 else _unit_condition(parts[0], places)


def _any_condition(parts: Sequence[Definition], places: PlacementQuerySet) -> Q:
    """One test of the unit's place for all parts together: PostgreSQL would run one for each part and unit apart."""
    means = Q()
    for part in parts:
        means |= _of_place(part) & (_expressed(part["under"], places) if "under" in part else Q())
    here = places.in_use().of_unit(OuterRef("pk")).annotate(here=Concat("path", Value("")))
    return Q(kind__in={part["kind"] for part in parts}) & Q(Exists(here.filter(means)))


def _unit_condition(part: Definition, places: PlacementQuerySet) -> Q:
    found = _of_unit(part, "")
    if "classes" in part:
        found &= Q(level__in=levels_of(part["classes"]))
    here = places.in_use().of_unit(OuterRef("pk"))
    if "classes" in part:
        here = here.filter(of_classes(part["classes"]))
    return found & Q(Exists(_below(part["under"], places, here) if "under" in part else here))


def _of_unit(part: Definition, unit: str) -> Q:
    """What a part says of the unit itself; `unit` leads to its columns."""
    found = Q(**{f"{unit}kind": part["kind"]})
    if "level" in part:
        found &= Q(**{f"{unit}level": part["level"]})
    if "types" in part:
        found &= Q(**{f"{unit}type__in": part["types"]})
    if "units" in part:
        found &= Q(**{f"{unit}uid__in": part["units"]})
    return found & ~Q(**{f"{unit}uid__in": part["except"]}) if "except" in part else found


def _below(uid: str, places: PlacementQuerySet, here: PlacementQuerySet) -> PlacementQuerySet:
    """Those of `here` at or below another unit; where that one stands is looked up once, inside the query.

    The path is compared as an expression: SQLite would else walk the whole range below for each unit.
    """
    return here.annotate(here=Concat("path", Value(""))).filter(_expressed(uid, places))


def _expressed(uid: str, places: PlacementQuerySet) -> Q:
    """`here` stands at or below another unit."""
    top = _path_of(uid, places)
    return Q(here__gte=top, here__lt=Concat(top, Value(END)))


def _path_of(uid: str, places: PlacementQuerySet) -> Subquery:
    return Subquery(places.filter(unit__uid=uid).values("path")[:1])


def place_condition(definition: Definition, day: date) -> Q:
    """The same as a condition on placements that hold on the day; the place they begin at is a range of the index."""
    line = line_in(definition)
    places = Placement.objects.on(day).along(line)
    found = Q()
    for part in parts_of(definition):
        found |= _range(part, line, places) & _of_place(part)
    return found


def _of_place(part: Definition) -> Q:
    found = _of_unit(part, "unit__")
    return found & of_classes(part["classes"]) if "classes" in part else found


def _range(part: Definition, line: str, places: PlacementQuerySet) -> Q:
    """Where the places of a part are looked for; each names its line, so that each is a range of the same index."""
    if "under" not in part:
        return Q(line=line)
    top = _path_of(part["under"], places)
    return Q(line=line, path__gte=top, path__lt=Concat(top, Value(END)))


def _within_all(definitions: Iterable[Definition], day: date) -> Q:
    """The ranges in which all units of these definitions stand, each once."""
    found: dict[Any, Q] = {}
    for definition in definitions:
        line = line_in(definition)
        places = Placement.objects.on(day).along(line)
        for part in parts_of(definition):
            if "under" not in part and "units" in part:
                found[line, tuple(part["units"])] = Q(line=line, unit__uid__in=part["units"])
            else:
                found[line, part.get("under")] = _range(part, line, places)
    within = Q()
    for q in found.values():
        within |= q
    return within


def line_of(selector: Selector) -> str:
    """The line along which a selector reaches units, and along which its tasks are reviewed and counted."""
    return line_in(selector.definition)


def units_of(selector: Selector, day: date) -> QuerySet[Unit]:
    """The units a selector reaches on a day."""
    return Unit.objects.filter(condition(selector.definition, day))


def places_of(selector: Selector, day: date) -> PlacementQuerySet:
    """Where the units a selector reaches stand on a day: one scan of the places below where it begins."""
    return places_meant(selector.definition, day)


def places_meant(definition: Definition, day: date) -> PlacementQuerySet:
    """Where the units that a definition means stand on a day, whether it is stored or not."""
    there = Placement.objects.on(day).along(line_in(definition)).in_use()
    parts = parts_of(definition)
    if len({part.get("under") for part in parts}) == 1:  # all begin at one place: one range, then the rest
        places = Placement.objects.on(day).along(line_in(definition))
        rest = Q()
        for part in parts:
            rest |= _of_place(part)
        return there.filter(_range(parts[0], line_in(definition), places), rest)
    return there.filter(place_condition(definition, day))


def how_many(definitions: Sequence[Definition], day: date) -> list[int]:
    """How many units each definition means on a day; one query, however many they are."""
    return count_where([place_condition(definition, day) for definition in definitions], definitions, day)


def count_where(conditions: Sequence[Q], among: Iterable[Definition], day: date) -> list[int]:
    """How many of the places that some definitions mean fulfil each condition on placements; one query."""
    if not conditions:
        return []
    counts = {f"n{i}": Count("pk", filter=q) for i, q in enumerate(conditions)}
    found = Placement.objects.on(day).in_use().filter(_within_all(among, day)).aggregate(**counts)
    return [found[name] for name in counts]


def reaching(units: Collection[int], selectors: Iterable[Selector], day: date) -> dict[int, set[int]]:
    """Which of the selectors reach each of some units on a day: one query, however many selectors."""
    tests = {s.pk: condition(s.definition, day) for s in selectors}
    if not tests or not units:
        return {unit: set() for unit in units}
    hit = {
        f"s{pk}": Case(When(q, then=Value(1)), default=Value(0), output_field=IntegerField()) for pk, q in tests.items()
    }
    rows: Iterable[Mapping[str, Any]] = Unit.objects.filter(pk__in=units).values("pk", **hit)
    found: dict[int, set[int]] = {unit: set() for unit in units}
    return found | {row["pk"]: {pk for pk in tests if row[f"s{pk}"]} for row in rows}


def selectors_reaching(unit_id: int, selectors: Iterable[Selector], day: date) -> set[int]:
    """Which of the selectors reach one unit on a day: one query, however many selectors."""
    return reaching([unit_id], selectors, day)[unit_id]


def selectors_among(units: Collection[int], selectors: Iterable[Selector], day: date) -> set[int]:
    """Which of the selectors reach at least one of some units on a day: a query for every 900 units."""
    wanted = {s.pk: s.definition for s in selectors}
    ids, found = sorted(set(units)), set()
    for i in range(0, len(ids) if wanted else 0, CHUNK):
        counts = {f"s{pk}": Count("pk", filter=place_condition(d, day)) for pk, d in wanted.items()}
        rows = Placement.objects.on(day).in_use().of_units(ids[i : i + CHUNK]).aggregate(**counts)
        found |= {pk for pk in wanted if rows[f"s{pk}"]}
    return found


def store_selector(definition: Definition) -> Selector:
    """The selector with this content."""
    definition = checked(definition)
    selector, _ = Selector.objects.get_or_create(digest=digest_of(definition), defaults={"definition": definition})
    return selector
