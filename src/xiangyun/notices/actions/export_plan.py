"""Take the plan of a notice out."""

from datetime import datetime

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.models import Notice


def export_plan(*, actor: Actor, notice: Notice, clauses: int, at: datetime) -> None:
    """The log keeps who took how many clauses of which notice."""
    record("plan.exported", actor=actor, at=at, subject=("notice", notice.uid), detail={"clauses": clauses})
