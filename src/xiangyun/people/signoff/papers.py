"""A paper by (kind, uid), found through the registry; and the digest of what is signed."""

import hashlib
import json
from typing import Any, Protocol
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.core.registry import Signing, source_of
from xiangyun.core.steps import Living


class Paper(Living, Protocol):
    """What leaves a bureau: a thing with steps that knows who signed it."""

    signed_by_id: int | None


def signing_of(kind: str) -> Signing:
    """How papers of a kind are signed off; NotVisible for a kind that is not."""
    if (signing := source_of(kind).signing) is None:
        raise NotVisible(kind=kind)
    return signing


def locked_paper(actor: Actor, kind: str, uid: UUID) -> Paper:
    """A paper the actor sees, its row locked for this transaction; or NotVisible."""
    found = source_of(kind).visible_to(actor).select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise NotVisible(kind=kind)
    return found  # type: ignore[return-value]


def digest_of_content(content: Any) -> str:
    """SHA-256 of a paper's content; the same on every engine and in any order of keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
