"""Forget a known device."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.models import Account, Device


def forget_device(*, actor: Actor, account: Account, uid: UUID, at: datetime) -> None:
    """One of one's own; the session on it ends with its next page."""
    device = Device.objects.of_account(account.pk).filter(uid=uid).first()
    if device is None or actor.account_id != account.pk:
        raise NotVisible(kind="device")
    with transaction.atomic():
        device.delete()
        detail = {"device": uid, "label": device.label}
        record("device.forgotten", actor=actor, at=at, subject=("account", account.uid), detail=detail)
