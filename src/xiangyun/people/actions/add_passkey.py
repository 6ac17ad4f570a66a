"""Add a passkey to one's account."""

from datetime import datetime

from django.db import IntegrityError, transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.people.factors.passkeys import Answer, PasskeyRefused, take_new
from xiangyun.people.models import Account, Passkey

MOST = 10


def add_passkey(*, actor: Actor, account: Account, name: str, answer: Answer, at: datetime) -> Passkey:
    """What the browser made for the question that followed the password; at most ten each. PasskeyRefused."""
    if actor.account_id != account.pk:
        raise NotVisible(kind="account")
    made = take_new(answer)
    if account.passkeys.count() >= MOST:
        raise BadInput("too_many_passkeys", most=MOST)
    try:
        with transaction.atomic():
            key = Passkey.objects.create(
                account=account,
                name=name.strip()[:60] or "–",
                digest=made.digest,
                credential=made.credential,
                sign_count=made.sign_count,
                created_at=at,
            )
            detail = {"passkey": key.uid, "name": key.name}
            record("passkey.added", actor=actor, at=at, subject=("account", account.uid), detail=detail)
    except IntegrityError as error:
        raise PasskeyRefused("passkey_there") from error
    return key
