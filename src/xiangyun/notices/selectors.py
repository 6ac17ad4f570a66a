"""Selectors: which units a task asks, as data. One condition serves counting, listing and a single unit's desk."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from xiangyun.core.errors import BadInput
from xiangyun.units.models import TERRITORIAL, Placement, PlacementQuerySet, Unit
from xiangyun.units.paths import END

from .models import Selector

KEYS = {"kind", "level", "line", "types", "under"}


def checked(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A definition with known keys only: kind, level (divisions), types (institutions), under (a unit's uid), and
    the professional line along which `under` is meant (none: the territory)."""
    if unknown := set(definition) - KEYS:
        raise BadInput("unknown_selector_key", keys=sorted(unknown))
    if definition.get("kind") not in Unit.Kind.values:
        raise BadInput("selector_needs_a_kind")
    return {key: definition[key] for key in sorted(definition)}


def digest_of(definition: Mapping[str, Any]) -> str:
    """The identity of a selector: its content."""
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


def condition(definition: Mapping[str, Any], day: date) -> Q:
    """The condition on units that a definition makes on a day; it needs no query of its own."""
    found = Q(kind=definition["kind"])
    if "level" in definition:
        found &= Q(level=definition["level"])
    if "types" in definition:
        found &= Q(type__in=definition["types"])
    places = Placement.objects.on(day).along(definition.get("line", TERRITORIAL))
    here = places.in_use().of_unit(OuterRef("pk"))
    return found & Q(Exists(_below(definition["under"], places, here) if "under" in definition else here))


def _below(uid: str, places: PlacementQuerySet, here: PlacementQuerySet) -> PlacementQuerySet:
    """Those of `here` at or below another unit; where that one stands is looked up once, inside the query.

    The path is compared as an expression: SQLite would else walk the whole range below for each unit.
    """
    top = Subquery(places.filter(unit__uid=uid).values("path")[:1])
    return here.annotate(here=Concat("path", Value(""))).filter(here__gte=top, here__lt=Concat(top, Value(END)))


def line_of(selector: Selector) -> str:
    """The line along which a selector reaches units, and along which its tasks are reviewed and counted."""
    return str(selector.definition.get("line", TERRITORIAL))


def units_of(selector: Selector, day: date) -> QuerySet[Unit]:
    """The units a selector reaches on a day."""
    return Unit.objects.filter(condition(selector.definition, day))


def places_of(selector: Selector, day: date) -> PlacementQuerySet:
    """Where the units a selector reaches stand on a day: one scan of the places below where it begins."""
    definition = selector.definition
    there = Placement.objects.on(day).along(line_of(selector))
    places = there.in_use().filter(unit__kind=definition["kind"])
    if "level" in definition:
        places = places.filter(unit__level=definition["level"])
    if "types" in definition:
        places = places.filter(unit__type__in=definition["types"])
    if "under" in definition:
        top = Subquery(there.filter(unit__uid=definition["under"]).values("path")[:1])
        places = places.filter(path__gte=top, path__lt=Concat(top, Value(END)))
    return places


def selectors_reaching(unit_id: int, selectors: Iterable[Selector], day: date) -> set[int]:
    """Which of the selectors reach one unit on a day: one query, however many selectors."""
    tests = {s.pk: condition(s.definition, day) for s in selectors}
    if not tests:
        return set()
    hit = {
        f"s{pk}": Case(When(q, then=Value(1)), default=Value(0), output_field=IntegerField()) for pk, q in tests.items()
    }
    rows: Iterable[Mapping[str, Any]] = Unit.objects.filter(pk=unit_id).values(**hit)
    return {pk for row in rows for pk in tests if row[f"s{pk}"]}


def store_selector(definition: Mapping[str, Any]) -> Selector:
    """The selector with this content."""
    definition = checked(definition)
    selector, _ = Selector.objects.get_or_create(digest=digest_of(definition), defaults={"definition": definition})
    return selector


def under(unit_uid: UUID, **more: Any) -> dict[str, Any]:
    """A definition of what stands below a unit."""
    return {"under": str(unit_uid), **more}
