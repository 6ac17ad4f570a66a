"""The log's rows. Accounts, posts, units and things are ids without foreign keys: the log outlives them."""

from collections.abc import Sequence
from typing import Any, ClassVar, Never, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7

GENESIS = "0" * 64


class Outcome(models.TextChoices):
    DONE = "done"
    REFUSED = "refused"


class AppendOnly(TypeError):
    """The log is only ever added to: a programming error, not something a user can do."""


class AuditQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> Self:
        """An auditor sees the whole log, nobody else any of it."""
        return self if actor.holds("auditor") else self.none()

    def unsealed(self) -> Self:
        """Entries not in the chain yet, in the order they came."""
        return self.filter(seal__isnull=True).order_by("id")

    def chain(self) -> Self:
        """The sealed entries, in the order of the chain."""
        return self.filter(seal__isnull=False).order_by("seal")

    def of_action(self, action: str) -> Self:
        """One kind of thing done or refused, latest first."""
        return self.filter(action=action).order_by("-id")

    def personal_of(self, entries: Sequence[int], name: str) -> "models.QuerySet[PersonalValue]":
        """One personal value of each of some entries; erased ones are empty."""
        return PersonalValue.objects.filter(entry__in=entries, name=name)

    def about(self, kind: str, uid: UUID) -> Self:
        """What was done to one thing, latest first."""
        return self.filter(subject_kind=kind, subject_uid=uid).order_by("-id")

    def update(self, **_: Any) -> Never:
        raise AppendOnly("audit entries are never changed")

    def delete(self) -> Never:
        raise AppendOnly("audit entries are never deleted")


class Entry(models.Model):
    """One thing done or refused. `detail` never holds personal values, only salted digests of them."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    action = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.DONE)
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_uid = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    seal = models.BigIntegerField(null=True, unique=True)
    prev_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="entry_digest_at_once_sealed",
                condition=Q(seal=None, prev_digest="", digest="")
                | (Q(seal__gte=1) & ~Q(prev_digest="") & ~Q(digest="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_uid", "id"], name="entry_by_subject"),
            models.Index(fields=["action", "id"], name="entry_by_action"),
            models.Index(fields=["id"], name="entry_unsealed", condition=Q(seal=None)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.outcome} {self.uid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise AppendOnly("audit entries are never deleted")


class PersonalValue(models.Model):
    """A personal value beside an entry. Erasing blanks value and salt; the entry's digest of it stays."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)
    value = models.TextField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="personal_value_once"),
            models.CheckConstraint(
                name="personal_value_is_blank_once_erased",
                condition=Q(erased_at__isnull=True) | Q(value="", salt=""),
            ),
        ]


class ChainHead(models.Model):
    """The last link: the one row that a sealer locks, so that two sealers cannot fork the chain."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    seal = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="chain_head_is_one_row", condition=Q(id=1)),
        ]
