"""Make tasks of duties as they were read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.effort import review_minutes_of, table_for
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice, Task
from xiangyun.notices.papers import title_of
from xiangyun.notices.proposals import Proposal, proposals_for


def accept_proposals(
    *,
    actor: Actor,
    notice_uid: UUID,
    at: datetime,
    clause_uids: Sequence[UUID] | None = None,
    titles: Mapping[UUID, str] | None = None,
) -> list[Task]:
    """Every proposal that needs no decision becomes a task with its drafted form and its guidance; `clause_uids`
    keeps to some, `titles` names some otherwise, by clause. What a person must decide stays open. All or nothing.
    """
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        clauses = list(notice.clauses.all())
        only = None if clause_uids is None else set(clause_uids)
        chosen = [made for made in proposals_for(actor, notice, clauses, at, only).values() if made.is_clean]
        named = [replace(made, title=given) if (given := _title(made, titles)) else made for made in chosen]
        tasks = [_make(actor, notice, made, at) for made in named]
        record("tasks.accepted", actor=actor, at=at, subject=("notice", notice.uid), detail={"tasks": len(tasks)})
    return tasks


def _title(made: Proposal, titles: Mapping[UUID, str] | None) -> str:
    """The name that a person gave it."""
    return (titles or {}).get(made.clauses[0].uid, "").strip()


def _make(actor: Actor, notice: Notice, made: Proposal, at: datetime) -> Task:
    form = made.form
    version = store_form(
        actor=actor, owner=notice.owner, slug=form.slug, source=form.source, filename=form.filename, at=at
    )
    review = review_minutes_of(StoredForm.from_plain(version.definition), table_for(actor))
    return make_task(
        actor=actor,
        notice_uid=notice.uid,
        clause_uids=[clause.uid for clause in made.clauses],
        guidance_uids=[clause.uid for clause in made.guidance],
        plan=made.plan(version, title_of(notice), review),
        at=at,
    )
