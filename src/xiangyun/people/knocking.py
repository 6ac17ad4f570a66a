"""How a sign-in stands in the log: by what means, from which device; the address can be erased later."""

from datetime import datetime
from typing import Any

from xiangyun.audit.log import record
from xiangyun.audit.models import Outcome
from xiangyun.core.actor import Actor
from xiangyun.core.errors import DomainError

from .models import Account
from .origins import Origin

SIGN_IN = "sign_in"


def admitted(account: Account, origin: Origin, by: str) -> dict[str, Any]:
    """What an entry says of one who came in; `by`: password, half (a second factor is asked next), totp, …"""
    actor = Actor(name=account.name, account_id=account.pk)
    return {"actor": actor, **_said(account, origin, {"by": by})}


def turn_away(account: Account | None, origin: Origin, at: datetime, by: str, refused: DomainError) -> None:
    """Writes that somebody was refused, and why; a name that nobody has is not kept."""
    said = _said(account, origin, {"by": by, "code": refused.reason})
    record(SIGN_IN, actor=Actor.visitor(), at=at, outcome=Outcome.REFUSED, **said)


def _said(account: Account | None, origin: Origin, detail: dict[str, Any]) -> dict[str, Any]:
    is_known = origin.device_of(account.pk if account else None) is not None
    return {
        "subject": ("account", account.uid) if account else None,
        "detail": {**detail, "device": origin.label, "known": is_known},
        "personal": {"address": origin.address},
    }
