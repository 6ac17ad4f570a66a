"""Cut a clause in two."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Clause
from xiangyun.notices.spans import clause_at, position_after
from xiangyun.notices.states import ClauseState

BETWEEN = " \t\n\u3000，,；;、。：:"


def split_clause(*, actor: Actor, notice_uid: UUID, clause_uid: UUID, at_char: int, at: datetime) -> Clause:
    """Cut at a character of the text; gives the later part. Only an open clause; both parts keep what was read."""
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        clause = clause_at(notice, clause_uid)
        if clause.state != ClauseState.OPEN:
            raise BadInput("no_open_clause")
        if not clause.start < at_char < clause.end:
            raise BadInput("outside_the_clause")
        words = notice.text
        first_end = clause.start + len(words[clause.start : at_char].rstrip(BETWEEN))
        second = clause.end - len(words[at_char : clause.end].lstrip(BETWEEN))
        if first_end <= clause.start or second >= clause.end:
            raise BadInput("no_words")
        later = Clause(
            notice=notice, position=position_after(notice, clause.start), start=second, end=clause.end,
            kind=clause.kind, read_kind=clause.read_kind, reading=clause.reading, edit=clause.edit,
        )  # fmt: skip
        clause.end = first_end
        clause.save(update_fields=["end"])
        later.save()
        detail = {"position": clause.position, "new": later.position}
        record("clause.split", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return later
