"""Remove one's authenticator app."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.asking import ask_password
from xiangyun.people.keeping import keep_one_factor
from xiangyun.people.models import Account, Authenticator
from xiangyun.people.origins import Origin


def remove_authenticator(*, actor: Actor, account: Account, password: str, origin: Origin, at: datetime) -> None:
    """With the password; an administrator keeps at least one second factor."""
    ask_password(actor, account, password, origin, at)
    with transaction.atomic():
        Account.objects.locked(account.pk)
        count, _ = Authenticator.objects.of_account(account.pk).delete()
        if not count:
            raise NotVisible(kind="authenticator")
        keep_one_factor(account, at)
        record("authenticator.removed", actor=actor, at=at, subject=("account", account.uid))
