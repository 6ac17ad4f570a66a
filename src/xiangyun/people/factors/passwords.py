"""What a password must be: graded protection level 2 to 3 (GB/T 22239), and not one that everybody tries first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth.password_validation import CommonPasswordValidator

from xiangyun.core.errors import BadInput

LEAST = 10
MOST = 128
KINDS = 3
NOT_AGAIN = 3


class WeakPassword(BadInput):
    """`missing` lists the codes of what is not met, in a fixed order."""

    code = "weak_password"


def missing_in(password: str, *, names: Iterable[str] = (), phone: str = "") -> list[str]:
    """Codes of what a password lacks; empty when it will do. `names`: sign-in name and person's name."""
    low = password.lower()
    faults = {
        "too_short": len(password) < LEAST,
        "too_long": len(password) > MOST,
        "too_few_kinds": len(_kinds(password)) < KINDS,
        "holds_name": any(len(name) > 1 and name.lower() in low for name in map(str.strip, names)),
        "holds_phone": len(phone) > 5 and (phone in password or phone[-8:] in password),
        "common": low.strip() in _common() or low.rstrip("0123456789!@#.*") in _common(),
    }
    return [code for code, is_fault in faults.items() if is_fault]


def is_due(set_at: datetime | None, days: int, now: datetime) -> bool:
    """Whether to ask for a new password: after so many days, or at once when somebody else set it. 0 days: never."""
    return days > 0 and (set_at is None or now - set_at > timedelta(days=days))


def _kinds(password: str) -> set[str]:
    return {_kind(sign) for sign in password}


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "digit"
    if sign.isalpha() and sign.isascii():
        return "lower" if sign.islower() else "upper"
    return "other"


@lru_cache(maxsize=1)
def _common() -> set[str]:
    """Twenty thousand passwords that are tried first, as the framework ships them."""
    return {str(password) for password in CommonPasswordValidator().passwords}
