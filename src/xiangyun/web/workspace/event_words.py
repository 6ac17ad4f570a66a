"""Events in words: what waits for one, what was said of it, and the tasks that hang on it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.calendar import shown
from xiangyun.core.actor import Actor
from xiangyun.notices.awaiting import Awaited, Hanging
from xiangyun.notices.events import EventStatement, NamedEvent
from xiangyun.notices.periods import deadline_of
from xiangyun.notices.pinning import is_open, may_pin
from xiangyun.web.shared.templatetags.look import number, zhdate

from .deadline_words import stands_words
from .task_words import how_many
from .wording import in_script, said

Kind = EventStatement.Kind
TAGS = {Kind.DECLARED: "ok", Kind.CORRECTED: "act", Kind.CANCELLED: ""}


def state_url(name: str, *, cancel: bool = False) -> str:
    """The page on which an officer says something of an event."""
    asked = {"name": name, **({"cancel": "on"} if cancel else {})}
    return f"{reverse('workspace:event-state')}?{urlencode(asked)}"


def awaited_card(awaited: Awaited, *, officer: bool) -> dict[str, Any]:
    """A name that tasks wait for; an officer whose word moves one of them may say it."""
    owners = dict.fromkeys(str(h.task.owner) for h in awaited.tasks if not h.is_under)
    return {
        "name": awaited.name,
        "says": _waits(awaited),
        "tasks": [_task_link(hanging) for hanging in awaited.tasks],
        "url": state_url(awaited.name) if officer and awaited.is_under else "",
        "above": "" if awaited.is_under else pgettext("list", ", ").join(owners),
    }


def _waits(awaited: Awaited) -> str:
    tasks, units = len(awaited.tasks), how_many(awaited.most_units)
    if tasks == 1:
        return _("1 task waits, for %(units)s") % {"units": units}
    return _("%(n)s tasks wait, each for up to %(units)s") % {"n": number(tasks), "units": units}


def units_words(n: int) -> str:
    """How many units a task asks."""
    return _("for %(units)s") % {"units": how_many(n)}


def _task_link(hanging: Hanging) -> dict[str, str]:
    return {
        "title": said(hanging.task.title),
        "words": in_script(shown(deadline_of(hanging.task))),
        "units": units_words(hanging.units),
        "url": notice_url(hanging),
    }


def notice_url(hanging: Hanging) -> str:
    """The task in its notice."""
    return f"{reverse('workspace:notice', args=[hanging.task.notice.uid])}#t-{hanging.task.uid}"


def hanging_row(hanging: Hanging, actor: Actor) -> dict[str, str]:
    """A task in a list: how it stands, its own words; for its officer the way to pin the day."""
    task, deadline = hanging.task, deadline_of(hanging.task)
    stands = stands_words(deadline, hanging.due)
    note = _("%(stands)s (the notice says %(words)s)") % {"stands": stands, "words": in_script(shown(deadline))}
    pins = is_open(task) and may_pin(task, actor)
    url = reverse("workspace:task-day", args=[task.notice.uid, task.uid]) if pins else notice_url(hanging)
    return {"title": said(task.title), "note": f"{note} · {units_words(hanging.units)}", "url": url, "icon": "notice"}


def event_row(event: NamedEvent) -> dict[str, Any]:
    """An event in a list: the day that holds, who said so last and by which document."""
    last = list(event.statements.all())[-1]
    day = zhdate(event.on, "year") if event.on else _("no day")
    return {
        "title": event.name,
        "day": "",
        "on": day,
        "document": last.document,
        "owner": str(event.owner),
        "note": " · ".join((day, last.document, str(event.owner))),
        "url": reverse("workspace:event", args=[event.uid]),
        "tag": statement_word(last.kind),
        "tag_kind": TAGS[Kind(last.kind)],
        "correct_url": state_url(event.name),
        "cancel_url": state_url(event.name, cancel=True) if event.on else "",
    }


def statement_word(kind: str) -> str:
    """What was said, in a word."""
    words = {
        Kind.DECLARED: pgettext("event", "Declared"),
        Kind.CORRECTED: pgettext("event", "Corrected"),
        Kind.CANCELLED: pgettext("event", "Cancelled"),
    }
    return words[Kind(kind)]


def statement_row(statement: EventStatement) -> dict[str, str]:
    """One statement of the history."""
    return {
        "word": statement_word(statement.kind),
        "kind": TAGS[Kind(statement.kind)],
        "day": zhdate(statement.on, "year") if statement.on else _("no day"),
        "document": statement.document,
        "when": zhdate(statement.at, "time"),
    }


def said_words(name: str, on: date | None, event: NamedEvent | None) -> str:
    """What is about to be said, in a sentence."""
    words = {"name": name, "day": zhdate(on, "year"), "before": zhdate(event.on, "year") if event and event.on else ""}
    if on is None:
        return _("“%(name)s” has not happened on %(before)s after all; its day is open again.") % words
    if words["before"]:
        return _("“%(name)s” is on %(day)s, not on %(before)s.") % words
    return _("“%(name)s” is on %(day)s.") % words
