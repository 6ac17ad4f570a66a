"""What proves a person besides the password, and the passwords that were."""

from typing import ClassVar, Self

from django.db import models

from xiangyun.core.ids import uuid7

from .accounts import Account


class AuthenticatorQuerySet(models.QuerySet["Authenticator"]):
    def of_account(self, account_id: int) -> Self:
        return self.filter(account=account_id)

    def in_use(self) -> Self:
        """Set up to the end: a code from it was given once."""
        return self.filter(confirmed_at__isnull=False)


class Authenticator(models.Model):
    """An app that shows a new code every thirty seconds; its secret is sealed, each code counts once."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="authenticator")
    sealed = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = AuthenticatorQuerySet.as_manager()


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    def of_account(self, account_id: int) -> Self:
        """An account's passkeys, the first first."""
        return self.filter(account=account_id).order_by("id")

    def as_read(self, key: "Passkey") -> Self:
        """The same passkey, if nobody has used it since it was read."""
        return self.filter(pk=key.pk, sign_count=key.sign_count)


class Passkey(models.Model):
    """A key in a phone, computer or token; here lies only its public half."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = PasskeyQuerySet.as_manager()


class RecoveryCodeQuerySet(models.QuerySet["RecoveryCode"]):
    def unused(self, account_id: int) -> Self:
        """The codes of an account that still open."""
        return self.filter(account=account_id, used_at__isnull=True)


class RecoveryCode(models.Model):
    """A code for the day the phone is lost: shown once, good once, kept as a digest."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]


class PastPasswordQuerySet(models.QuerySet["PastPassword"]):
    def last_of(self, account_id: int, n: int) -> Self:
        """The last passwords of an account, newest first."""
        return self.filter(account=account_id).order_by("-id")[:n]


class PastPassword(models.Model):
    """The hash of a password that was, so that it does not come back at once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="past_passwords")
    hashed = models.CharField(max_length=128)
    left_at = models.DateTimeField()

    objects = PastPasswordQuerySet.as_manager()
