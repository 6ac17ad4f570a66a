"""What bodies below say and do about a published notice: receipt, handing down, more time."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Placement, Unit

from .notices import Notice
from .tasks import Task, TaskPeriod


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def of_notice(self, notice: Any) -> Self:
        return self.filter(notice=notice)

    def of_unit(self, unit: Any) -> Self:
        """What a unit signed for, the latest first."""
        return self.filter(unit=unit).order_by("-at", "-pk")

    def held(self) -> Self:
        """With their rows held until the transaction ends."""
        return self.select_for_update(of=("self",))


class Receipt(models.Model):
    """A body signs for a notice, and names who handles it and who leads."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    handler = models.CharField(max_length=60)
    leader = models.CharField(max_length=60)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "notice"], name="receipt_once")]


class HandDownQuerySet(models.QuerySet["HandDown"]):
    def of_tasks(self, tasks: Any) -> Self:
        """With the body whose word each is."""
        return self.filter(task__in=tasks).select_related("unit")

    def by_unit(self, unit: Any) -> Self:
        return self.filter(unit=unit)

    def by_units(self, units: Collection[int]) -> Self:
        return self.filter(unit__in=units)

    def placed(self, day: date, unit: int | None = None) -> Self:
        """Each with its body's `place` in the task's line on a day, and that of another unit as `seen_from`; None
        where one stands nowhere then."""
        there = Placement.objects.on(day).filter(line=OuterRef("task__line"))
        places = {"place": there.of_unit(OuterRef("unit")), "seen_from": there.of_unit(unit)}
        return self.annotate(**{name: Subquery(found.values("path")[:1]) for name, found in places.items()})

    def held(self) -> Self:
        """With their rows held until the transaction ends."""
        return self.select_for_update(of=("self",))


class HandDown(models.Model):
    """A body hands a task on to those below it, with a covering note and, if it likes, an earlier deadline.

    `deadline` is a plain `calendar.Tightening` (a day, or so many days earlier in each period), checked against what
    the body itself was given; None leaves it. What is later than that by now binds nobody.
    """

    uid = models.UUIDField(default=uuid7, unique=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="handed_down")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    deadline = models.JSONField(null=True)
    post_id = models.BigIntegerField(null=True)
    rev = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    objects = HandDownQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "task"], name="hand_down_once")]


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the tasks that the actor sees."""
        return self.filter(period__task__in=Task.objects.visible_to(actor))

    def of_period(self, period: Any) -> Self:
        return self.filter(period=period)

    def of_unit(self, unit: Any) -> Self:
        return self.filter(unit=unit)

    def at_units(self, units: Collection[int]) -> Self:
        return self.filter(unit__in=units)

    def open_at(self, at: datetime) -> Self:
        """Those that still let an answer in."""
        return self.filter(locks_at__gt=at)


class Extension(models.Model):
    """More time for one unit by name, in one period of a task, with the reason: when its answer is due, and when it
    can no longer come. Where the period's own day is later by now, that holds."""

    period = models.ForeignKey(TaskPeriod, on_delete=models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    locks_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "period"], name="extension_once"),
            models.CheckConstraint(name="extension_clocks", condition=Q(locks_at__gte=F("due_at"))),
            models.CheckConstraint(name="extension_has_a_reason", condition=~Q(reason="")),
        ]

    @property
    def due_on(self) -> date:
        """The day up to which the unit has time."""
        return working_date(self.due_at)
