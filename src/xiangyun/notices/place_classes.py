"""Classes of places by how their names end: counties beside districts, villages beside communities.

A level of the tree holds places of several kinds of law; the only official sign of the kind is the ending of the name,
and a place that becomes another kind gets another name, from a day on. So the class is read off the dated name.
Checked against the list of Hunan that ships with the product: within Hengyang every township and village that
selectors reach falls in exactly one class.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class PlaceClass:
    """A class of one level; no ending of a class is the ending of one of another class of its level."""

    level: int
    endings: tuple[str, ...]


PLACE_CLASSES = {
    "district": PlaceClass(3, ("区",)),
    "county": PlaceClass(3, ("县", "旗")),
    "county_city": PlaceClass(3, ("市",)),
    "town": PlaceClass(4, ("镇",)),
    "township": PlaceClass(4, ("乡", "苏木")),
    "street": PlaceClass(4, ("街道", "街道办事处")),
    "village": PlaceClass(5, ("村", "村委会", "村委员会", "村民委员会", "嘎查")),
    "community": PlaceClass(5, ("社区", "居委会", "居民委员会", "社区委员会")),
}
"""By slug. A village is one with a villagers' committee (行政村), even where its own name says 社区."""


def class_of(level: int | None, name: str) -> str:
    """The class of a division by its level and name; blank where the name says none."""
    found = (slug for slug, place in PLACE_CLASSES.items() if place.level == level and name.endswith(place.endings))
    return next(found, "")


def levels_of(classes: Iterable[str]) -> set[int]:
    """The levels on which these classes stand."""
    return {PLACE_CLASSES[slug].level for slug in classes}


def of_classes(classes: Iterable[str]) -> Q:
    """The condition on placements of divisions of one of these classes."""
    found = Q()
    for slug in classes:
        for ending in PLACE_CLASSES[slug].endings:
            found |= Q(unit__level=PLACE_CLASSES[slug].level, name__endswith=ending)
    return found
