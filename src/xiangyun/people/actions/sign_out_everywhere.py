"""Sign out everywhere."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.models import Account, Device


def sign_out_everywhere(*, actor: Actor, account: Account, at: datetime) -> None:
    """Ends every session of one's own account, this one too, and forgets all its devices."""
    if actor.account_id != account.pk:
        raise NotVisible(kind="account")
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(session_rev=F("session_rev") + 1)
        count, _ = Device.objects.of_account(account.pk).delete()
        record("account.signed_out", actor=actor, at=at, subject=("account", account.uid), detail={"devices": count})
