"""Rights along the tree, as conditions for querysets: below the actor's places, or on the way up from them."""

from django.db.models import Exists, OuterRef, Q

from .models import TERRITORIAL, Placement
from .paths import END, unit_ids


def within_any(paths: tuple[str, ...], unit: str, line: str = TERRITORIAL) -> Q:
    """The unit named by column `unit` stands, now or then, at or below one of the paths in a line."""
    if not paths:
        return Q(pk__in=[])
    ranges = Q()
    for path in paths:
        ranges |= Q(path__gte=path, path__lt=path + END)
    return Q(Exists(Placement.objects.filter(ranges, line=line, unit=OuterRef(unit))))


def on_the_way_up(paths: tuple[str, ...], unit: str) -> Q:
    """The unit named by column `unit` stands on the way from one of the paths to the top, itself included."""
    return Q(**{f"{unit}__in": {i for path in paths for i in unit_ids(path)}})
