"""Accounts, the posts they hold at units from a day to a day, and tokens bound to a post."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        """Sign-in by name; a blocked account is found too, and refused by `is_active`."""
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A person who can sign in. What the person may do comes from posts, never from the account."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    objects = AccountManager()

    held: list["Post"]

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a post is for; the words of the field."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    DIRECTOR = "director"
    EXPERT = "expert"
    AUDITOR = "auditor"
    SECURITY = "security"
    ADMIN = "admin"


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> Self:
        """Posts held on a day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def named(self, username: str) -> Self:
        """Posts of the account with this name."""
        return self.select_related("unit", "account").filter(account__username=username).order_by("id")

    def of_account(self, account_id: int) -> Self:
        return self.filter(account_id=account_id).select_related("unit", "account").order_by("id")


class Post(models.Model):
    """An account holding a role at a unit, from a day to a day. Duties belong to posts, not persons."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=10, choices=Role)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = PostQuerySet.as_manager()

    def is_held_on(self, day: date) -> bool:
        """Whether the post is held on a day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "unit", "role", "from_on"], name="post_once"),
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(to_on__isnull=True) | Q(to_on__gt=models.F("from_on")),
            ),
        ]


class ApiToken(models.Model):
    """A key for machines, bound to a post; only its digest is kept."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tokens")
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
