"""Named events on which deadlines hang, and the holidays that an officer set; each statement is kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, Self

from django.db import models

from xiangyun.calendar import Workdays, shipped_holidays
from xiangyun.calendar.deadlines import ISSUED, check_name
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.folding import fold
from xiangyun.core.ids import uuid7
from xiangyun.core.texts import is_readable
from xiangyun.units.models import Unit
from xiangyun.units.paths import SLOT, unit_ids
from xiangyun.units.reach import on_the_way_up, within_any

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Days outside are no days that a deadline can hang on."""
MOST_NAME, MOST_DOCUMENT = 60, 120
TOP = 2
"""The lowest level of the tree that sets holidays."""
Said = tuple[int, str, date]
"""The unit that spoke, the event's name, its day."""


class NamedEventQuerySet(models.QuerySet["NamedEvent"]):
    def visible_to(self, actor: Actor) -> Self:
        """Events of the units on the way up, and of those below."""
        if actor.is_system:
            return self
        return self.filter(on_the_way_up(actor.all_paths, "owner") | within_any(actor.paths, "owner"))

    def declared_at(self, paths: Iterable[str]) -> Self:
        """Declared events that hold at some of these paths: of their units and of those above."""
        return self.filter(on_the_way_up(tuple(paths), "owner"), on__isnull=False)

    def with_statements(self) -> Self:
        """With the unit that spoke, and all that was said, the first first."""
        said = models.Prefetch("statements", EventStatement.objects.order_by("pk"))
        return self.select_related("owner").prefetch_related(said)

    def own(self, actor: Actor, name: str) -> Self:
        """The one of this name of which the actor's own unit spoke, if it did."""
        return self.filter(owner=actor.own_unit, name=fold(name.strip()))


class NamedEvent(models.Model):
    """Something that happens once ("疫情结束"), or a condition that is met: known by its name, in simplified script.

    Without a day it has not happened yet, or what was said of it was cancelled.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=MOST_NAME)
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
    document = models.CharField(max_length=MOST_DOCUMENT)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class HolidayEditQuerySet(models.QuerySet["HolidayEdit"]):
    def in_year(self, year: int) -> Self:
        """What was set for the days of a year, in order."""
        return self.filter(day__year=year).order_by("day")


class HolidayEdit(models.Model):
    """A day that the site sets otherwise than the shipped table: worked or off, by which document."""

    day = models.DateField(unique=True)
    is_worked = models.BooleanField()
    name = models.CharField(max_length=40)
    document = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects = HolidayEditQuerySet.as_manager()


def checked_statement(name: str, on: date | None, document: str) -> str:
    """The event's name in the script of names; BadInput for what cannot be said of an event."""
    if not document.strip():
        raise BadInput("document_needed")
    if not (is_readable(name) and is_readable(document)):
        raise BadInput("not_text")
    if len(document.strip()) > MOST_DOCUMENT or len(name) > MOST_NAME:
        raise BadInput("too_long")
    if on and not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise BadInput("not_a_day", on=on.isoformat())
    return _checked_name(fold(name.strip()))


def _checked_name(name: str) -> str:
    try:
        check_name(name)
    except ValueError:
        raise BadInput("not_an_event_name", name=name) from None
    if name == ISSUED:  # known from the notice itself
        raise BadInput("not_an_event_name", name=name)
    return name


def may_set_holidays(actor: Actor) -> bool:
    """An administrator, or an officer of a bureau at the top: a city, above which the province only receives."""
    is_top = bool(actor.paths) and len(actor.paths[0]) // SLOT <= TOP
    return actor.holds("admin") or (actor.holds("officer") and is_top)


def workdays() -> Workdays:
    """The shipped table with what the site set; one query."""
    edits = dict(HolidayEdit.objects.values_list("day", "is_worked"))
    return Workdays(shipped_holidays() | edits)


def said_at(paths: Iterable[str]) -> list[Said]:
    """What was said of events at and above these paths; one query."""
    rows = NamedEvent.objects.declared_at(paths).values_list("owner", "name", "on")
    return [(owner, name, on) for owner, name, on in rows if on]


def holding(path: str, said: Iterable[Said]) -> Mapping[str, date]:
    """Of what was said, the events that hold at a path, by name; a nearer unit's say goes before one above."""
    order = {pk: i for i, pk in enumerate(unit_ids(path))}
    heard = [row for row in said if row[0] in order]
    return {name: on for _owner, name, on in sorted(heard, key=lambda row: order[row[0]])}
