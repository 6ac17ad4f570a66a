"""Facts: numbers with their source, append-only; and evidence, the photos that stand behind an answer."""

from typing import ClassVar, Self

from django.db import models

SLOTS = 8


class Fact(models.Model):
    """Up to eight scaled integers of one source; `sign` -1 takes an earlier row back. No key points here.

    The unique key begins with the unit, so that the table can be split by unit when a site grows.
    """

    unit_id = models.BigIntegerField()
    source_kind = models.CharField(max_length=20)
    source_uid = models.UUIDField()
    subject_uid = models.UUIDField()
    period = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    page = models.PositiveSmallIntegerField(default=0)
    sign = models.SmallIntegerField(default=1)
    v1 = models.BigIntegerField(null=True)
    v2 = models.BigIntegerField(null=True)
    v3 = models.BigIntegerField(null=True)
    v4 = models.BigIntegerField(null=True)
    v5 = models.BigIntegerField(null=True)
    v6 = models.BigIntegerField(null=True)
    v7 = models.BigIntegerField(null=True)
    v8 = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_id", "source_kind", "source_uid", "version", "page", "sign"], name="fact_once"
            ),
            models.CheckConstraint(name="fact_sign", condition=models.Q(sign__in=[1, -1])),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_uid", "period", "unit_id"], name="fact_by_subject")]

    def slots(self) -> list[int | None]:
        """The eight values in order."""
        return [getattr(self, f"v{n}") for n in range(1, SLOTS + 1)]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of_source(self, kind: str, uid: object) -> Self:
        return self.filter(source_kind=kind, source_uid=uid).order_by("id")


class Evidence(models.Model):
    """A file used by a source for a field, with the time and place that the phone read before shrinking it."""

    unit_id = models.BigIntegerField()
    source_kind = models.CharField(max_length=20)
    source_uid = models.UUIDField()
    field = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit_id", "source_kind", "source_uid", "field", "sha256"], name="evidence_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="evidence_by_file")]
