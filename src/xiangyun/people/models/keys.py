"""What opens doors besides a password, and tries that failed."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from .posts import Tenure


class ApiToken(models.Model):
    """A key for machines: acts as its tenure does, and ends with it; only its digest is kept."""

    tenure = models.ForeignKey(Tenure, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)


class SignInFailureQuerySet(models.QuerySet["SignInFailure"]):
    def recent(self, name: str, since: datetime) -> Self:
        """Failures for a name since an instant."""
        return self.filter(name=name, at__gt=since)

    def old(self, before: datetime) -> Self:
        return self.filter(at__lte=before)


class SignInFailure(models.Model):
    """A sign-in that failed: the name as a keyed digest, the address it came from; kept for a day."""

    name = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    objects = SignInFailureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "at"], name="sign_in_failure_by_name")]
