"""What a figure means; the sums kept for every ancestor; and what has come since they were folded."""

from typing import ClassVar

from django.db import models

from xiangyun.core.fields import PathField
from xiangyun.core.ids import uuid7
from xiangyun.units.paths import SLOT


class Measure(models.Model):
    """A figure's definition: what it counts of which subject, in words too. Rates are num over den."""

    class Aggregation(models.TextChoices):
        COUNT = "count"
        SHARE = "share"
        SUM = "sum"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    subject_uid = models.UUIDField()
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    aggregation = models.CharField(max_length=5, choices=Aggregation)
    field = models.CharField(max_length=80, blank=True)
    scale = models.SmallIntegerField(default=0)
    label = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_uid", "name", "version"], name="measure_once"),
        ]


class Cell(models.Model):
    """The sum of a measure for an ancestor and a period, folded by the worker."""

    ancestor_id = models.BigIntegerField()
    measure_id = models.BigIntegerField()
    grain = models.CharField(max_length=10)
    period = models.CharField(max_length=12)
    num = models.BigIntegerField(default=0)
    den = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ancestor_id", "measure_id", "grain", "period"], name="cell_once"),
        ]


class Delta(models.Model):
    """A change not yet folded: where it happened (the path of that day) and by how much."""

    measure_id = models.BigIntegerField()
    grain = models.CharField(max_length=10)
    period = models.CharField(max_length=12)
    path = PathField(max_length=SLOT * 10)
    num = models.BigIntegerField(default=0)
    den = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["measure_id", "period", "path"], name="delta_by_measure")]
