"""Returns: one answer of one unit to one period of a task; and one row for each verdict on it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.core.fields import PathField
from xiangyun.core.ids import uuid7
from xiangyun.forms.models import Answer
from xiangyun.notices.models import WORKERS, TaskPeriod
from xiangyun.units.models import Unit
from xiangyun.units.paths import SLOT
from xiangyun.units.reach import within_any

from .states import ReturnState


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, actor: Actor) -> Self:
        """A unit sees its own returns; the units above it see them once they are sent."""
        if actor.is_system:
            return self
        if actor.role not in WORKERS:
            return self.none()
        own = Q(unit=actor.unit_id)
        below = within_any(actor.paths, "unit")
        for line, path in actor.lines:
            below |= Q(period__task__line=line) & within_any((path,), "unit", line)
        return self.filter(own | below & ~Q(state=ReturnState.DRAFT))

    def came_by(self, period: Any, when: datetime) -> Self:
        """What counts of a period and came by an instant."""
        return self.filter(period=period, counts=True, sent_at__isnull=False, first_sent_at__lte=when)

    def sent_by(self, unit_id: int) -> Self:
        """What a unit has sent."""
        return self.filter(unit=unit_id, sent_at__isnull=False)

    def in_open_periods(self) -> Self:
        """Sent, and in periods that may still change with the tree."""
        return self.filter(sent_at__isnull=False, period__closed_at__isnull=True)

    def to_mend_by(self, unit_id: int) -> Self:
        """What was sent back to a unit."""
        return self.filter(unit=unit_id, state=ReturnState.SENT_BACK)

    def waiting_for(self, actor: Actor) -> Self:
        """What the actor's unit is to review."""
        return self.filter(state=ReturnState.SUBMITTED, waiting_at=actor.unit_id)

    def whole(self) -> Self:
        """With all that a page or a step needs, in one query."""
        return self.select_related(
            "answer__form_version__form",
            "period__task__notice",
            "period__task__form_version",
            "unit",
            "waiting_at",
        )


class Return(models.Model):
    """The answer to an obligation. `first_sent_at` decides on time or late; `waiting_at` is who reviews.

    `version` is the version of the answer that counts (0: none), `path` the place where it counts. A return of a
    unit that ended, or is asked no more, before its period closed stays readable and counts nowhere.
    """

    uid = models.UUIDField(default=uuid7, unique=True)
    period = models.ForeignKey(TaskPeriod, on_delete=models.PROTECT, related_name="returns")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="returns")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="+")
    nil = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.DRAFT)
    rev = models.PositiveIntegerField(default=1)
    waiting_at = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    first_sent_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    by_rule = models.BooleanField(default=False)
    sent_count = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=0)
    path = PathField(max_length=SLOT * 10, blank=True)
    counts = models.BooleanField(default=True)
    body_digest = models.CharField(max_length=64, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "period"], name="return_once_an_obligation"),
            models.CheckConstraint(
                name="return_sent_at_once_sent",
                condition=Q(state="draft", sent_at__isnull=True, on_time__isnull=True)
                | (~Q(state="draft") & Q(sent_at__isnull=False, on_time__isnull=False)),
            ),
            models.CheckConstraint(
                name="return_waits_only_when_submitted",
                condition=Q(state="submitted", waiting_at__isnull=False)
                | (~Q(state="submitted") & Q(waiting_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="return_by_rule_only_accepted", condition=Q(by_rule=False) | Q(state="accepted")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["waiting_at", "state"], name="return_by_reviewer"),
            models.Index(fields=["period", "state"], name="return_by_period"),
        ]

    @property
    def owner_unit_id(self) -> int:
        return self.unit_id

    @property
    def waiting_unit_id(self) -> int | None:
        return self.waiting_at_id


class ReviewQuerySet(models.QuerySet["Review"]):
    def last_of(self, returns: Collection[int]) -> dict[int, "Review"]:
        """The last verdict on each of these returns."""
        found = self.filter(of_return__in=returns).select_related("unit").order_by("id")
        return {review.of_return_id: review for review in found}


class Review(models.Model):
    """One verdict of one level: accepted or sent back, with notes pinned to fields."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept"
        SEND_BACK = "send_back"

    of_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="reviews")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    by_rule = models.BooleanField(default=False)
    answer_version = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    field_notes = models.JSONField(default=dict)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()
