"""Sign in by passkey alone."""

from datetime import datetime

from xiangyun.audit.log import record
from xiangyun.core.errors import DomainError
from xiangyun.people.factors.passkeys import Answer, PasskeyRefused
from xiangyun.people.knocking import SIGN_IN, admitted, turn_away
from xiangyun.people.models import Account
from xiangyun.people.origins import Origin
from xiangyun.people.proving import PASSKEY, use_passkey


def sign_in_by_passkey(*, answer: Answer, origin: Origin, at: datetime) -> Account:
    """A passkey is two factors at once: the device, and the finger, face or PIN that it asked for.

    Raises PasskeyRefused, also for a blocked account. Tries need no limit: a signature cannot be guessed.
    """
    try:
        account = use_passkey(answer, at).account
        if not account.is_active:
            raise PasskeyRefused
    except DomainError as refused:
        turn_away(None, origin, at, PASSKEY, refused)
        raise
    record(SIGN_IN, at=at, **admitted(account, origin, PASSKEY))
    return account
