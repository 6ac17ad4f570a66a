"""Accounts: persons who can sign in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from xiangyun.core.ids import uuid7

if TYPE_CHECKING:
    from .posts import Tenure


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        """Sign-in by name; a blocked account is found too, and refused by `is_active`."""
        return self.get(username=username)


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
