"""Messages to units, what was chased, and an owner's own rule of reminding. Units and posts are ids without keys."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7

from .rules import DEFAULT_WORKING_DAYS

READERS = ("reporter", "reviewer", "officer", "director", "auditor")
"""Roles that work at a unit and so read what it is told."""


class Stage(models.TextChoices):
    BEFORE = "before"
    AFTER = "after"
    ABOVE = "above"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own unit, for who works there."""
        if actor.is_system:
            return self
        return self.filter(unit_id=actor.unit_id) if actor.unit_id and actor.role in READERS else self.none()

    def latest_first(self) -> Self:
        return self.order_by("-day", "-pk")

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)

    def since(self, day: date, days: int) -> Self:
        """What was said in the last days up to a day."""
        return self.filter(day__gt=day - timedelta(days=days))

    def of_day(self, day: date) -> Self:
        """What was said on a day."""
        return self.filter(day=day)

    def said_in(self, stage: Stage, since: date, before: date) -> Self:
        """What was said in a stage from a day on, up to the day before another."""
        return self.filter(stage=stage, day__gte=since, day__lt=before)

    def older_than(self, at: datetime) -> Self:
        return self.filter(at__lt=at)


class Message(models.Model):
    """One digest to one unit: all duties of a stage in one message, at most one a day and stage.

    `subject` names them: [{"period": uid}], and to the unit above [{"period": uid, "since": day, "n": units}].
    Whether they are done is never stored: it is read from the answers.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit_id = models.BigIntegerField()
    stage = models.CharField(max_length=6, choices=Stage)
    day = models.DateField()
    subject = models.JSONField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "day", "stage"], name="message_once_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["day", "stage"], name="message_by_day")]

    @property
    def periods(self) -> list[UUID]:
        """The periods that it names, in its order."""
        return [UUID(part["period"]) for part in self.subject]


class ChaseQuerySet(models.QuerySet["Chase"]):
    def of_period(self, period: UUID) -> Self:
        """What was chased of a period, the latest first."""
        return self.filter(period_uid=period).order_by("-at", "-pk")

    def note(self, **values: Any) -> "Chase":
        """Keep one; called by the use case inside its transaction."""
        return self.create(**values)


class Chase(models.Model):
    """Somebody asked after all that was missing of a period at and below a unit; `n` is how many that were.

    `by_unit_name` is what the asking body was called then.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    period_uid = models.UUIDField()
    unit_id = models.BigIntegerField()
    n = models.PositiveIntegerField()
    by_unit_id = models.BigIntegerField(null=True)
    by_unit_name = models.CharField(max_length=120, blank=True)
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = ChaseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["period_uid", "at"], name="chase_by_period")]


class ReminderRuleQuerySet(models.QuerySet["ReminderRule"]):
    def working_days_of(self, owners: Iterable[int]) -> dict[int, int]:
        """After how many working days the unit above is told, by owner of the task; one query."""
        owners = set(owners)
        own: Collection[tuple[int, int]] = self.filter(owner_id__in=owners).values_list("owner_id", "working_days")
        return dict.fromkeys(owners, DEFAULT_WORKING_DAYS) | dict(own)


class ReminderRule(models.Model):
    """What an owner of tasks sets otherwise than `rules`."""

    owner_id = models.BigIntegerField(unique=True)
    working_days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = ReminderRuleQuerySet.as_manager()
