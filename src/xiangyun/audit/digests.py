"""Digests: SHA-256 over one canonical form, the same from a fresh object and from any engine's row."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .models import Entry

PERSONAL = "personal"
_CONTENT = (
    "uid",
    "at",
    "recorded_at",
    "action",
    "outcome",
    "account_id",
    "post_id",
    "unit_id",
    "actor_name",
    "subject_kind",
    "subject_uid",
    "detail",
)


def entry_digest(entry: Entry, prev_digest: str) -> str:
    """The digest of an entry's content and of its predecessor's digest."""
    content = {name: _plain(getattr(entry, name)) for name in _CONTENT}
    return _sha256(json.dumps([prev_digest, content], ensure_ascii=False, sort_keys=True))


def personal_digest(salt: str, name: str, value: str) -> str:
    """The salted digest of a personal value; without the salt it says nothing about the value."""
    return _sha256(json.dumps([salt, name, value], ensure_ascii=False))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
