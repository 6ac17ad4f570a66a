"""What the unit was told: one digest a day and stage, each with what became of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.messages.actions.mark_seen import mark_seen
from xiangyun.messages.actions.set_reminder_rule import set_reminder_rule
from xiangyun.messages.models import READERS, Message, ReminderRule, Stage
from xiangyun.messages.rules import KEPT_DAYS, MOST_WORKING_DAYS
from xiangyun.returns.chasing import contact_of
from xiangyun.returns.inbox import Letter, Part, inbox_of
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .numbers import few, part_of
from .wording import due_words, said

PAGE = 20
NAMED = 50
"""Units that a letter to the unit above names each; the rest stands in the list it leads to."""
FRESH_DAYS = 7
"""What was told longer ago is no line on the desk any more."""


@require_safe
def page(request: Request) -> HttpResponse:
    """The letters, the latest first."""
    if not request.actor.holds(*READERS):
        raise NotAllowed(step="inbox")
    told = Message.objects.visible_to(request.actor).latest_first()
    shown = part_of(told, few(request.GET.get("page"), 1), PAGE)
    letters = [_letter(letter, request) for letter in inbox_of(request.actor, shown.rows, request.at)]
    is_new = any(letter["is_new"] for letter in letters)
    context = {"letters": letters, "shown": shown, "is_new": is_new, "kept_days": KEPT_DAYS, "rule": _rule(request)}
    return render(request, "workspace/inbox.html", context)


def _rule(request: Request) -> dict[str, int] | None:
    """After how many working days the unit above is told of this bureau's tasks; for its officer only."""
    actor = request.actor
    if not actor.holds("officer"):
        return None
    days = ReminderRule.objects.working_days_of([actor.own_unit])[actor.own_unit]
    return {"days": days, "most": MOST_WORKING_DAYS}


@require_POST
def rule(request: Request) -> HttpResponse:
    """The officer sets after how many working days the unit above is told."""
    try:
        days = few(request.POST.get("days"), 0)
        set_reminder_rule(actor=request.actor, owner_id=request.actor.own_unit, working_days=days, at=request.at)
    except BadInput:
        messages.error(request, _("Write a number of working days from 1 to %(most)s.") % {"most": MOST_WORKING_DAYS})
    else:
        messages.success(request, _("It counts for your own tasks from now on."))
    return redirect("workspace:inbox")


@require_POST
def seen(request: Request) -> HttpResponse:
    """All of it has been read."""
    mark_seen(actor=request.actor, at=request.at)
    messages.success(request, _("Marked as read."))
    return redirect("workspace:inbox")


def unread_of(request: Request) -> QuerySet[Message]:
    """What the unit was told in the last days and nobody has read."""
    return Message.objects.visible_to(request.actor).unseen().since(working_date(request.at), FRESH_DAYS)


def inbox_line(unread: int) -> dict[str, Any] | None:
    """The line on the desk: how much is unread; none when all is read."""
    if not unread:
        return None
    says = ngettext("%(n)s reminder to read", "%(n)s reminders to read", unread) % {"n": unread}
    return {"title": says, "url": reverse("workspace:inbox"), "icon": "bell"}


def _letter(letter: Letter, request: Request) -> dict[str, Any]:
    message = letter.message
    heads = {
        Stage.BEFORE: pgettext("letter", "Due soon"),
        Stage.AFTER: pgettext("letter", "Overdue"),
        Stage.ABOVE: pgettext("letter", "Units below are overdue"),
    }
    return {
        "title": heads[Stage(message.stage)],
        "at": message.at,
        "is_new": message.seen_at is None and letter.is_open,
        "tag": _("Done") if letter.is_done else "",
        "edge": _edge(letter),
        "parts": [_part(part, message, request) for part in letter.parts],
    }


def _edge(letter: Letter) -> str:
    """The colour that repeats how a letter stands; none once nothing can be done."""
    if not letter.is_open:
        return "ok" if letter.is_done else ""
    return "wait" if letter.message.stage == Stage.BEFORE else "late"


def _part(part: Part, message: Message, request: Request) -> dict[str, Any]:
    """A duty of a letter: done, over, or still to do; to the unit above who lacks and whom to ask there."""
    period = part.period
    due = "" if part.is_done else due_words(period, request.at)
    row = {"title": said(period.task.title), "due": due, "state": _state(part)}
    if message.stage != Stage.ABOVE:
        is_open = not part.is_done and not part.is_over
        return row | {"url": reverse("workspace:form", args=[period.uid]) if is_open else ""}
    line = period.task.line
    return row | {
        "url": f"{reverse('workspace:chase', args=[period.task.uid])}?period={period.key}",
        "since": zhdate(part.since, "short"),
        "n_then": part.n_then,
        "n": len(part.missing),
        "more": max(0, len(part.missing) - NAMED),
        "units": [{"name": u.name, "contact": contact_of(request.actor, u, line)} for u in part.missing[:NAMED]],
    }


def _state(part: Part) -> tuple[str, str]:
    """A word, and the colour that repeats it."""
    if part.is_done:
        return pgettext("duty", "Answered"), "ok"
    return (pgettext("duty", "Time is over"), "") if part.is_over else (pgettext("duty", "Not yet"), "wait")
