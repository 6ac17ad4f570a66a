"""Handing a task down: what was given, an own earlier day, a covering note; taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.calendar import Earlier, Fixed, Workdays, slack_between, tightening_from_plain
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict, WrongState
from xiangyun.notices.actions.hand_down import hand_down
from xiangyun.notices.actions.take_back_hand_down import take_back_hand_down
from xiangyun.notices.events import workdays
from xiangyun.notices.handing_down import (
    Given,
    Word,
    asks_once,
    given_to,
    how_many_below,
    own_word,
    task_to_hand_down,
    word_of,
    words_below,
)
from xiangyun.notices.models import HandDown, Task, TaskPeriod
from xiangyun.notices.periods import due_of
from xiangyun.web.shared.middleware import checks_its_texts
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .board_handed import slack_words
from .deadline_words import day_words
from .hand_down_forms import HandDownForm
from .notice_words import short_name
from .notices import crumbs
from .wording import said


@checks_its_texts
@require_http_methods(["GET", "POST"])
def page(request: Request, uid: UUID) -> HttpResponse:
    """What the unit was given, and what it says to those below; said again it replaces what it said before."""
    task = task_to_hand_down(request.actor, uid, request.at)
    before = own_word(request.actor, task)
    form = HandDownForm(request.POST or None, initial=_known(before), once=asks_once(task))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _handed(request, task, form):
            messages.success(request, _("Handed down. Every unit below sees your note and your day."))
            return redirect("workspace:board", uid)
        status = 409 if form.is_stale else 400
    return render(request, "workspace/hand_down.html", _context(request, task, before, form), status=status)


def _known(before: HandDown | None) -> dict[str, Any]:
    """What stands in the form at first: what the unit said before."""
    if before is None:
        return {"rev": 0}
    own = tightening_from_plain(before.deadline) if before.deadline else None
    day = {"on": own.on, "at": own.at} if isinstance(own, Fixed) else {}
    days = {"days": own.days, "at": own.at} if isinstance(own, Earlier) else {}
    return {"rev": before.rev, "note": before.note, **day, **days}


def _handed(request: Request, task: Task, form: HandDownForm) -> bool:
    """Whether it is handed down; what the domain refuses goes to its field."""
    given = form.cleaned_data
    try:
        hand_down(
            actor=request.actor,
            task_uid=task.uid,
            note=given["note"],
            own=form.own(),
            rev=given["rev"] or 0,
            at=request.at,
        )
    except BadInput as refused:
        form.take(refused)
        return False
    except Conflict:
        form.is_stale = True
        return False
    return True


def _context(request: Request, task: Task, before: HandDown | None, form: HandDownForm) -> dict[str, Any]:
    given = given_to(request.actor, task, request.at)
    period = next((p for p in given.periods if p.due_at), next(iter(given.periods), None))
    day, known = working_date(request.at), workdays()
    fields = form.drawn(has_day=bool(period and period.due_at))
    title = _("Hand the task down")
    page_of_notice = reverse("workspace:notice", args=[task.notice.uid])
    return {
        "task": task,
        "title": title,
        "task_title": said(task.title),
        "units": how_many_below(task, request.actor, day),
        "given": _given_words(given, period),
        "told": [_word(word, period, known) for word in given.words],
        "before": _word(word_of(before), period, known) if before else None,
        "below": [_word(word, period, known) for word in words_below(request.actor, task, day)],
        "fields": fields,
        "errors": [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["error"]],
        "is_stale": form.is_stale,
        "rev": before.rev if before else 0,
        "crumbs": crumbs(title, (short_name(task.notice), page_of_notice)),
    }


def _given_words(given: Given, period: TaskPeriod | None) -> dict[str, str]:
    """The notice's own day, and what the unit was given where a body above it asks for it earlier."""
    if period is None:
        return {"notice": _("no day is still to come"), "own": ""}
    notice, own = due_of(period), given.due_in(period)
    return {"notice": day_words(notice), "own": day_words(own) if own != notice else ""}


def _word(word: Word, period: TaskPeriod | None, known: Workdays) -> dict[str, Any]:
    due: datetime | None = word.due_in(period) if period else None
    parent = due_of(period).day if period else None
    slack = slack_between(working_date(due), parent, known) if due and parent else None
    return {
        "who": str(word.unit),
        "note": word.note,
        "day": zhdate(due, "time") if due else "",
        "void": period is not None and word.is_void(period),
        "slack": slack_words(slack.days) if slack else "",
        "working_days": slack.working_days if slack else 0,
    }


@require_POST
def take_back(request: Request, uid: UUID) -> HttpResponse:
    """The day that was given holds again."""
    rev = request.POST.get("rev", "")
    try:
        take_back_hand_down(
            actor=request.actor, task_uid=uid, rev=int(rev) if rev.isascii() and rev.isdigit() else 0, at=request.at
        )
    except (WrongState, Conflict) as refused:
        messages.error(request, sentence(refused.reason))
        return redirect("workspace:hand-down", uid)
    messages.success(request, _("Taken back. The day that you were given holds again."))
    return redirect("workspace:hand-down", uid)
