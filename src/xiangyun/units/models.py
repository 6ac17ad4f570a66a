"""Units, and their places in the lines, each from a day to a day; what changed them; who took over from whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Length, Substr

from xiangyun.core.actor import Actor
from xiangyun.core.fields import PathField
from xiangyun.core.ids import uuid7

from .paths import END, SLOT

TERRITORIAL = "territorial"
"""The line of the divisions; every unit but a receiver stands in it. Professional lines are rows of `Line`."""


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, actor: Actor) -> Self:
        """The tree is no secret among those who work in it; a visitor sees none of it here."""
        return self if actor.is_system or actor.unit_id else self.none()

    def in_use(self, day: date) -> Self:
        """What selectors reach on a day: neither marked out of use nor below something that is."""
        return self.filter(Exists(Placement.objects.of_unit(OuterRef("pk")).on(day).territorial().in_use()))

    def on(self, day: date) -> Self:
        """Units that stand in the territorial line on a day."""
        return self.filter(Exists(Placement.objects.of_unit(OuterRef("pk")).on(day).territorial()))

    def within(self, path: str, day: date, line: str = TERRITORIAL) -> Self:
        """Units at and below a path on a day, in a line."""
        return self.filter(Exists(Placement.objects.of_unit(OuterRef("pk")).on(day).along(line).within(path)))

    def placed(self, day: date, above: Iterable[str] | None = None, line: str = TERRITORIAL) -> Self:
        """Units that stand in a line on a day, each with its `path` there and the names it had on that day;
        `above` keeps those that stand directly below one of these paths."""
        place = Q() if above is None else Q(placements__above__in=list(above))
        there = self.filter(
            place,
            Q(placements__to_on__isnull=True) | Q(placements__to_on__gt=day),
            placements__from_on__lte=day,
            placements__line=line,
        )
        return there.annotate(
            path=F("placements__path"),
            in_use=F("placements__in_use"),
            name_then=F("placements__name"),
            acting_name_then=F("placements__acting_name"),
        )

    def among(self, condition: Q) -> Self:
        """Those that a condition of a layer above names."""
        return self.filter(condition)

    def in_list_order(self) -> Self:
        """The order of the official list, divisions before institutions."""
        return self.order_by("sort_key", "pk")


class Unit(models.Model):
    """A body that can owe, hold posts and be counted. A division's unit carries its acting body.

    Where it stands, its names and whether selectors reach it are dated and stand in `Placement`; `name` and
    `acting_name` here are those of today, for lists that know no day. A mark says that a row of a list names no
    ordinary body: a park (quasi), a development zone, or a row that only fills its level. `sort_key` is the code
    in the first list, for order only; institutions begin with `~`.
    """

    class Kind(models.TextChoices):
        DIVISION = "division"
        INSTITUTION = "institution"
        RECEIVER = "receiver"

    class Mark(models.TextChoices):
        NONE = ""
        QUASI = "quasi"
        ZONE = "zone"
        FILLER = "filler"

    path: str
    """Set by `placed(day)` only."""
    in_use: bool
    """Set by `placed(day)` only."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    level = models.SmallIntegerField(null=True)
    name = models.CharField(max_length=120)
    acting_name = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=40, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=8, choices=Mark, default=Mark.NONE, blank=True)
    is_sample = models.BooleanField(default=False)
    sort_key = PathField(max_length=20, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_division_has_a_level",
                condition=(Q(kind="division") & Q(level__gte=1, level__lte=5)) | ~Q(kind="division"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "level"], name="unit_by_level")]

    def __str__(self) -> str:
        return self.acting_name or self.name

    @property
    def name_then(self) -> str:
        """The name on the day that was asked for; set by `placed(day)`, which makes it the name shown."""
        return self.name

    @name_then.setter
    def name_then(self, name: str) -> None:
        self.name = name or self.name

    @property
    def acting_name_then(self) -> str:
        """The acting body's name on the day that was asked for, as `name_then`."""
        return self.acting_name

    @acting_name_then.setter
    def acting_name_then(self, name: str) -> None:
        self.acting_name = name


class Line(models.Model):
    """A professional line (libraries, culture centres): its own tree over units that stand in the territory too."""

    slug = models.SlugField(max_length=20, unique=True)
    label = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="line_is_not_the_territory", condition=~Q(slug=TERRITORIAL)),
        ]


class PlacementQuerySet(models.QuerySet["Placement"]):
    def on(self, day: date) -> Self:
        """Placements that hold on a day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def from_day(self, day: date) -> Self:
        """Placements that hold on a day or later."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day))

    def of_unit(self, unit: Any) -> Self:
        return self.filter(unit=unit)

    def of_units(self, units: Iterable[int]) -> Self:
        return self.filter(unit__in=list(units))

    def in_use(self) -> Self:
        """Places that selectors reach."""
        return self.filter(in_use=True)

    def within(self, path: str) -> Self:
        """At and below a path: one range scan."""
        return self.filter(path__gte=path, path__lt=path + END)

    def along(self, line: str) -> Self:
        return self.filter(line=line)

    def territorial(self) -> Self:
        return self.along(TERRITORIAL)

    def below(self, path: str) -> Self:
        """Below a path, the path itself left out."""
        return self.filter(path__gt=path, path__lt=path + END)


