"""A notice as a paper to be signed off: who made it, what is signed, what it is called."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from xiangyun.core.actor import Actor

from .models import Clause, Notice, Task


def seen_by(actor: Actor) -> QuerySet[Notice]:
    """The notices an actor sees, each with its owner, whose name may have to stand for a title."""
    return Notice.objects.visible_to(actor).select_related("owner")


def title_of(notice: Notice) -> str:
    """Its title; one without goes by who issued it."""
    return notice.title or notice.head.get("issuer") or str(notice.owner)


def content_of(
    notice: Notice, clauses: Iterable[Clause] | None = None, tasks: Iterable[Task] | None = None
) -> dict[str, Any]:
    """What a signature under a notice covers: its text, each clause's fate, all that its tasks ask, what was decided
    of contradictions and rules, what it changes of earlier tasks.

    Not its number, which is given later. `clauses` and `tasks` (with their clauses) if they were read already.
    """
    if clauses is None:
        clauses = notice.clauses.all()
    if tasks is None:
        tasks = notice.tasks.prefetch_related("clauses", "quotas")
    return {
        "title": notice.title,
        "issued_on": notice.issued_on,
        "text": notice.text,
        "clauses": sorted([c.start, c.end, c.kind, c.reason, c.ruling, c.guides_id] for c in clauses),
        "tasks": sorted((_task_content(task) for task in tasks), key=lambda asked: str(asked["uid"])),
        "findings": [found.get("decision") for found in notice.findings],
        "over_cap_reason": notice.over_cap_reason,
        "amendments": _amended(notice) if notice.follows_id else [],
    }


def _amended(notice: Notice) -> list[Any]:
    return [[a.task_id, a.kind, a.values, a.reason] for a in notice.amendments.order_by("task")]


def _task_content(task: Task) -> dict[str, Any]:
    covered = sorted([c.start, c.end] for c in task.clauses.all())
    quotas = [_columns(quota) for quota in task.quotas.all()]
    return {**_columns(task), "deadline": _signed_deadline(task.deadline), "clauses": covered, "quotas": quotas}


def _signed_deadline(deadline: dict[str, Any]) -> Any:
    """The day that another body sets is not the signer's: it may be entered, with its document, after the signature."""
    vague = deadline.get("of", {})
    return vague if vague.get("kind") == "delegated" else deadline


def _columns(row: Model) -> dict[str, Any]:
    """Every column but the key, so that one added later is signed too."""
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
