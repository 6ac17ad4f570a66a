"""Reads of the tree on a day, and of the lists it comes from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice

from django.db.models import Count, Max, Q, QuerySet

from xiangyun.core.errors import NotVisible

from .models import TERRITORIAL, Change, ListDecision, ListEdition, ListRow, Placement, Unit
from .paths import FILLER, LEVELS, SLOT, prefixes

SHARED_LEVEL = 3
"""Down to the county all official lists use the codes of GB/T 2260; below, each has its own."""
CHUNK = 900


def path_of(unit_id: int, day: date, line: str = TERRITORIAL) -> str:
    """Where a unit stands in a line on a day; NotVisible if it stands nowhere then."""
    return str(place_of(unit_id, day, line).path)


def place_of(unit_id: int, day: date, line: str = TERRITORIAL) -> Placement:
    """A unit's placement in a line on a day; NotVisible if it stands nowhere then."""
    place = Placement.objects.along(line).of_unit(unit_id).on(day).first()
    if place is None:
        raise NotVisible("stands_nowhere", unit_id=unit_id, day=day.isoformat())
    return place


def last_path(unit_id: int, day: date) -> str:
    """Where a unit stands in the territory on a day, else where it stood last; empty if it never stood."""
    rows = Placement.objects.territorial().of_unit(unit_id)
    row = rows.on(day).first() or rows.order_by("-from_on").first()
    return row.path if row else ""


def parents_for(path: str, line: str = TERRITORIAL) -> list[str]:
    """What may stand in `above` of a child of a path: the path itself, or with the levels that lack filled."""
    gaps = max(0, LEVELS - len(path) // SLOT) + 1 if line == TERRITORIAL else 1
    return [path + FILLER * gap for gap in range(gaps)]


def children_of(path: str, day: date, line: str = TERRITORIAL) -> QuerySet[Unit]:
    """What stands directly below a path on a day, lacking levels stepped over, each with its `path`."""
    return Unit.objects.placed(day, parents_for(path, line), line).in_list_order()


def roots_on(day: date) -> QuerySet[Unit]:
    """The tops of all trees of the site on a day."""
    return children_of("", day)


def tree_on(day: date, line: str = TERRITORIAL) -> QuerySet[Unit]:
    """Every unit that stands in a line on a day, each with its `path`, in list order."""
    return Unit.objects.placed(day, line=line).in_list_order()


def around(path: str, day: date, line: str = TERRITORIAL) -> tuple[list[Unit], list[Unit]]:
    """What stands above a path from the top down, and directly below it in list order; one query."""
    beside = Q(placements__above__in=parents_for(path, line)) | Q(placements__path__in=prefixes(path)[:-1])
    found = list(Unit.objects.placed(day, line=line).filter(beside).in_list_order())
    above = sorted((unit for unit in found if path.startswith(unit.path)), key=lambda unit: len(unit.path))
    return above, [unit for unit in found if not path.startswith(unit.path)]


def ancestors_of(path: str, day: date, line: str = TERRITORIAL) -> list[Unit]:
    """The units above a path on a day from the top down, the path's own unit left out; one query."""
    above = Unit.objects.placed(day, line=line).filter(placements__path__in=prefixes(path)[:-1])
    return sorted(above, key=lambda unit: len(unit.path))


def standing_above(unit_id: int, day: date, line: str = TERRITORIAL) -> int | None:
    """The nearest unit above that is in use on a day; itself on top, None where it stands nowhere."""
    place = Placement.objects.along(line).of_unit(unit_id).on(day).first()
    if place is None:
        return None
    above = Placement.objects.along(line).on(day).in_use().filter(path__in=prefixes(place.path)[:-1])
    return above.order_by("-path").values_list("unit", flat=True).first() or unit_id


def counts_below(path: str, day: date) -> dict[int, int]:
    """How many divisions in use stand below a path on a day, by level."""
    below = Placement.objects.territorial().on(day).in_use().below(path).filter(unit__kind=Unit.Kind.DIVISION)
    return dict(below.values_list("unit__level").annotate(n=Count("pk")).order_by("unit__level"))


def latest_row(code: str, publisher: str = "", day: date | None = None) -> ListRow:
    """The row of a code in the latest edition that has it, or in the one that held on a day; NotVisible without one.

    Without a publisher the code must mean one unit in all lists: the same code can be two places.
    """
    rows = ListRow.objects.with_codes([code]).select_related("edition", "unit")
    if publisher:
        rows = rows.of_publisher(publisher)
    found = list(rows.oldest_first().reverse())
    if not found:
        raise NotVisible("no_such_code", unit_code=code, list=publisher or "any")
    if len({row.unit_id for row in found}) > 1 and not publisher:
        lists = sorted({row.edition.publisher for row in found})
        raise NotVisible("code_is_several_places", unit_code=code, lists=lists)
    return next((row for row in found if day is None or row.edition.opens_on <= day), found[-1])


def unit_by_code(code: str, publisher: str = "") -> Unit:
    """The unit that a code means in the latest edition of a list."""
    return latest_row(code, publisher).unit


def known_rows(codes: Collection[str], publisher: str) -> dict[str, ListRow]:
    """Rows of earlier lists for codes: the publisher's own at any level, others' down to the county."""
    found: dict[str, ListRow] = {}
    for chunk in _chunks(codes):
        for row in ListRow.objects.with_codes(chunk).select_related("edition", "unit").oldest_first():
            if row.edition.publisher == publisher or row.level <= SHARED_LEVEL:
                found[row.code] = row
    return found


def has_any_code(publisher: str, codes: Iterable[str]) -> bool:
    """Whether an edition of the publisher holds one of the codes."""
    own = ListRow.objects.of_publisher(publisher)
    return any(own.with_codes(chunk).exists() for chunk in _chunks(codes))


def units_meant_by(codes: Collection[str]) -> dict[str, int]:
    """The unit of each code that means the same unit in all lists."""
    found = defaultdict(set)
    for chunk in _chunks(codes):
        for code, unit_id in ListRow.objects.with_codes(chunk).values_list("code", "unit_id"):
            found[code].add(unit_id)
    return {code: ids.pop() for code, ids in found.items() if len(ids) == 1}


def is_division_known(level: int, name: str) -> bool:
    """Whether a division of this level and name is there already."""
    return Unit.objects.filter(kind=Unit.Kind.DIVISION, level=level, name=name).exists()


def decisions_of(edition_id: int) -> set[tuple[str, str, str]]:
    """Code, action and value of what was decided with an edition."""
    return set(ListDecision.objects.filter(edition=edition_id).values_list("code", "action", "value"))


def decided_for(publisher: str) -> set[tuple[str, str]]:
    """Code and action of everything that was decided with any edition of a publisher."""
    return set(ListDecision.objects.filter(edition__publisher=publisher).values_list("code", "action"))


def edition_with(publisher: str, digest: str) -> ListEdition | None:
    """The edition that holds exactly these rows."""
    return ListEdition.objects.filter(publisher=publisher, digest=digest).order_by("-as_of").first()


def latest_edition_id() -> int:
    """The newest edition of any list, 0 if there is none: what an import checks before it writes."""
    return ListEdition.objects.aggregate(last=Max("pk"))["last"] or 0


def latest_change_id() -> int:
    """The newest change of the tree, 0 if there is none: what applying a list checks before it writes."""
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def _chunks(codes: Iterable[str]) -> Iterator[list[str]]:
    codes = iter(codes)
    while chunk := list(islice(codes, CHUNK)):
        yield chunk
