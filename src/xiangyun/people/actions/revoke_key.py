"""Revoke a key."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.models import Account
from xiangyun.people.proving import has_factor
from xiangyun.people.watch.queries import KINDS, keys


def revoke_key(*, actor: Actor, kind: str, uid: UUID, at: datetime) -> Account:
    """A security officer takes away a machine's token, a passkey, an authenticator or a known device.

    An administrator left without a second factor is led to set one up before anything else.
    """
    found = keys(actor, kind, "").filter(uid=uid).first()
    if found is None:
        raise NotVisible(kind="key")
    account: Account = found
    for step in KINDS[kind][1].split("__"):
        account = getattr(account, step)
    with transaction.atomic():
        Account.objects.locked(account.pk)
        found.delete()
        if not has_factor(account.pk):
            account.recovery_codes.all().delete()
        detail = {"kind": kind, "key": uid, "name": getattr(found, "name", "") or getattr(found, "label", "")}
        record("key.revoked", actor=actor, at=at, subject=("account", account.uid), detail=detail)
    return account
