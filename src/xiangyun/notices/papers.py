"""A notice as a paper to be signed off: who made it, what is signed, what it is called."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangyun.audit.models import Entry, Outcome
from xiangyun.core.actor import Actor

from .models import Clause, Notice, Task

SIGNING = ("notice.signed", "notice.sent_back", "notice.sign_off_withdrawn", "notice.published")
"""What the log names of a notice that is no hand in its making; all else that is done to it or its tasks is."""


def seen_by(actor: Actor) -> QuerySet[Notice]:
    """The notices an actor sees, each with its owner, whose name may have to stand for a title."""
    return Notice.objects.visible_to(actor).select_related("owner")


def makers_of(notices: Sequence[Notice]) -> dict[UUID, set[int]]:
    """The accounts that had a hand in each so far: those it names, and those in the log; one query."""
    hands = {notice.uid: {notice.drafted_by_id, notice.submitted_by_id} for notice in notices}
    tasks = Task.objects.filter(notice__uid__in=hands)
    of_task = Subquery(tasks.filter(uid=OuterRef("subject_uid")).values("notice__uid")[:1])
    things = Q(subject_kind="notice", subject_uid__in=hands) | Q(
        subject_kind="task", subject_uid__in=tasks.values("uid")
    )
    logged = Entry.objects.filter(things, outcome=Outcome.DONE).exclude(action__in=SIGNING)
    for uid, account in logged.values_list(Coalesce(of_task, F("subject_uid")), "account_id"):
        hands[uid].add(account)
    return {uid: {account for account in accounts if account is not None} for uid, accounts in hands.items()}


def title_of(notice: Notice) -> str:
    """Its title; one without goes by who issued it."""
    return notice.title or notice.head.get("issuer") or str(notice.owner)


def content_of(
    notice: Notice, clauses: Iterable[Clause] | None = None, tasks: Iterable[Task] | None = None
) -> dict[str, Any]:
    """What a signature under a notice covers: its text, each clause's fate, all that its tasks ask.

    Not its number, which is given later. `clauses` and `tasks` (with their clauses) if they were read already.
    """
    if clauses is None:
        clauses = notice.clauses.all()
    if tasks is None:
        tasks = notice.tasks.prefetch_related("clauses")
    return {
        "title": notice.title,
        "issued_on": notice.issued_on,
        "text": notice.text,
        "clauses": sorted([c.start, c.end, c.kind, c.reason] for c in clauses),
        "tasks": sorted((_task_content(task) for task in tasks), key=lambda asked: str(asked["uid"])),
    }


def _task_content(task: Task) -> dict[str, Any]:
    covered = sorted([c.start, c.end] for c in task.clauses.all())
    return {**_columns(task), "clauses": covered}


def _columns(row: Model) -> dict[str, Any]:
    """Every column but the key, so that one added later is signed too."""
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
