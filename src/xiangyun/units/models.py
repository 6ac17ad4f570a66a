"""Units, the official lists they come from, and their places in the lines, each from a day to a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Length, Substr

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7

from .paths import END, SLOT


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path or a key compared byte by byte: PostgreSQL needs collation C for that, SQLite does so anyway."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, actor: Actor) -> Self:
        """The tree is no secret among those who work in it; a visitor sees none of it here."""
        return self if actor.is_system or actor.unit_id else self.none()

    def in_use(self) -> Self:
        """What selectors reach: neither marked out of use nor below something that is, and not closed."""
        return self.filter(in_use=True)

    def on(self, day: date) -> Self:
        """Units that exist on a day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def within(self, path: str, day: date) -> Self:
        """Units at and below a path on a day, in the territorial line."""
        return self.filter(Exists(Placement.objects.of_unit(OuterRef("pk")).on(day).within(path)))

    def placed(self, day: date, above: Iterable[str] | None = None) -> Self:
        """Units that stand in the territorial line on a day, each with its `path`; `above` keeps those
        that stand directly below one of these paths."""
        place = Q() if above is None else Q(placements__above__in=list(above))
        there = self.on(day).filter(
            place,
            Q(placements__to_on__isnull=True) | Q(placements__to_on__gt=day),
            placements__from_on__lte=day,
            placements__line=Placement.Line.TERRITORIAL,
        )
        return there.annotate(path=F("placements__path"))

    def in_list_order(self) -> Self:
        """The order of the official list, divisions before institutions."""
        return self.order_by("sort_key", "pk")


class Unit(models.Model):
    """A body that can owe, hold posts and be counted. A division's unit carries its acting body.

    A mark says that a row of a list names no ordinary body: a park (quasi), a development zone, or a row that
    only fills its level. `sort_key` is the code in the first list, for order only; institutions begin with `~`.
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

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    level = models.SmallIntegerField(null=True)
    name = models.CharField(max_length=120)
    acting_name = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=40, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=8, choices=Mark, default=Mark.NONE, blank=True)
    in_use = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    sort_key = PathField(max_length=20, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_division_has_a_level",
                condition=(Q(kind="division") & Q(level__gte=1, level__lte=5)) | ~Q(kind="division"),
            ),
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=models.F("opened_on")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "level", "in_use"], name="unit_by_level")]

    def __str__(self) -> str:
        return self.acting_name or self.name


class PlacementQuerySet(models.QuerySet["Placement"]):
    def on(self, day: date) -> Self:
        """Placements that hold on a day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def of_unit(self, unit: Any) -> Self:
        return self.filter(unit=unit)

    def within(self, path: str) -> Self:
        """At and below a path: one range scan."""
        return self.filter(path__gte=path, path__lt=path + END)

    def territorial(self) -> Self:
        return self.filter(line=Placement.Line.TERRITORIAL)

    def below(self, path: str) -> Self:
        """Below a path, the path itself left out."""
        return self.filter(path__gt=path, path__lt=path + END)


class Placement(models.Model):
    """Where a unit stands in a line, from a day to a day. Five territorial slots, then institutions."""

    class Line(models.TextChoices):
        TERRITORIAL = "territorial"
        PROFESSIONAL = "professional"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    line = models.CharField(max_length=12, choices=Line, default=Line.TERRITORIAL)
    path = PathField(max_length=SLOT * 10)
    above = models.GeneratedField(  # an index on it finds children without a scan of everything below
        expression=Substr("path", Value(1), Length("path") - SLOT),
        output_field=models.CharField(max_length=SLOT * 10),
        db_persist=True,
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)

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
