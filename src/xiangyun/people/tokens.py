"""Tokens: what the machine holds is never stored, only its digest."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh token of 256 random bits with a prefix that secret scanners can find."""
    return "xy_" + secrets.token_urlsafe(32)


def new_cookie() -> str:
    """What a known device holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