class Place(models.Model):
    """What is dated of a unit in a line: its path and names there, and whether selectors reach it.

    Territorial paths have five slots for the levels, then institutions; a professional line has one slot a unit.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="%(class)ss")
    line = models.CharField(max_length=20, default=TERRITORIAL)
    path = PathField(max_length=SLOT * 10)
    name = models.CharField(max_length=120)
    acting_name = models.CharField(max_length=120, blank=True)
    in_use = models.BooleanField(default=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def values(self) -> dict[str, Any]:
        """Its columns, to be copied into another row."""
        names = ("unit_id", "line", "path", "name", "acting_name", "in_use", "from_on", "to_on")
        return {name: getattr(self, name) for name in names}


class Placement(Place):
    """Where a unit stands in a line, under which name, from a day to a day. No two of one unit and line overlap."""

    above = models.GeneratedField(  # an index on it finds children without a scan of everything below
        expression=Substr("path", Value(1), Length("path") - SLOT),
        output_field=models.CharField(max_length=SLOT * 10),
        db_persist=True,
    )
    made_by = models.ForeignKey("Change", null=True, on_delete=models.PROTECT, related_name="made")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["line", "path"], name="placement_by_path"),
            models.Index(fields=["line", "above"], name="placement_by_above"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "line", "from_on"], name="placement_once_a_day"),
            models.CheckConstraint(
                name="placement_ends_after_it_begins",
                condition=Q(to_on__isnull=True) | Q(to_on__gt=models.F("from_on")),
            ),
        ]


class DroppedPlacement(Place):
    """A placement as it was before a change took it away: what undoing the change brings back."""

    was_made_by = models.ForeignKey("Change", null=True, on_delete=models.PROTECT, related_name="+")
    dropped_by = models.ForeignKey("Change", on_delete=models.PROTECT, related_name="dropped")


class ChangeQuerySet(models.QuerySet["Change"]):
    def of_unit(self, unit_id: int) -> Self:
        """What changed a unit, the latest first."""
        return self.filter(touched__unit=unit_id).distinct().order_by("-on", "-pk")

    def standing(self) -> Self:
        """Changes that were not undone, counter-actions left out."""
        return self.filter(undone_by__isnull=True, undoes__isnull=True)


class Change(models.Model):
    """One dated change of the tree, with the document that orders it; never altered, undone by a counter-action.

    `said` holds what was asked, in plain values, for the history; `counts` what it touched when it was applied.
    """

    class Kind(models.TextChoices):
        FOUND = "found"
        RENAME = "rename"
        MOVE = "move"
        MERGE = "merge"
        SPLIT = "split"
        CLOSE = "close"
        REOPEN = "reopen"
        MARK = "mark"
        JOIN = "join"
        LEAVE = "leave"
        UNDO = "undo"

    uid = models.UUIDField(default=uuid7, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    document = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    edition = models.ForeignKey("ListEdition", null=True, on_delete=models.PROTECT, related_name="changes")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    said = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="change_undoes_something",
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes__isnull=True)),
            ),
            models.CheckConstraint(name="change_has_a_document", condition=~Q(document="")),
        ]


class ChangedUnit(models.Model):
    """A unit that a change is about (not the many that only moved along), and its part in it."""

    class Part(models.TextChoices):
        SUBJECT = "subject"
        FROM = "from"
        INTO = "into"
        PARENT = "parent"

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="touched")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    part = models.CharField(max_length=8, choices=Part)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "unit", "part"], name="changed_unit_once"),
        ]


class Succession(models.Model):
    """Who took over from whom. Kept whole: with A into B and B into C there is A to C as well (`steps` 2).

    `has_ended` says that the old unit ended with it; then its successor reads what it left.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="successions")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=[("merge", "merge"), ("split", "split")])
    has_ended = models.BooleanField()
    steps = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["old", "new", "change"], name="succession_once"),
            models.CheckConstraint(name="succession_of_another", condition=~Q(old=models.F("new"))),
        ]


class ListEdition(models.Model):
    """One edition of an official list: publisher, the day it describes, the day it is held back to."""

    publisher = models.CharField(max_length=40)
    as_of = models.DateField()
    opens_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publisher", "as_of", "digest"], name="list_edition_once"),
        ]


class ListRowQuerySet(models.QuerySet["ListRow"]):
    def of_edition(self, edition_id: int) -> Self:
        return self.filter(edition=edition_id)

    def of_publisher(self, publisher: str) -> Self:
        return self.filter(edition__publisher=publisher)

    def with_codes(self, codes: Iterable[str]) -> Self:
        return self.filter(code__in=codes)

    def oldest_first(self) -> Self:
        return self.order_by("edition__as_of", "edition_id")


class ListRow(models.Model):
    """A row of a list as given: a code means something only together with its list."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="list_rows")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    level = models.SmallIntegerField()
    parent_code = models.CharField(max_length=20, blank=True)

    objects = ListRowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="list_row_code_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["code"], name="list_row_by_code")]


class ListDecision(models.Model):
    """What a person decided where a list and the ground differ: kept with its reason, never guessed."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="decisions")
    code = models.CharField(max_length=20)
    action = models.CharField(max_length=20)
    value = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300)
