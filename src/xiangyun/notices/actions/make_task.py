"""Make a task of clauses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.calendar import Deadline, Fixed, MonthEnd, Pinned, to_plain
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable
from xiangyun.forms.models import FormVersion
from xiangyun.notices.counting import count_selector
from xiangyun.notices.drafts import draft_of
from xiangyun.notices.models import Notice, Selector, Task
from xiangyun.notices.periods import recurrence_of
from xiangyun.notices.selectors import checked, line_of, store_selector
from xiangyun.notices.states import ClauseState

A_YEAR = timedelta(days=366)
MOST_HOURS = 8760
MOST_MINUTES = 600
MOST_TITLE = 60
MOST_BASIS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlan:
    """What an officer decides of a task; `lock_hours` after the due instant an answer can no longer come."""

    title: Mapping[str, str]
    form_version: FormVersion
    selector: Mapping[str, Any]
    deadline: Deadline
    starts_on: date
    ends_on: date
    lock_hours: int = 24
    nil_allowed: bool = False
    review: str = Task.Review.PERSON
    minutes: int = 1
    basis: str = ""

    def problems(self, around: Iterable[date]) -> dict[str, str]:
        """What is wrong with the plan, by field, as stable codes; it must begin near one of these days."""
        due = self.deadline.on if isinstance(self.deadline, Fixed | Pinned | MonthEnd) else None
        outside = due is not None and not self.starts_on <= due <= self.ends_on
        tests = {
            "title": _title_problem(self.title),
            "starts_on": _start_problem(self.starts_on, list(around)),
            "ends_on": _end_problem(self.starts_on, self.ends_on),
            "due_on": "outside" if outside else "",
            "lock_hours": "out_of_range" if not 0 <= self.lock_hours <= MOST_HOURS else "",
            "review": "unknown" if self.review not in Task.Review.values else "",
            "minutes": "not_positive" if self.minutes < 1 else "too_many" if self.minutes > MOST_MINUTES else "",
            "basis": _text_problem(self.basis, MOST_BASIS),
        }
        return {field: code for field, code in tests.items() if code}

    def columns(self) -> dict[str, Any]:
        """The task's own columns."""
        return {
            "title": dict(self.title),
            "form_version": self.form_version,
            "deadline": to_plain(self.deadline),
            "recurrence": recurrence_of(self.deadline),
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "lock_hours": self.lock_hours,
            "nil_allowed": self.nil_allowed,
            "review": self.review,
            "minutes": self.minutes,
            "basis": self.basis.strip(),
        }


def _text_problem(text: str, most: int) -> str:
    if not text.strip():
        return "blank"
    if not is_readable(text):
        return "not_text"
    return "too_long" if len(text) > most else ""


def _title_problem(title: Mapping[str, str]) -> str:
    """Chinese is a must; what is given in other languages must be readable too."""
    found = _text_problem(title.get("zh-Hans", ""), MOST_TITLE)
    return found or ("" if all(map(is_readable, title.values())) else "not_text")


def _start_problem(day: date, around: Sequence[date]) -> str:
    if around and day < min(around) - A_YEAR:
        return "too_early"
    return "too_late" if around and day > max(around) + 2 * A_YEAR else ""


def _end_problem(first: date, last: date) -> str:
    if last < first:
        return "before_start"
    return "too_long_a_time" if last - first > 3 * A_YEAR else ""


def make_task(*, actor: Actor, notice_uid: UUID, clause_uids: Sequence[UUID], plan: TaskPlan, at: datetime) -> Task:
    """One task anchored to one or more open clauses of a draft; the clauses are then covered.

    Raises BadInput with the fields at fault, or with `no_open_clause`.
    """
    if problems := plan.problems(_days_around(actor, notice_uid, at)):
        raise BadInput("task_incomplete", fields=problems)
    checked(plan.selector)
    with transaction.atomic():
        notice = draft_of(actor, notice_uid)
        task = _create(notice, clause_uids, plan, at)
        record("task.made", actor=actor, at=at, subject=("task", task.uid), detail={"title": dict(plan.title)})
    return task


def _days_around(actor: Actor, notice_uid: UUID, at: datetime) -> list[date]:
    """The working date, and the day of the notice if it has one."""
    issued = Notice.objects.visible_to(actor).filter(uid=notice_uid).values_list("issued_on", flat=True)
    return [working_date(at), *(day for day in issued if day)]


def _create(notice: Notice, clause_uids: Sequence[UUID], plan: TaskPlan, at: datetime) -> Task:
    clauses = list(notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=clause_uids))
    if not clauses or len(clauses) != len(set(clause_uids)):
        raise BadInput("no_open_clause")
    selector = _counted_selector(plan.selector, at)
    given = {"selector": selector, "line": line_of(selector), **plan.columns()}
    task = Task.objects.create(notice=notice, owner_id=notice.owner_id, **given)
    task.clauses.set(clauses)
    return task


def _counted_selector(definition: Mapping[str, Any], at: datetime) -> Selector:
    selector = store_selector(definition)
    count_selector(selector, working_date(at))
    return selector
