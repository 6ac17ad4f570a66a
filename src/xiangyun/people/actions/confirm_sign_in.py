"""Confirm a sign-in with the second factor."""

from datetime import datetime

from xiangyun.audit.log import record
from xiangyun.core.errors import DomainError
from xiangyun.people.knocking import SIGN_IN, admitted, turn_away
from xiangyun.people.models import Account
from xiangyun.people.origins import Origin
from xiangyun.people.proving import Proof, prove
from xiangyun.people.tries import one_try


def confirm_sign_in(*, account: Account, proof: Proof, origin: Origin, at: datetime) -> Account:
    """After the right password: a code, a passkey or a recovery code. Every outcome is logged.

    Raises WrongCode, CodeUsed, PasskeyRefused or TooManyTries; tries are counted as those of passwords are.
    """
    asked = "passkey" if proof.passkey else "code"
    try:
        with one_try("second", account=account, typed="", origin=origin, at=at):
            by = prove(account, proof, at, with_recovery=True)
    except DomainError as refused:
        turn_away(account, origin, at, asked, refused)
        raise
    record(SIGN_IN, at=at, **admitted(account, origin, by))
    return account
