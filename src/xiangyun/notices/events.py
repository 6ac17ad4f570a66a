"""Named events on which deadlines hang, and the holidays that an officer set; each statement is kept."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Self

from django.db import models

from xiangyun.calendar import Workdays, shipped_holidays
from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit
from xiangyun.units.paths import unit_ids
from xiangyun.units.reach import on_the_way_up, within_any


class NamedEventQuerySet(models.QuerySet["NamedEvent"]):
    def visible_to(self, actor: Actor) -> Self:
        """Events of the units on the way up, and of those below."""
        if actor.is_system:
            return self
        return self.filter(on_the_way_up(actor.all_paths, "owner") | within_any(actor.paths, "owner"))

    def owned_on_the_way_up(self, path: str) -> Self:
        """Events that hold at a path: of its unit and of those above, the nearest last."""
        return self.filter(on_the_way_up((path,), "owner"))


class NamedEvent(models.Model):
    """Something that happens once ("疫情结束"), or a condition that is met: known by its name, in simplified script.

    Without a day it has not happened yet, or what was said of it was cancelled.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    on = models.DateField(null=True)
    rev = models.PositiveIntegerField(default=1)

    objects = NamedEventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="named_event_once"),
        ]


class EventStatement(models.Model):
    """What was said of an event: declared, corrected or cancelled, by which document."""

    class Kind(models.TextChoices):
        DECLARED = "declared"
        CORRECTED = "corrected"
        CANCELLED = "cancelled"

    event = models.ForeignKey(NamedEvent, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=9, choices=Kind)
    on = models.DateField(null=True)
    document = models.CharField(max_length=120)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class HolidayEdit(models.Model):
    """A day that the site sets otherwise than the shipped table: worked or off, by which document."""

    day = models.DateField(unique=True)
    is_worked = models.BooleanField()
    name = models.CharField(max_length=40)
    document = models.CharField(max_length=120)
    at = models.DateTimeField()


def workdays() -> Workdays:
    """The shipped table with what the site set; one query."""
    edits = dict(HolidayEdit.objects.values_list("day", "is_worked"))
    return Workdays(shipped_holidays() | edits)


def events_at(path: str) -> Mapping[str, date]:
    """The declared events that hold at a path, by name; a nearer unit's say goes before one above."""
    found = NamedEvent.objects.owned_on_the_way_up(path).filter(on__isnull=False)
    declared = found.values_list("owner", "name", "on")
    order = {pk: i for i, pk in enumerate(unit_ids(path))}
    return {name: on for owner, name, on in sorted(declared, key=lambda row: order.get(row[0], -1)) if on}
