"""Say otherwise than read what a clause asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.edits import checked_edit
from xiangyun.notices.models import Clause
from xiangyun.notices.spans import clause_at
from xiangyun.notices.states import ClauseState


def edit_clause(*, actor: Actor, notice_uid: UUID, clause_uid: UUID, edit: Mapping[str, Any], at: datetime) -> Clause:
    """Keys of the reading (responsible, due, quantity, report_to, evidence, conditions) with other values; what was
    read stays beside them. What is said as it was read is no edit. Raises BadInput with the fields at fault."""
    values = checked_edit(edit)
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        clause = clause_at(notice, clause_uid)
        if clause.state not in (ClauseState.OPEN, ClauseState.TASKED):
            raise BadInput("no_open_clause")
        clause.edit = {key: value for key, value in values.items() if value != clause.reading.get(key)}
        clause.save(update_fields=["edit"])
        detail = {"position": clause.position, "edit": clause.edit}
        record("clause.edited", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return clause
