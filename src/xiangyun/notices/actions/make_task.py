"""Make a task of clauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.forms.models import FormVersion
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice, Task
from xiangyun.notices.selectors import checked, store_selector
from xiangyun.notices.states import ClauseState


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlan:
    """What an officer decides of a task; `lock_hours` after the due instant an answer can no longer come."""

    title: Mapping[str, str]
    form_version: FormVersion
    selector: Mapping[str, Any]
    recurrence: str
    starts_on: date
    ends_on: date
    due_time: time
    due_on: date | None = None
    lock_hours: int = 24
    nil_allowed: bool = False
    review: str = Task.Review.PERSON
    minutes: int = 1
    basis: str = ""

    def problems(self) -> dict[str, str]:
        """What is wrong with the plan, by field, as stable codes."""
        once = self.recurrence == Task.Recurrence.ONCE
        tests = {
            "title": ("blank", not self.title.get("zh-Hans", "").strip()),
            "recurrence": ("unknown", self.recurrence not in Task.Recurrence.values),
            "ends_on": ("before_start", self.ends_on < self.starts_on),
            "due_on": ("missing", once and self.due_on is None),
            "minutes": ("not_positive", self.minutes < 1),
            "basis": ("blank", not self.basis.strip()),
        }
        if once and self.due_on and not self.starts_on <= self.due_on <= self.ends_on:
            return {"due_on": "outside", **{f: c for f, (c, bad) in tests.items() if bad}}
        return {field: code for field, (code, bad) in tests.items() if bad}

    def columns(self) -> dict[str, Any]:
        """The task's own columns."""
        once = self.recurrence == Task.Recurrence.ONCE
        return {
            "title": dict(self.title),
            "form_version": self.form_version,
            "recurrence": self.recurrence,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "due_on": self.due_on if once else None,
            "due_time": self.due_time,
            "lock_hours": self.lock_hours,
            "nil_allowed": self.nil_allowed,
            "review": self.review,
            "minutes": self.minutes,
            "basis": self.basis.strip(),
        }


def make_task(*, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], plan: TaskPlan, at: datetime) -> Task:
    """One task anchored to one or more open clauses of a draft; the clauses are then covered.

    Raises BadInput with the fields at fault, or with `no_open_clause`.
    """
    if problems := plan.problems():
        raise BadInput("task_incomplete", fields=problems)
    checked(plan.selector)
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        task = _create(notice, clause_uids, plan, at)
        record("task.made", actor=actor, at=at, subject=("task", task.uid), detail={"title": dict(plan.title)})
    return task


def _create(notice: Notice, clause_uids: Sequence[UUID], plan: TaskPlan, at: datetime) -> Task:
    clauses = list(notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=clause_uids))
    if not clauses or len(clauses) != len(set(clause_uids)):
        raise BadInput("no_open_clause")
    selector = store_selector(plan.selector, working_date(at))
    task = Task.objects.create(notice=notice, owner_id=notice.owner_id, selector=selector, **plan.columns())
    task.clauses.set(clauses)
    return task
