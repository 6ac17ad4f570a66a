"""Recovery codes: ten of sixty bits, to be written on paper for the day the phone is lost."""

import secrets
from uuid import UUID

from django.utils.crypto import salted_hmac

HOW_MANY = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike
_BETWEEN = str.maketrans("", "", " -")


def new_codes() -> list[str]:
    """Fresh codes as they are shown, once: three groups of four."""
    return ["-".join(_group() for _ in range(3)) for _ in range(HOW_MANY)]


def digest_of_code(code: str, account: UUID) -> str:
    """What is stored of a code: a digest keyed with the site's key, and with the account."""
    plain = code.lower().translate(_BETWEEN)
    return salted_hmac("xiangyun.recovery", f"{account}:{plain}", algorithm="sha256").hexdigest()


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(4))
