"""End a timed session of an administrator."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.ending import end
from xiangyun.people.models import AdminSession


def end_admin_session(*, actor: Actor, uid: UUID, at: datetime) -> None:
    """By its own administrator, before its time; a second press changes nothing."""
    found = AdminSession.objects.filter(uid=uid, account=actor.account_id).first()
    if found is None:
        raise NotVisible(kind="admin_session")
    with transaction.atomic():
        if ended := end(found, AdminSession.EndedBy.BUTTON, at):
            record("admin_session.ended", actor=actor, at=at, **ended)
