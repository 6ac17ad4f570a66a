"""Finding units by what they are or were called and by the codes that lists give them; what search knows of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.jobs.queue import enqueue
from xiangyun.jobs.registry import job
from xiangyun.search import endings
from xiangyun.search.folding import fold
from xiangyun.search.models import SearchKey
from xiangyun.search.queries import Hit, find
from xiangyun.search.writing import Entry, index

from .models import ListRow, Placement, Succession, Unit
from .paths import END, unit_ids

KIND = "unit"
INSTITUTION = 6
"""The rank of what has no level: after the villages."""
BATCH = 900
What = SearchKey.What


@job("units.index")
def index_edition(edition: int) -> None:
    """Make all units of an edition of a list findable; harmless twice."""
    reindex(ListRow.objects.of_edition(edition).values_list("unit", flat=True).distinct().iterator())


def queue_indexing(edition: int) -> None:
    """In the transaction that imports or applies an edition: its units can be found once it is committed."""
    enqueue(index_edition, effect_key=f"units.index:{edition}", edition=edition)


def reindex(units: Iterable[int]) -> None:
    """Make units findable by the names and codes they have now, and by no others."""
    index(KIND, entries_of(units))


def entries_of(units: Iterable[int]) -> Iterator[Entry]:
    """What each unit is found by: its name of today, its names in lists, those it had before, and its codes."""
    units = iter(units)
    while batch := list(islice(units, BATCH)):
        placed, listed, codes = _names_of(batch)
        for unit in Unit.objects.in_bulk(batch).values():
            former = [name for name, ended in placed[unit.pk].items() if ended and name != unit.name]
            names = dict.fromkeys([unit.name, *placed[unit.pk], *listed[unit.pk]])
            yield Entry(
                subject_id=unit.pk,
                rank=unit.level or INSTITUTION,
                names=[name for name in names if name not in former],
                former=former,
                codes=sorted(codes[unit.pk]),
            )


def _names_of(units: Collection[int]) -> tuple[Any, Any, Any]:
    """By unit: names in the tree, and whether each has ended; names in lists; codes."""
    placed: dict[int, dict[str, bool]] = defaultdict(dict)
    for row in Placement.objects.territorial().filter(unit__in=units).order_by("unit", "from_on"):
        placed[row.unit_id][row.name] = row.to_on is not None
    listed, codes = defaultdict(set), defaultdict(set)
    rows = ListRow.objects.order_by("unit").filter(unit__in=units).values_list("unit", "name", "code")
    for unit_id, name, code in rows:
        listed[unit_id].add(name)
        codes[unit_id].add(code)
    return placed, listed, codes


class Below:
    """The tree of a day as search asks for it: what stands at and below some units."""

    def __init__(self, day: date) -> None:
        self.places = Placement.objects.territorial().on(day)

    def below(self, tops: Collection[int], most: int) -> Sequence[int]:
        """Up to `most` units at and below some; two statements."""
        inside = Q()
        for path in self.places.filter(unit__in=tops).values_list("path", flat=True):
            inside |= Q(path__gte=path, path__lt=path + END)
        return list(self.places.filter(inside).values_list("unit", flat=True)[:most]) if inside else []

    def among(self, tops: Collection[int], candidates: Collection[int]) -> Collection[int]:
        """Those of the candidates that stand at or below one of some; one statement."""
        wanted = set(tops)
        rows = self.places.filter(unit__in=candidates).values_list("unit", "path")
        return {unit for unit, path in rows if wanted.intersection(unit_ids(path))}


@dataclass(slots=True)
class Found:
    """A unit found, where it stands on the day or stood last, and by what it was found.

    `by_name` is another name that matched, `is_former` whether it had that earlier; `by_code` the list and code.
    """

    unit: Unit
    place: Placement | None
    what: What
    by_name: str = ""
    is_former: bool = False
    by_code: tuple[str, str] | None = None
    above: list[str] = field(default_factory=list)
    has_ended: bool = False
    successors: list[Unit] = field(default_factory=list)


def find_units(actor: Actor, text: str, day: date, limit: int) -> list[Found]:
    """The units that a typed text may mean, in the order of search; a handful of statements however many."""
    hits = find(text, kind=KIND, limit=limit, scope=Below(day))
    seen = Unit.objects.visible_to(actor).in_bulk([hit.subject_id for hit in hits])
    hits = [hit for hit in hits if hit.subject_id in seen]
    places = _places_of(seen)
    found = [_found(hit, seen[hit.subject_id], places[hit.subject_id], day) for hit in hits]
    _say_where(found)
    _say_by_which_list(found, {hit.subject_id: hit.key for hit in hits})
    _say_who_took_over([f for f in found if f.has_ended], day)
    return found


def _places_of(units: Collection[int]) -> dict[int, list[Placement]]:
    places = defaultdict(list)
    for row in Placement.objects.territorial().filter(unit__in=units).order_by("from_on"):
        places[row.unit_id].append(row)
    return places


def _found(hit: Hit, unit: Unit, places: list[Placement], day: date) -> Found:
    held = [p for p in places if p.from_on <= day and (p.to_on is None or p.to_on > day)]
    place = held[0] if held else places[-1] if places else None
    unit.name = place.name if held and place else unit.name
    found = Found(unit, place, hit.what, has_ended=bool(place and not held and place.from_on <= day))
    if hit.what in {What.NAME, What.PART, What.FORMER} and hit.key not in one_form(unit.name):
        found.by_name = next((p.name for p in reversed(places) if hit.key in one_form(p.name)), "")
        found.is_former = hit.what == What.FORMER
    return found


def one_form(name: str) -> str:
    """A name as the keys of search have it, without the space."""
    return "".join(endings.split(fold(name)))


def _say_where(found: Sequence[Found]) -> None:
    ids = {f.unit.pk: unit_ids(f.place.path)[:-1] for f in found if f.place}
    above = Unit.objects.in_bulk({pk for way in ids.values() for pk in way})
    for one in found:
        one.above = [above[pk].name for pk in ids.get(one.unit.pk, ())]


def _say_by_which_list(found: Sequence[Found], keys: dict[int, str]) -> None:
    """Codes, and names that only a list has: the newest row that matches."""
    asked = [f for f in found if f.what == What.CODE or _is_elsewhere(f, keys)]
    if not asked:
        return
    rows = ListRow.objects.oldest_first().filter(unit__in=[f.unit.pk for f in asked]).select_related("edition")
    by_unit = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    for one in asked:
        key = keys[one.unit.pk]
        for row in by_unit[one.unit.pk]:
            if one.what == What.CODE and row.code.startswith(key):
                one.by_code = (row.edition.publisher, row.code)
            if one.what != What.CODE and key in one_form(row.name):
                one.by_name = row.name


def _is_elsewhere(one: Found, keys: dict[int, str]) -> bool:
    known = one.what in {What.NAME, What.PART} and not one.by_name
    return known and keys[one.unit.pk] not in one_form(one.unit.name)


def _say_who_took_over(ended: Sequence[Found], day: date) -> None:
    """Those that stand on the day, of all that took over from what has ended."""
    if not ended:
        return
    by_old = defaultdict(list)
    rows = Succession.objects.order_by("steps", "on").filter(old__in=[f.unit.pk for f in ended], on__lte=day)
    for row in rows.filter(new__in=Unit.objects.on(day)).select_related("new"):
        by_old[row.old_id].append(row.new)
    for one in ended:
        one.successors = by_old[one.unit.pk]
