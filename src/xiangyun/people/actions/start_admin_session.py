"""Start a timed session of an administrator."""

from datetime import datetime, timedelta

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.ending import end
from xiangyun.people.models import Account, AdminSession, Role, Tenure
from xiangyun.people.origins import Origin
from xiangyun.people.proving import Proof, prove
from xiangyun.people.tries import one_try

LONGEST = 30


def start_admin_session(
    *, actor: Actor, tenure: Tenure, reason: str, minutes: int, proof: Proof, origin: Origin, at: datetime
) -> AdminSession:
    """Rights of an administrator for at most thirty minutes: with a reason, and a second factor given now.

    One at a time: an open one ends. Recovery codes do not open it. Raises BadInput("reason_needed" or
    "bad_minutes"), WrongCode, CodeUsed, PasskeyRefused, TooManyTries.
    """
    if actor.role != Role.ADMIN or (actor.account_id, actor.post_id) != (tenure.account_id, tenure.post_id):
        raise NotAllowed(step="start_admin_session")
    why = reason.strip()[:200]
    if not why:
        raise BadInput("reason_needed")
    if not 1 <= minutes <= LONGEST:
        raise BadInput("bad_minutes", most=LONGEST)
    with one_try("second", account=tenure.account, typed="", origin=origin, at=at):
        by = prove(tenure.account, proof, at)
    until = at + timedelta(minutes=minutes)
    with transaction.atomic():
        Account.objects.locked(tenure.account_id)
        for before in AdminSession.objects.open().filter(account=tenure.account_id):
            if ended := end(before, AdminSession.EndedBy.NEXT, at):
                record("admin_session.ended", actor=actor, at=at, **ended)
        begun = AdminSession.objects.create(
            account=tenure.account, tenure=tenure, reason=why, started_at=at, ends_at=until
        )
        detail = {"reason": why, "ends_at": until, "by": by}
        record("admin_session.started", actor=actor, at=at, subject=("admin_session", begun.uid), detail=detail)
    return begun
