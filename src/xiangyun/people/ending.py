"""Ending timed sessions of administrators; writes, called by actions inside their transaction."""

from datetime import datetime
from typing import Any

from .models import AdminSession


def end(session: AdminSession, by: str, at: datetime) -> dict[str, Any] | None:
    """Ends an open session, at its own end if that came first; what the log should say, None if it had ended."""
    when = min(at, session.ends_at)
    how = AdminSession.EndedBy.TIME if session.ends_at <= at else by
    if not AdminSession.objects.open().filter(pk=session.pk).update(ended_at=when, ended_by=how):
        return None
    return {"subject": ("admin_session", session.uid), "detail": {"by": how, "ended_at": when}}
