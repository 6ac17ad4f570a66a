"""The site's own row, and the log of steps that every living thing shares."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from .ids import uuid7


class Site(models.Model):
    """This installation: one row. A demonstration has a working date; a production site has none."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.JSONField(default=dict)
    is_demo = models.BooleanField(default=False)
    working_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="site_is_one_row", condition=models.Q(id=1)),
            models.CheckConstraint(
                name="site_only_a_demo_sets_its_date",
                condition=models.Q(is_demo=True) | models.Q(working_on__isnull=True),
            ),
        ]

    @classmethod
    def current(cls) -> Self:
        """The site's row, made on first use."""
        return cls.objects.filter(pk=1).first() or cls(id=1)


class StepTakenQuerySet(models.QuerySet["StepTaken"]):
    def of_subject(self, kind: str, uid: UUID) -> Self:
        """The moves of one thing, the first first."""
        return self.filter(subject_kind=kind, subject_uid=uid).order_by("id")


class StepTaken(models.Model):
    """One move of one thing: from a state to a state, by whom, when by both clocks, and what was said."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    step = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = StepTakenQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_uid", "id"], name="step_by_subject"),
        ]
