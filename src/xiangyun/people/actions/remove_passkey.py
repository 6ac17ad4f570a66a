"""Remove one of one's passkeys."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.asking import ask_password
from xiangyun.people.keeping import keep_one_factor
from xiangyun.people.models import Account
from xiangyun.people.origins import Origin


def remove_passkey(*, actor: Actor, account: Account, uid: UUID, password: str, origin: Origin, at: datetime) -> None:
    """With the password; an administrator keeps at least one second factor."""
    ask_password(actor, account, password, origin, at)
    with transaction.atomic():
        Account.objects.locked(account.pk)
        count, _ = account.passkeys.filter(uid=uid).delete()
        if not count:
            raise NotVisible(kind="passkey")
        keep_one_factor(account, at)
        detail = {"passkey": uid}
        record("passkey.removed", actor=actor, at=at, subject=("account", account.uid), detail=detail)
