"""Codes of an authenticator app: six digits, a new one every thirty seconds (RFC 6238)."""

import hmac
from datetime import datetime

import pyotp

SECONDS = 30
DRIFT = 1
"""Steps that a phone's clock may be off, either way."""
DIGITS = 6


def new_secret() -> str:
    """160 random bits in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, site: str) -> str:
    """The otpauth address that the app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


def step_at(now: datetime) -> int:
    """The number of the thirty seconds that an instant lies in."""
    return int(now.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """The code of a step."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step that a code belongs to, one before to one after now; None when it is wrong.

    Whether the step was used already is for the caller to say: each code counts once.
    """
    around = range(step_at(now) - DRIFT, step_at(now) + DRIFT + 1)
    found = [step for step in around if hmac.compare_digest(code_at(secret, step), code)]
    return found[-1] if found else None
