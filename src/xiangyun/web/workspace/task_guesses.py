"""What stands in the task form before anybody typed: a proposal's values, or those of a task that is changed."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from xiangyun.calendar import Deadline, Delegated, Fixed, MonthEnd, PartOfMonth, Pinned, Recurring, Spot, Unread, shown
from xiangyun.notices.models import Notice, Task
from xiangyun.notices.periods import deadline_of, recurrence_of
from xiangyun.notices.proposals import LOCK_HOURS, LONG_HOURS, Proposal
from xiangyun.notices.task_plans import MOST_TITLE

from .notice_rules import lawful_deadline, lawful_title
from .notice_words import notice_name
from .task_forms import CLOCKS, WORDED
from .task_offers import DRAFTED, FOUND, KEPT, NAMED, Offer
from .task_quotas import rows_of_plans, rows_of_task

EVENING = CLOCKS[1]


def guess_of(notice: Notice, made: Proposal, offer: Offer, lawful: str = "") -> dict[str, Any]:
    """The proposal; `lawful` is the rule whose lawful form the task shall be, so its name stands for the words."""
    names = "、".join(party.name for party in made.who.parties)
    open_names = bool(made.who.open) or made.who.definition is None
    deadline = lawful_deadline(lawful, made.deadline)
    daily = deadline is not None and recurrence_of(deadline) == Task.Recurrence.DAILY
    return {
        "title": (lawful_title(lawful) or made.title)[:MOST_TITLE],
        "selector": NAMED if open_names and names else FOUND if FOUND in offer.units else "",
        "names": names if open_names else "",
        "form_version": DRAFTED,
        "starts_on": made.starts_on,
        "ends_on": made.ends_on if deadline else None,
        "lock_hours": _hours(deadline),
        "nil_allowed": "yes" if daily else "no",
        "review": (Task.Review.NIL_BY_RULE if daily else Task.Review.PERSON).value,
        "condition": made.condition,
        "receiver": made.receiver,
        "basis": notice_name(notice),
        "quotas": [] if lawful else rows_of_plans(made.quotas, offer),
        **_days(deadline, made.due_on),
    }


def guess_of_task(task: Task) -> dict[str, Any]:
    """The task as it is."""
    deadline = deadline_of(task)
    pinned = deadline if isinstance(deadline, Pinned) else None
    return {
        "title": task.title.get("zh-Hans", ""),
        "selector": KEPT,
        "form_version": str(task.form_version.uid),
        "starts_on": task.starts_on,
        "ends_on": task.ends_on,
        "minutes": task.minutes,
        "lock_hours": task.lock_hours,
        "nil_allowed": "yes" if task.nil_allowed else "no",
        "review": task.review,
        "condition": task.condition,
        "receiver": task.receiver,
        "basis": task.basis,
        "quotas": rows_of_task(task),
        **_days(pinned.of if pinned else deadline, pinned.on if pinned else _on(deadline)),
        "document": pinned.document if pinned else "",
    }


def _on(deadline: Deadline) -> date | None:
    return deadline.on if isinstance(deadline, Fixed | MonthEnd) else None


def _hours(deadline: Deadline | None) -> int:
    if deadline is None:
        return LONG_HOURS
    return LOCK_HOURS.get(Task.Recurrence(recurrence_of(deadline)), LONG_HOURS)


def _days(deadline: Deadline | None, day: date | None) -> Mapping[str, Any]:
    """How often, in which words, by which day and time: a plain day or rhythm as such, all else in its words."""
    match deadline:
        case None:
            return {"recurrence": Task.Recurrence.ONCE.value, "words": "", "due_on": None, "due_time": _clock(None)}
        case Fixed(on=on, at=at) | MonthEnd(on=on, at=at):
            return {"recurrence": Task.Recurrence.ONCE.value, "words": "", "due_on": on, "due_time": _clock(at)}
        case Recurring(every=every, by=by, at=at) if by == Spot():
            at = at or (CLOCKS[0] if every == "daily" else None)
            return {"recurrence": every, "words": "", "due_on": None, "due_time": _clock(at)}
        case Unread(wording=wording):
            return {"recurrence": WORDED, "words": wording, "due_on": None, "due_time": _clock(None)}
    return {"recurrence": WORDED, "words": shown(deadline), "due_on": _pinned(deadline, day), "due_time": _clock(None)}


def _pinned(deadline: Deadline, day: date | None) -> date | None:
    """A day beside words pins them; what is reckoned from them needs none."""
    return day if isinstance(deadline, PartOfMonth | Delegated) else None


def _clock(at: time | None) -> str:
    return f"{at if at in CLOCKS else EVENING:%H:%M}"
