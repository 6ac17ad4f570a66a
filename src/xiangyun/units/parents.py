"""The unit directly above each of many; two queries, however many."""

from collections.abc import Collection
from datetime import date

from .models import Placement, Unit
from .paths import unit_ids


def parents_of(unit_ids_: Collection[int], day: date) -> dict[int, str]:
    """The name of the unit above each unit on a day; tops have none."""
    places = Placement.objects.on(day).filter(line=Placement.Line.TERRITORIAL, unit__in=unit_ids_)
    above = {unit: unit_ids(path)[-2:-1] for unit, path in places.values_list("unit_id", "path")}
    names = Unit.objects.in_bulk({ids[0] for ids in above.values() if ids})
    return {unit: names[ids[0]].name for unit, ids in above.items() if ids}
