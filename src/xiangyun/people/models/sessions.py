"""Known devices, and the timed sessions of administrators."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from xiangyun.core.ids import uuid7

from .accounts import Account


class DeviceQuerySet(models.QuerySet["Device"]):
    def of_account(self, account_id: int) -> Self:
        """An account's known devices, the one used last first."""
        return self.filter(account=account_id).order_by("-seen_at", "-id")

    def known(self, account_id: int, digest: str) -> Self:
        """The device that holds the cookie with this digest."""
        return self.filter(account=account_id, digest=digest)

    def with_digest(self, digest: str) -> Self:
        """Devices of any account whose cookie has this digest: one phone may serve several."""
        return self.filter(digest=digest)

    def unseen_since(self, when: datetime) -> Self:
        return self.filter(seen_at__lt=when)


class Device(models.Model):
    """A phone or computer whose owner said "this is mine"; it holds a random cookie, here lies the digest.

    `seen_at`: the last sign-in on it, since reading pages writes nothing.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest", "account"], name="device_once")]


class AdminSessionQuerySet(models.QuerySet["AdminSession"]):
    def open(self) -> Self:
        """Not ended yet, though perhaps over."""
        return self.filter(ended_at__isnull=True)

    def running(self, now: datetime) -> Self:
        """Neither ended nor over."""
        return self.open().filter(ends_at__gt=now)

    def of_tenure(self, tenure_id: int) -> Self:
        return self.filter(tenure=tenure_id)

    def lately(self, account_id: int) -> Self:
        """An account's sessions, the last first."""
        return self.filter(account=account_id).order_by("-id")

    def over(self, now: datetime) -> Self:
        """Past their end, and nobody has written that down."""
        return self.open().filter(ends_at__lte=now)


class AdminSession(models.Model):
    """The time in which an administrator has rights: why, from when, until when at the latest, how it ended."""

    class EndedBy(models.TextChoices):
        BUTTON = "button"
        TIME = "time"
        NEXT = "next"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="admin_sessions")
    tenure = models.ForeignKey("people.Tenure", on_delete=models.CASCADE, related_name="admin_sessions")
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=6, choices=EndedBy, blank=True)

    objects = AdminSessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="admin_session_one_open"
            ),
            models.CheckConstraint(
                name="admin_session_ends_after_it_begins", condition=Q(ends_at__gt=models.F("started_at"))
            ),
            models.CheckConstraint(
                name="admin_session_says_how_it_ended",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]
