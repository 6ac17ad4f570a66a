"""The second factor of the sample administrator: a known secret, printed, for a demonstration only."""

import base64
import hashlib
from datetime import datetime

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now
from xiangyun.people.factors.sealing import SealBroken, seal, unseal
from xiangyun.people.factors.totp import code_at, step_at
from xiangyun.people.models import Account, Authenticator

ADMIN = "admin"
SECRET = base64.b32encode(hashlib.sha256(b"Xiangyun, sample administrator").digest()[:20]).decode()


def equip_admin(account: Account, actor: Actor, at: datetime) -> None:
    """An app set up to the end, with a secret that everybody may know: the same one in each demonstration."""
    sealed = seal(SECRET, account.uid)
    Authenticator.objects.create(account=account, sealed=sealed, begun_at=at, confirmed_at=at)
    record("demo.authenticator", actor=actor, at=at, subject=("account", account.uid))


def second_factor_text() -> list[str]:
    """The sample administrator's secret, and the code of now; empty where there is no such account."""
    secret = _secret()
    if secret is None:
        return []
    code = code_at(secret, step_at(real_now()))
    return [
        f"{ADMIN} is asked for a code too: {code} now, and a new one every thirty seconds.",
        f"  secret for an authenticator app: {secret}",
        "  or print the code of now: make code",
    ]


def code_now() -> str | None:
    """The code of now; None where there is no sample administrator whose secret can be read."""
    secret = _secret()
    return code_at(secret, step_at(real_now())) if secret else None


def _secret() -> str | None:
    account = Account.objects.called(ADMIN, "").first()
    kept = Authenticator.objects.of_account(account.pk).in_use().first() if account and account.is_sample else None
    try:
        return unseal(kept.sealed, kept.account.uid) if kept else None
    except SealBroken:
        return None
