"""Where a path stands below another one, as an expression for grouping: one query for a unit's children at once."""

from collections.abc import Iterable

from django.db.models import Case, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr

from .paths import END, FILLER, SLOT


def child_place(path: str, children: Iterable[str], column: str = "path") -> Combinable:
    """The path of the child of `path` under which `column` stands; `path` itself where it is the unit's own.

    Children may stand at several depths, lacking levels stepped over: that is why their paths are needed.
    """
    gaps = {(len(child) - len(path)) // SLOT - 1 for child in children} - {0}
    nearest: Combinable = Substr(column, 1, len(path) + SLOT)
    if not gaps:
        return nearest
    deeper = [_stepping_over(path, gap, column) for gap in sorted(gaps, reverse=True)]
    return Case(*deeper, default=nearest)


def _stepping_over(path: str, gap: int, column: str) -> When:
    start = path + FILLER * gap
    within = {f"{column}__gte": start, f"{column}__lt": start + END}
    return When(**within, then=Substr(column, 1, len(start) + SLOT))
