"""Accounts: persons who can sign in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.reach import within_any

if TYPE_CHECKING:
    from .posts import Tenure


class AccountQuerySet(models.QuerySet["Account"]):
    def called(self, name: str, phone: str) -> Self:
        """By the name to sign in with, or by phone (plain digits); the name comes first."""
        found = Q(username=name) | (Q(phone=phone) if phone else Q())
        return self.filter(found).order_by(models.Case(models.When(username=name, then=0), default=1))

    def within(self, actor: Actor) -> Self:
        """Accounts that hold or held a post at a unit at or below the actor's; the system reaches all."""
        from .posts import Tenure

        if actor.is_system:
            return self
        held = Tenure.objects.filter(within_any(actor.paths, "post__unit"), account=OuterRef("pk"))
        return self.filter(Exists(held))

    def may_sign_in(self, pk: int) -> Self:
        """The account with this key, if it is not blocked."""
        return self.filter(pk=pk, is_active=True)

    def locked(self, pk: int) -> "Account":
        """The account, with its row held until the transaction ends."""
        return self.select_for_update().get(pk=pk)


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Account":
        """Sign-in by name; a blocked account is found too, and refused by `is_active`."""
        found: Account = self.get(username=username)
        return found


class Account(AbstractBaseUser):
    """A person who can sign in. What the person may do comes from posts, never from the account."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, null=True, unique=True)
    password_set_at = models.DateTimeField(null=True)
    session_rev = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    objects = AccountManager()

    held: list["Tenure"]

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Ends every session when the password changes or `session_rev` goes up: signing out everywhere."""
        return salted_hmac("xiangyun.session", f"{self.password}.{self.session_rev}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """No older keys count."""
        return iter(())
