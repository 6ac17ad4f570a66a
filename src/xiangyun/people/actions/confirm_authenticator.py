"""Finish setting up an authenticator app."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.factors.sealing import unseal
from xiangyun.people.factors.totp import step_of
from xiangyun.people.models import Account, Authenticator
from xiangyun.people.origins import Origin
from xiangyun.people.proving import WrongCode, plain_code
from xiangyun.people.recovering import make_codes
from xiangyun.people.tries import one_try


def confirm_authenticator(*, actor: Actor, account: Account, code: str, origin: Origin, at: datetime) -> list[str]:
    """A code from the app proves that it holds the secret; gives the first recovery codes, else an empty list."""
    begun = Authenticator.objects.of_account(account.pk).filter(confirmed_at__isnull=True).first()
    if begun is None or actor.account_id != account.pk:
        raise NotVisible(kind="authenticator")
    with one_try("second", account=account, typed="", origin=origin, at=at):
        step = step_of(unseal(begun.sealed, account.uid), plain_code(code), at)
        if step is None:
            raise WrongCode
    with transaction.atomic():
        same = Authenticator.objects.filter(pk=begun.pk, sealed=begun.sealed, confirmed_at__isnull=True)
        if not same.update(confirmed_at=at, last_step=step):
            raise NotVisible(kind="authenticator")
        codes = [] if account.recovery_codes.exists() else make_codes(account, at)
        detail = {"recovery_codes": len(codes)}
        record("authenticator.confirmed", actor=actor, at=at, subject=("account", account.uid), detail=detail)
    return codes
