"""Change one's password."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict
from xiangyun.people.asking import ask_password
from xiangyun.people.factors.passwords import NOT_AGAIN, WeakPassword, missing_in
from xiangyun.people.models import Account, PastPassword
from xiangyun.people.origins import Origin


def change_password(*, actor: Actor, account: Account, old: str, new: str, origin: Origin, at: datetime) -> Account:
    """Asks for the old one, holds the new one to the rules; every other session of the account ends.

    Raises WrongPassword, TooManyTries, or WeakPassword with the codes of what is missing.
    """
    ask_password(actor, account, old, origin, at)
    left = account.password
    missing = missing_in(new, names=(account.username, account.name), phone=account.phone or "")
    if missing or _was_used(account, new):
        raise WeakPassword(missing=missing or ["used_before"])
    account.set_password(new)
    account.password_set_at = at
    with transaction.atomic():
        if Account.objects.locked(account.pk).password != left:
            raise Conflict("password_changed")
        PastPassword.objects.create(account=account, hashed=left, left_at=at)
        kept = list(PastPassword.objects.last_of(account.pk, NOT_AGAIN).values_list("pk", flat=True))
        account.past_passwords.exclude(pk__in=kept).delete()
        account.save(update_fields=["password", "password_set_at"])
        record("password.changed", actor=actor, at=at, subject=("account", account.uid))
    return account


def _was_used(account: Account, new: str) -> bool:
    """The present one and the last three do not come back."""
    past = PastPassword.objects.last_of(account.pk, NOT_AGAIN).values_list("hashed", flat=True)
    return any(check_password(new, hashed) for hashed in (account.password, *past))
