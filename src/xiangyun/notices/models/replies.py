"""What bodies below say and do about a published notice: receipt, handing down, more time."""

from typing import ClassVar

from django.db import models

from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit

from .notices import Notice
from .tasks import Task, TaskPeriod


class Receipt(models.Model):
    """A body signs for a notice, and names who handles it and who leads."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    handler = models.CharField(max_length=60)
    leader = models.CharField(max_length=60)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "notice"], name="receipt_once")]


class HandDown(models.Model):
    """A body hands a task on to those below it, with a covering note and, if it likes, an earlier deadline.

    `deadline` is the calendar's value, never later or looser than what the body itself was given; None leaves it.
    """

    uid = models.UUIDField(default=uuid7, unique=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="handed_down")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    deadline = models.JSONField(null=True)
    post_id = models.BigIntegerField(null=True)
    rev = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "task"], name="hand_down_once")]


class Extension(models.Model):
    """More time for one unit by name, in one period of a task, with the reason."""

    period = models.ForeignKey(TaskPeriod, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    reason = models.CharField(max_length=300)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "period"], name="extension_once")]
