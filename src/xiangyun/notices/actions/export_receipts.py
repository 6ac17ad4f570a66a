"""Take out the list of who signed for a notice and who has not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.models import Notice
from xiangyun.notices.receipts import State, bodies_of, in_state


def export_receipts(*, actor: Actor, notice: Notice, state: State, under: UUID | None, at: datetime) -> QuerySet[Any]:
    """The bodies that `bodies_of` gives, with whom to ask: the log keeps who took how many of which list."""
    found = in_state(bodies_of(actor, notice, at, under), state)
    detail = {"state": state, "under": under, "units": found.count()}
    record("receipts.exported", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return found
