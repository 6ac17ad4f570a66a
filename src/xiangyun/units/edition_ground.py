"""Reads for comparing a later edition: what stands around the file's roots on a day, and what was said of it last."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Q

from .lists import Row
from .models import ListDecision, ListEdition, ListRow, Placement, PlacementQuerySet, Unit
from .paths import END, SLOT, unit_ids
from .queries import CHUNK, known_rows
from .standing import Listed, Standing

T = TypeVar("T")
AREA = 2 * SLOT
"""Below a city the whole city is read: a county's file may name what came over from the next county."""


@dataclass(frozen=True, slots=True)
class EditionGround:
    """What `editions.compare` needs from the database; `newest` is the newest edition that speaks of the area."""

    standing: Sequence[Standing]
    outside: Mapping[str, int]
    left_out: Collection[tuple[str, str]]
    newest: ListEdition | None


@dataclass(slots=True)
class _Said:
    """What the editions said, the newest word of each unit, and what each code meant in the end."""

    of_unit: dict[int, tuple[ListEdition, Listed]] = field(default_factory=dict)
    unit_of: dict[str, int] = field(default_factory=dict)


def ground_on(rows: Sequence[Row], publisher: str, day: date) -> EditionGround:
    """Everything about the area of a file's roots on a day, or on that of the newest edition if that is later."""
    roots = _roots(rows)
    known = known_rows({row.code for row in roots} | {row.parent_code for row in roots} - {""}, publisher)
    newest = newest_of(rows, publisher)
    day = max(day, newest.opens_on) if newest else day
    outside = {row.parent_code: known[row.parent_code].unit_id for row in roots if row.parent_code in known}
    tops = _tops({known[row.code].unit_id for row in roots if row.code in known} | set(outside.values()), day)
    said = _said(publisher, tops, {code: row.unit_id for code, row in known.items()})
    return EditionGround(list(_standing(publisher, said, tops, day)), outside, _left_out(publisher), newest)


def newest_of(rows: Sequence[Row], publisher: str) -> ListEdition | None:
    """The newest edition of the publisher that has one of the file's roots."""
    codes = sorted(row.code for row in _roots(rows))
    own = ListEdition.objects.filter(publisher=publisher)
    found = [own.filter(rows__code__in=chunk).order_by("as_of", "pk").last() for chunk in _chunks(codes)]
    return max((e for e in found if e), key=lambda e: (e.as_of, e.pk), default=None)


def _roots(rows: Sequence[Row]) -> list[Row]:
    codes = {row.code for row in rows}
    return [row for row in rows if row.parent_code not in codes]


def _tops(units: Collection[int], day: date) -> list[str]:
    """The highest paths to read, none below another."""
    places = Placement.objects.territorial().on(day).filter(unit__in=units).values_list("path", flat=True)
    found: list[str] = []
    for path in sorted({path[:AREA] for path in places}):
        if not any(path.startswith(top) for top in found):
            found.append(path)
    return found


def _within(tops: Iterable[str]) -> PlacementQuerySet:
    """Places at and below any of the paths, on whatever day."""
    below = Q(pk__in=())
    for top in tops:
        below |= Q(path__gte=top, path__lt=top + END)
    return Placement.objects.territorial().filter(below)


def _said(publisher: str, tops: Sequence[str], known: Mapping[str, int]) -> _Said:
    """The rows of all editions about the area, oldest first, so that the newest word stays."""
    said = _Said(unit_of=dict(known))
    area = ListRow.objects.of_publisher(publisher).filter(unit__in=_within(tops).values("unit"))
    editions = ListEdition.objects.filter(publisher=publisher).order_by("as_of", "pk")
    for edition in editions:
        rows = list(area.of_edition(edition.pk).values_list("unit_id", "code", "name", "parent_code"))
        said.unit_of |= {code: unit_id for unit_id, code, _, _ in rows}
        for unit_id, code, name, parent in rows:
            said.of_unit[unit_id] = edition, Listed(code, name, parent, said.unit_of.get(parent))
    return said


def _standing(publisher: str, said: _Said, tops: Sequence[str], day: date) -> Iterator[Standing]:
    elsewhere = _listed_elsewhere(publisher, tops)
    going_on = _going_on(publisher)
    others = _institutions_below(tops, day)
    places = _within(tops).on(day).filter(unit__kind=Unit.Kind.DIVISION)
    found = set()
    for unit_id, level, name, path, mark in places.values_list("unit", "unit__level", "name", "path", "unit__mark"):
        found.add(unit_id)
        above = unit_ids(path)[:-1]
        edition, listed = said.of_unit.get(unit_id, (None, None))
        if listed and edition and going_on.get(listed.code, date.min) > edition.as_of:
            listed = None
        yield Standing(
            unit_id=unit_id,
            level=level or 0,
            name=name,
            parent_id=above[-1] if above else None,
            listed=listed,
            mark=mark,
            is_elsewhere=unit_id in elsewhere,
            others=others[unit_id],
        )
    yield from _closed_here(said, said.of_unit.keys() - found, day)


def _closed_here(said: _Said, units: Collection[int], day: date) -> Iterator[Standing]:
    """Units that a person closed while the list still had them; what a list closed is closed for it too."""
    last: dict[int, Placement] = {}
    for chunk in _chunks(sorted(units)):
        ended = Placement.objects.territorial().filter(unit__in=chunk, to_on__lte=day)
        for place in ended.select_related("made_by", "unit").order_by("from_on"):
            last[place.unit_id] = place
    for unit_id, place in last.items():
        by_list = place.made_by is not None and place.made_by.edition_id is not None
        if not by_list and place.unit.level is not None:
            _, listed = said.of_unit[unit_id]
            yield Standing(unit_id, place.unit.level, listed.name, listed.parent_id, listed, stands=False)


def _listed_elsewhere(publisher: str, tops: Sequence[str]) -> set[int]:
    others = ListRow.objects.exclude(edition__publisher=publisher).filter(unit__in=_within(tops).values("unit"))
    return set(others.values_list("unit_id", flat=True))


def _going_on(publisher: str) -> dict[str, date]:
    """Codes of units that were said to go on without the list, with the day of the list that lacked them."""
    decided = ListDecision.objects.filter(edition__publisher=publisher, action="stand")
    return dict(decided.order_by("edition__as_of").values_list("code", "edition__as_of"))


def _left_out(publisher: str) -> set[tuple[str, str]]:
    """Code and name of rows that were left out of an edition before."""
    decided = ListDecision.objects.filter(edition__publisher=publisher, action="leave_out")
    return set(decided.values_list("code", "value"))


def _institutions_below(tops: Sequence[str], day: date) -> Counter[int]:
    """How many units that are no divisions stand directly below each unit."""
    found = Counter[int]()
    places = _within(tops).filter(Q(to_on__isnull=True) | Q(to_on__gt=day)).exclude(unit__kind=Unit.Kind.DIVISION)
    for path in places.values_list("path", flat=True):
        found[unit_ids(path)[-2]] += 1
    return found


def _chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    return (ids[i : i + CHUNK] for i in range(0, len(ids), CHUNK))
