"""Open an account."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.factors.passwords import WeakPassword, missing_in
from xiangyun.people.models import Account, Role


def open_account(
    *, actor: Actor, username: str, name: str, password: str, at: datetime, is_sample: bool = False
) -> Account:
    """A person who can sign in from now on, and is asked for a password of the own at once. Only administrators may.

    Refuses a name already taken, and a WeakPassword except for a sample's, which is printed anyway.
    """
    if not actor.holds(Role.ADMIN):
        raise NotAllowed(step="open_account")
    account = Account(username=username.strip(), name=name.strip(), is_sample=is_sample)
    if not account.username or not account.name:
        raise BadInput("blank_name")
    if not is_sample and (missing := missing_in(password, names=(account.username, account.name))):
        raise WeakPassword(missing=missing)
    account.set_password(password)
    with transaction.atomic():
        if Account.objects.filter(username=account.username).exists():
            raise BadInput("username_taken", username=account.username)
        account.save(force_insert=True)
        record("account.opened", actor=actor, at=at, subject=("account", account.uid))
    return account
