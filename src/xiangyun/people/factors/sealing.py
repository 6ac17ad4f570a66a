"""Secrets that must be read again are sealed with a key made of the site's own key, each to its account."""

import base64
import binascii
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from xiangyun.core.errors import WrongState

INFO = b"xiangyun.people.factors"


class SealBroken(WrongState):
    """Sealed with another key, for another account, or damaged: the factor must be set up again."""

    code = "seal_broken"


def seal(secret: str, account: UUID) -> str:
    """The secret as it is stored; the same secret of the same account gives the same seal (AES-SIV, RFC 5297)."""
    sealed = AESSIV(_key(settings.SECRET_KEY)).encrypt(secret.encode(), [account.bytes])
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str, account: UUID) -> str:
    """The secret again; SealBroken when the site's key or the account is another."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return AESSIV(_key(settings.SECRET_KEY)).decrypt(raw, [account.bytes]).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SealBroken from error


@lru_cache(maxsize=4)
def _key(site_key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=64, salt=None, info=INFO).derive(site_key.encode())
