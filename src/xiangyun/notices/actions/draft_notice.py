"""Draft a notice from its text."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from msgspec import to_builtins

from xiangyun import compiler
from xiangyun.audit.log import record
from xiangyun.compiler import ClauseDraft
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict, NotAllowed, NotVisible
from xiangyun.core.ids import uuid7
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.readings import clause_of, head_values
from xiangyun.notices.states import NoticeState

MOST_NAME = 120


def draft_notice(
    *,
    actor: Actor,
    text: str,
    at: datetime,
    issued_on: date | None = None,
    uid: UUID | None = None,
    source: tuple[str, str] = ("", ""),
    follows: UUID | None = None,
    clauses: Sequence[ClauseDraft] | None = None,
) -> Notice:
    """Read the text and keep it, untouched, with its head and clauses. Raises Unreadable for what is no text.

    `source` is the name and kind of the file it came in, `follows` an earlier published notice of the same unit that
    it issues again or changes, `clauses` those of a pack, else they are as read. The same uid with the same text gives
    the notice that is there; with another text it is a Conflict.
    """
    if not actor.holds("officer") or actor.unit_id is None:
        raise NotAllowed(step="draft")
    reading = compiler.read(text, issued_on)
    with transaction.atomic():
        if uid and (known := Notice.objects.filter(uid=uid).first()):
            return _same(known, text)
        notice = Notice.objects.create(
            uid=uid or uuid7(),
            owner_id=actor.unit_id,
            text=text,
            drafted_by_id=actor.account_id,
            drafted_at=at,
            findings=to_builtins(reading.findings),
            source_name=source[0][-MOST_NAME:],
            source_kind=source[1],
            follows=_earlier(actor, follows),
            **head_values(reading.head, issued_on),
        )
        Clause.objects.bulk_create(clause_of(notice, draft) for draft in clauses or reading.clauses)
        record("notice.drafted", actor=actor, at=at, subject=("notice", notice.uid))
    return notice


def _earlier(actor: Actor, uid: UUID | None) -> Notice | None:
    if uid is None:
        return None
    found = Notice.objects.visible_to(actor).filter(uid=uid, owner=actor.unit_id, state=NoticeState.PUBLISHED).first()
    if found is None:
        raise NotVisible(kind="notice")
    return found


def _same(known: Notice, text: str) -> Notice:
    if known.text != text:
        raise Conflict("uid_used", uid=str(known.uid))
    return known
