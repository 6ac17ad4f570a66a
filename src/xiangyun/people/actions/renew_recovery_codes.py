"""Make new recovery codes."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import WrongState
from xiangyun.people.asking import ask_password
from xiangyun.people.models import Account
from xiangyun.people.origins import Origin
from xiangyun.people.proving import has_factor
from xiangyun.people.recovering import make_codes


def renew_recovery_codes(*, actor: Actor, account: Account, password: str, origin: Origin, at: datetime) -> list[str]:
    """Ten new ones, shown once; the old ones open nothing any more. Only beside a second factor."""
    ask_password(actor, account, password, origin, at)
    if not has_factor(account.pk):
        raise WrongState("no_factor")
    with transaction.atomic():
        codes = make_codes(account, at)
        record("recovery_codes.renewed", actor=actor, at=at, subject=("account", account.uid))
    return codes
