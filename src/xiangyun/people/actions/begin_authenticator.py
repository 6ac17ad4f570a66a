"""Begin to set up an authenticator app."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import WrongState
from xiangyun.people.asking import ask_password
from xiangyun.people.factors.sealing import seal
from xiangyun.people.factors.totp import new_secret
from xiangyun.people.models import Account, Authenticator
from xiangyun.people.origins import Origin


def begin_authenticator(
    *, actor: Actor, account: Account, password: str, origin: Origin, at: datetime
) -> Authenticator:
    """A fresh secret, which counts once a code from it was given; an app that works already stays: remove it first."""
    ask_password(actor, account, password, origin, at)
    sealed = seal(new_secret(), account.uid)
    with transaction.atomic():
        Account.objects.locked(account.pk)
        if Authenticator.objects.of_account(account.pk).in_use().exists():
            raise WrongState("authenticator_there")
        Authenticator.objects.of_account(account.pk).delete()
        begun = Authenticator.objects.create(account=account, sealed=sealed, begun_at=at)
        record("authenticator.begun", actor=actor, at=at, subject=("account", account.uid))
    return begun
