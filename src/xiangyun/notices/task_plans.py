"""What an officer decides of a task, and what may be wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from xiangyun.calendar import Deadline, Fixed, MonthEnd, Pinned, to_plain
from xiangyun.core.texts import is_readable
from xiangyun.forms.models import FormVersion

from .models import Task
from .periods import recurrence_of

A_YEAR = timedelta(days=366)
MOST_HOURS = 8760
MOST_MINUTES = 600
MOST_TITLE = 60
MOST_BASIS = 300
MOST_WORDS = 120
MOST_VALUE = Decimal(10) ** 11
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,58}")
OPS = (">=", "<=", "==")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaPlan:
    """How much is asked of each unit of a class, or of the class together; `selector` None: all whom the task asks."""

    op: str
    value: Decimal
    measure: str
    of: str = ""
    is_total: bool = False
    selector: Mapping[str, Any] | None = None
    clause_uid: UUID | None = None

    def problem(self) -> str:
        """What is wrong with it, as a stable code; blank when nothing is."""
        if self.op not in OPS:
            return "unknown_operator"
        if not (self.value.is_finite() and 0 < self.value < MOST_VALUE):
            return "not_an_amount"
        if not self.measure.strip() or len(self.measure) > 20 or len(self.of) > 60:
            return "not_a_measure"
        return "" if is_readable(self.measure + self.of) else "not_text"


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
    review_minutes: int = 0
    condition: str = ""
    receiver: str = ""
    key: str = ""
    basis: str = ""
    quotas: Sequence[QuotaPlan] = ()

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
            "review_minutes": "" if 0 <= self.review_minutes <= MOST_MINUTES else "too_many",
            "condition": _words_problem(self.condition),
            "receiver": _words_problem(self.receiver),
            "key": "" if not self.key or KEY.fullmatch(self.key) else "not_a_key",
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
            "review_minutes": self.review_minutes,
            "condition": self.condition.strip(),
            "receiver": self.receiver.strip(),
            "key": self.key,
            "basis": self.basis.strip(),
        }


def _text_problem(text: str, most: int) -> str:
    if not text.strip():
        return "blank"
    if not is_readable(text):
        return "not_text"
    return "too_long" if len(text) > most else ""


def _words_problem(text: str) -> str:
    return _text_problem(text, MOST_WORDS) if text.strip() else ""


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
