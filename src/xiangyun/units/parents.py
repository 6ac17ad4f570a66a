"""The unit directly above each of many; one query, however many."""

from collections.abc import Iterable

from .models import Unit
from .paths import unit_ids


def names_above(paths: Iterable[str]) -> dict[str, str]:
    """The name of the unit above each path; tops have none."""
    above = {path: ids[-2] for path in paths if len(ids := unit_ids(path)) > 1}
    units = Unit.objects.in_bulk(set(above.values()))
    return {path: units[pk].name for path, pk in above.items()}
