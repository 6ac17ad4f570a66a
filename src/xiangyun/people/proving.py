"""The second factor: a code, a passkey or a recovery code shows that it is the person. Writes, called by actions."""

from dataclasses import dataclass
from datetime import datetime

from xiangyun.core.errors import BadInput, WrongState

from .factors.passkeys import Answer, PasskeyRefused, take_proof
from .factors.recovery import digest_of_code
from .factors.sealing import unseal
from .factors.totp import DIGITS, step_of
from .models import Account, Authenticator, Passkey, RecoveryCode

TOTP, PASSKEY, RECOVERY = "totp", "passkey", "recovery"
_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)} | dict.fromkeys(map(ord, " \u3000\t"))


class WrongCode(BadInput):
    """Neither the code of now nor an unused recovery code."""

    code = "wrong_code"


class CodeUsed(WrongState):
    """This code was given before: each counts once, the next comes within thirty seconds."""

    code = "code_used"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was given: the text of a code, or the answer of a passkey."""

    code: str = ""
    passkey: Answer | None = None


def has_factor(account_id: int) -> bool:
    """Whether the account has a second factor that works."""
    working = Authenticator.objects.of_account(account_id).in_use()
    return working.exists() or Passkey.objects.of_account(account_id).exists()


def prove(account: Account, proof: Proof, now: datetime, *, with_recovery: bool = False) -> str:
    """How it was shown that this is the person; uses the code up. WrongCode, CodeUsed or PasskeyRefused otherwise."""
    if proof.passkey is not None:
        use_passkey(proof.passkey, now, account)
        return PASSKEY
    code = plain_code(proof.code)
    if len(code) == DIGITS and code.isdecimal():
        _use_totp(account, code, now)
        return TOTP
    if with_recovery and code:
        _use_recovery(account, code, now)
        return RECOVERY
    raise WrongCode


def plain_code(text: str) -> str:
    """A code as typed, without spaces, its digits in plain form."""
    return text.translate(_DIGITS)


def use_passkey(answer: Answer, now: datetime, account: Account | None = None) -> Passkey:
    """The passkey that signed, one of the account's if that is given; notes its use."""
    found = Passkey.objects.select_related("account").filter(digest=answer.digest).first()
    if found is None or (account is not None and found.account_id != account.pk):
        raise PasskeyRefused
    counter = take_proof(answer, bytes(found.credential), found.sign_count)
    if not Passkey.objects.as_read(found).update(sign_count=counter, used_at=now):
        raise PasskeyRefused("passkey_copied")  # the same counter came twice at once
    return found


def _use_totp(account: Account, code: str, now: datetime) -> None:
    kept = Authenticator.objects.of_account(account.pk).in_use().first()
    step = step_of(unseal(kept.sealed, account.uid), code, now) if kept else None
    if kept is None or step is None:
        raise WrongCode
    if not Authenticator.objects.of_account(account.pk).filter(last_step__lt=step).update(last_step=step):
        raise CodeUsed


def _use_recovery(account: Account, code: str, now: datetime) -> None:
    unused = RecoveryCode.objects.unused(account.pk).filter(digest=digest_of_code(code, account.uid))
    if not unused.update(used_at=now):
        raise WrongCode
