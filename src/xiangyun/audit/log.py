"""Writing the log: beside every write, in its transaction; a refusal after the rollback."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now

from .digests import PERSONAL, personal_digest
from .models import Entry, Outcome, PersonalValue

Subject = tuple[str, UUID]


def record(
    action: str,
    *,
    actor: Actor,
    at: datetime,
    subject: Subject | None = None,
    detail: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    outcome: str = Outcome.DONE,
) -> Entry:
    """Write an entry in the caller's transaction.

    `detail` may hold texts, whole numbers, booleans, dates, uids, lists and maps of them; a person's values
    belong in `personal`, from where they can be erased. Raises TypeError on anything else, floats too:
    engines write them differently, and the digest must not depend on the engine.
    """
    salted = {name: (secrets.token_hex(16), value) for name, value in (personal or {}).items()}
    kept = {name: _storable(value) for name, value in (detail or {}).items()}
    if salted:
        kept[PERSONAL] = {name: personal_digest(salt, name, value) for name, (salt, value) in salted.items()}
    kind, uid = subject or ("", None)
    with transaction.atomic():
        entry = Entry.objects.create(
            at=at,
            recorded_at=real_now(),
            action=action,
            outcome=outcome,
            account_id=actor.account_id,
            post_id=actor.post_id,
            unit_id=actor.unit_id,
            # A person is named by account and post; only the system has a name that nobody can ask to erase.
            actor_name=actor.name if actor.is_system else "",
            subject_kind=kind,
            subject_uid=uid,
            detail=kept,
        )
        PersonalValue.objects.bulk_create(
            PersonalValue(entry=entry, name=name, salt=salt, value=value) for name, (salt, value) in salted.items()
        )
    return entry


def record_refusal(
    action: str,
    *,
    actor: Actor,
    at: datetime,
    code: str,
    subject: Subject | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Write that something was refused and why (`code` of the DomainError); called after the rollback."""
    return record(
        action,
        actor=actor,
        at=at,
        subject=subject,
        detail={**(detail or {}), "code": code},
        outcome=Outcome.REFUSED,
    )


def _storable(value: Any) -> Any:
    """The value as JSON gives it back, on both engines."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)  # a member of a text enumeration becomes plain text
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # datetimes too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        ordered = sorted(value) if isinstance(value, set | frozenset) else value
        return [_storable(inner) for inner in ordered]
    raise TypeError(f"an audit detail cannot hold a {type(value).__name__}")
