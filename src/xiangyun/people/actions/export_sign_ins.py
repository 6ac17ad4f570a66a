"""Take the log of sign-ins out as a file."""

from datetime import datetime

from xiangyun.audit.log import record
from xiangyun.audit.models import AuditQuerySet
from xiangyun.core.actor import Actor
from xiangyun.people.watch.queries import Wanted, sign_ins


def export_sign_ins(*, actor: Actor, wanted: Wanted, at: datetime) -> AuditQuerySet:
    """The entries that the page shows, all of them; the log keeps who took which, as names and addresses leave."""
    found = sign_ins(actor, wanted, at)
    detail = {"outcome": wanted.outcome, "days": wanted.days, "of_one": bool(wanted.name), "count": found.count()}
    personal = {"name": wanted.name} if wanted.name else {}
    record("sign_ins.exported", actor=actor, at=at, detail=detail, personal=personal)
    return found
