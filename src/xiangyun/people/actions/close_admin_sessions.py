"""Close the administrators' sessions whose time is over."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.people.ending import end
from xiangyun.people.models import AdminSession


def close_admin_sessions(*, actor: Actor, at: datetime) -> int:
    """They gave no rights from their end on; this writes the end down. Gives how many; harmless twice."""
    count = 0
    for found in AdminSession.objects.over(at):
        with transaction.atomic():
            if ended := end(found, AdminSession.EndedBy.TIME, at):
                record("admin_session.ended", actor=actor, at=at, **ended)
                count += 1
    return count
