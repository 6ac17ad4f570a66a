"""What a later notice does to the tasks of an earlier one, so that nobody is asked twice."""

from typing import ClassVar

from django.db import models

from xiangyun.core.ids import uuid7

from .notices import Clause, Notice
from .tasks import Task


class Amendment(models.Model):
    """Planned in the draft of the later notice, applied when that is published: the task is kept as it is, changed
    (deadline, units, end), or lifted from a day on. `values` are the columns that change, as plain data."""

    class Kind(models.TextChoices):
        KEEP = "keep"
        CHANGE = "change"
        LIFT = "lift"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="amendments")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=6, choices=Kind)
    clauses = models.ManyToManyField(Clause, related_name="amendments")
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "task"], name="amendment_once")]
