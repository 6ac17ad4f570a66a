"""Release an account from the tries that lock it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.models import SignInFailure
from xiangyun.people.watch.queries import accounts_called


def release_lock_out(*, actor: Actor, account_uid: UUID, at: datetime) -> int:
    """A security officer lets everybody try at this account again; gives how many tries were struck."""
    account = accounts_called(actor, "").filter(uid=account_uid).first()
    if account is None:
        raise NotVisible(kind="account")
    with transaction.atomic():
        count, _ = SignInFailure.objects.filter(account=account).delete()
        record("lock_out.released", actor=actor, at=at, subject=("account", account.uid), detail={"tries": count})
    return count
