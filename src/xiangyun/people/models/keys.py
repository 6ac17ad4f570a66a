"""Keys of machines, and tries to sign in that failed."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from xiangyun.core.ids import uuid7

from .accounts import Account
from .posts import Tenure


class ApiToken(models.Model):
    """A key for machines: acts as its tenure does, and ends with it; only its digest is kept."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    tenure = models.ForeignKey(Tenure, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)


class SignInFailureQuerySet(models.QuerySet["SignInFailure"]):
    def recent(self, name: str, since: datetime) -> Self:
        """Failures for a name since an instant."""
        return self.filter(name=name, at__gt=since)

    def since(self, when: datetime) -> Self:
        """Failures of any name since an instant, the last first."""
        return self.filter(at__gt=when).order_by("-id")

    def old(self, before: datetime) -> Self:
        return self.filter(at__lte=before)


class SignInFailure(models.Model):
    """A try that failed, or is under way: the name as a keyed digest, where it came from; kept for a day.

    `device` is the digest of the cookie if the account knows the device, else empty.
    """

    name = models.CharField(max_length=64)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sign_in_failures")
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    objects = SignInFailureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "at"], name="sign_in_failure_by_name"),
            models.Index(fields=["at"], name="sign_in_failure_by_time"),
        ]
