"""What the tree at hand knows of the names in a notice: the units so called, and institutions at a place."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from xiangyun.search import endings
from xiangyun.units.finding import one_form
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import parent_path
from xiangyun.units.queries import path_of

from .place_classes import class_of

COUNTY = 3
_WRITTEN = {
    "村": ("村", "村委会", "村民委员会", "村村委会", "村村民委员会"),
    "社区": ("社区", "居委会", "居民委员会", "社区居委会", "社区居民委员会", "社区委员会"),
    "街道": ("街道", "街道办事处"),
}
"""How lists write an ending that notices write in one way."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit that stands at or below the issuer on the day."""

    uid: str
    kind: str
    level: int | None
    type: str
    name: str
    acting_name: str
    path: str


@dataclass(slots=True)
class Ground:
    """The issuer's place; the units below it that bear one of the names asked for, institutions of some types, and
    counties. `names` are all that were asked for."""

    path: str
    names: frozenset[str] = frozenset()
    _receivers: set[str] | None = None
    institutions: list[Row] = field(default_factory=list)
    counties: list[Row] = field(default_factory=list)
    by_name: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def is_receiver(self, names: Collection[str]) -> bool:
        """Whether one of them is a body that only receives; the first to ask looks all names up, in one query."""
        if self._receivers is None:
            found = Unit.objects.among(Q(kind=Unit.Kind.RECEIVER, name__in=list(self.names)))
            self._receivers = set(found.values_list("name", flat=True))
        return not self._receivers.isdisjoint(names)

    def called(self, name: str) -> list[Row]:
        """The units of this name, or whose acting body has it."""
        return self.by_name.get(one_form(name), [])

    def standing_at(self, path: str, types: Collection[str]) -> list[Row]:
        """The institutions of some types directly at a place."""
        return [row for row in self.institutions if row.type in types and parent_path(row.path) == path]

    def in_classes(self, classes: Collection[str]) -> list[Row]:
        """The counties of some classes."""
        return [row for row in self.counties if class_of(row.level, row.name) in classes]

    def of_types(self, types: Collection[str]) -> list[Row]:
        """All institutions of some types below the issuer."""
        return [row for row in self.institutions if row.type in types]


def ground_for(owner: Unit, names: Collection[str], types: Collection[str], day: date, path: str = "") -> Ground:
    """Look up names and types below a unit; three queries at most, however many there are; one less where the path
    on which the unit stands is given."""
    found = Ground(path or path_of(owner.pk, day), frozenset(names))
    written = list(_written(names))
    wanted = Q(name__in=written) | Q(acting_name__in=written)
    wanted |= Q(unit__kind=Unit.Kind.INSTITUTION, unit__type__in=list(types)) | Q(unit__level=COUNTY)
    there = Placement.objects.on(day).territorial().in_use().within(found.path)
    columns = ("unit__uid", "unit__kind", "unit__level", "unit__type", "name", "acting_name", "path")
    for uid, *rest in there.filter(wanted).order_by("path").values_list(*columns):
        _keep(found, Row(str(uid), *rest))
    return found


def _keep(found: Ground, row: Row) -> None:
    if row.kind == Unit.Kind.INSTITUTION:
        found.institutions.append(row)
    elif row.level == COUNTY:
        found.counties.append(row)
    for name in {one_form(row.name), one_form(row.acting_name)} - {""}:
        found.by_name[name].append(row)


def _written(names: Iterable[str]) -> set[str]:
    """The names in all writings that lists have."""
    found = set(names)
    for name in names:
        own, form = endings.split(name)
        found |= {own + ending for ending in _WRITTEN.get(form, ())}
    return found
