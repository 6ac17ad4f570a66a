"""Decide what the text itself leaves open."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice

MOST_REASON = 300


def decide_finding(
    *, actor: Actor, notice_uid: UUID, number: int, span: int | None, reason: str, at: datetime
) -> Notice:
    """Which of the finding's places holds (by its number; None: none of them decides anything), and why.

    The text stays as it is; the decision is signed with the notice. A blank reason takes the decision back.
    """
    reason = reason.strip()[:MOST_REASON]
    if not is_readable(reason):
        raise BadInput("not_text")
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        if not 0 <= number < len(notice.findings):
            raise BadInput("no_such_finding")
        finding = notice.findings[number]
        if span is not None and not 0 <= span < len(finding["spans"]):
            raise BadInput("no_such_place")
        finding["decision"] = {"span": span, "reason": reason} if reason else None
        notice.save(update_fields=["findings"])
        detail = {"finding": finding["kind"], "number": number, "span": span, "reason": reason}
        record("finding.decided", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return notice
