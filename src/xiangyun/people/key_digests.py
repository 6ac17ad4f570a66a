"""Keyed digests of what names a person: comparable here, useless to whoever has only the database."""

from django.utils.crypto import salted_hmac

from .roster.phones import is_masked


def key_digest(key: str) -> str:
    """The digest of a plain key; empty for none, and for one that is masked already."""
    if not key or is_masked(key):
        return ""
    return salted_hmac("xiangyun.roster.key", key, algorithm="sha256").hexdigest()


def ident_of(unit: int | None, name: str, key: str) -> str:
    """The digest that stands for a person in answers: of unit, name, and the key's digest or its masked form."""
    return salted_hmac("xiangyun.roster.person", f"{unit}|{name}|{key}", algorithm="sha256").hexdigest()
