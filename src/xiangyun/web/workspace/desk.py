"""The desk: one thing to do on top, the reason beside it."""

from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from xiangyun.notices.models import Notice
from xiangyun.notices.states import NoticeState
from xiangyun.people.models import Role
from xiangyun.people.signoff.queries import papers_before
from xiangyun.returns.desk import Duty, desk_of
from xiangyun.returns.glance import glances_of
from xiangyun.returns.models import Return
from xiangyun.returns.recalling import may_recall
from xiangyun.returns.states import ReturnState
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .duty_words import told_in_short, told_words
from .glances import glance_card
from .inbox import inbox_line, unread_of
from .receipts import receipts_waiting
from .wording import (
    STATE_KINDS,
    by_when,
    content_word,
    day_name,
    greeting,
    nil_says,
    quote,
    said,
    stamp_word,
    words_of_notice,
)

GLANCES = 6
"""Boards on the desk, those due soonest; the rest stands on the page of all boards."""
OVERSEERS = (Role.REVIEWER, Role.OFFICER, Role.DIRECTOR, Role.AUDITOR)


@require_safe
def desk(request: Request) -> HttpResponse:
    """What the post's unit owes, what came back, what is later, what was sent."""
    glances = glances_of(request.actor, request.at) if request.actor.holds(*OVERSEERS) else []
    asked = {g.task.selector_id for g in glances if g.asked} if glances else None
    found = desk_of(request.actor, request.at, asked)
    counts = _counted(request)
    context = {
        "desk": found,
        "to_review": counts.get("waiting", 0),
        "greeting": greeting(request.at),
        "now": [_card(d, request) for d in found.now],
        "sent_back": [_back_card(d, request) for d in found.sent_back],
        "later": [_later_row(d) for d in found.later],
        "sent": [sent_row(d.returned, request) for d in found.sent if d.returned],
        "done_urls": [reverse("workspace:draft", args=[d.period.uid]) for d in found.sent],
        "notices": _waiting_notices(request),
        "to_receive": receipts_waiting(request, glances, found),
        "to_sign": len(papers_before(request.actor, "sign")) if request.actor.holds(Role.DIRECTOR) else 0,
        "inbox": inbox_line(counts.get("unread", 0)),
        "glances": [glance_card(g, request) for g in glances[:GLANCES]],
        "boards": len(glances),
        "tenures": request.tenures,
        "is_officer": request.actor.holds(Role.OFFICER),
    }
    return render(request, "workspace/desk.html", context)


def _counted(request: Request) -> dict[str, int]:
    """How many reminders are unread, and how many returns wait for the post's look; one query for both."""
    unread = _number_of(unread_of(request), "unread")
    if not request.actor.holds(Role.REVIEWER, Role.OFFICER):
        return dict(unread)
    waiting = Return.objects.visible_to(request.actor).waiting_for(request.actor)
    return dict(unread.union(_number_of(waiting, "waiting"), all=True))


def _number_of(rows: QuerySet[Any], name: str) -> Any:
    return rows.order_by().values(name=Value(name)).annotate(n=Count("pk")).values_list("name", "n")


def _why(duty: Duty) -> dict[str, Any]:
    if duty.clause is None:
        return {}
    notice = reverse("workspace:notice", args=[duty.task.notice.uid])
    return {
        "clause_no": duty.clause.position,
        "clause_text": quote(duty.clause),
        "clause_url": f"{notice}#c-{duty.clause.uid}",
    }


def _card(duty: Duty, request: Request) -> dict[str, Any]:
    """A duty of today: two taps when there is nothing to report, else the way to the form."""
    card = {
        "title": said(duty.task.title),
        "due": by_when(duty.asked_at, request.at),
        "due_kind": "late" if duty.is_late else "",
        "edge": "late" if duty.is_late else "act",
        "told": told_words(duty),
        **_why(duty),
        **_before(duty, request),
    }
    form_url = reverse("workspace:form", args=[duty.period.uid])
    begun = duty.returned is not None and duty.returned.answer.values
    if duty.task.nil_allowed and not begun:
        return card | {
            "same_label": _("Nothing to report"),
            "same_says": nil_says(duty.task, duty.period.opens_at),
            "same_url": reverse("workspace:nil", args=[duty.period.uid]),
            "other_label": _("Something happened"),
            "other_url": form_url,
        }
    return card | {"main_label": _("Go on filling in") if begun else _("Fill in"), "main_url": form_url}


def _before(duty: Duty, request: Request) -> dict[str, Any]:
    if duty.before is None:
        return {}
    label = _("%(day)s: ") % {"day": day_name(duty.before.period.opens_at, request.at)}
    return {"last": content_word(duty.before), "last_label": label}


def _back_card(duty: Duty, request: Request) -> dict[str, Any]:
    review = duty.review
    notes = [review.note, *review.field_notes.values()] if review else []
    who = f"{review.unit} · {zhdate(review.at, 'time')}" if review else ""
    return {
        "title": said(duty.task.title),
        "tag": _("Sent back"),
        "tag_kind": "wait",
        "edge": "wait",
        "text": " ".join(f"“{n}”" for n in notes if n),
        "note": who,
        "main_label": _("Mend and send again"),
        "main_url": reverse("workspace:form", args=[duty.period.uid]),
    }


def _later_row(duty: Duty) -> dict[str, Any]:
    begun = duty.returned is not None and bool(duty.returned.answer.values)
    says = [words_of_notice(duty.period), *told_in_short(duty)]
    minutes = ngettext("about %(n)s minute", "about %(n)s minutes", duty.task.minutes) % {"n": duty.task.minutes}
    return {
        "title": said(duty.task.title),
        "note": " · ".join(filter(None, (_("begun, not sent yet") if begun else minutes, *says))),
        "url": reverse("workspace:form", args=[duty.period.uid]),
        "day": zhdate(duty.asked_at, "short") if duty.asked_at else pgettext("day", "open"),
        "weekday": zhdate(duty.asked_at, "weekday") if duty.asked_at else "",
    }


def sent_row(returned: Return, request: Request) -> dict[str, Any]:
    """A return in a list of what was sent."""
    note = zhdate(returned.sent_at, "time")
    if may_recall(returned, request.at):
        note = _("sent %(clock)s, can be recalled for ten minutes") % {"clock": zhdate(returned.sent_at, "clock")}
    elif returned.waiting_at:
        note = _("%(when)s, %(unit)s is looking at it") % {"when": note, "unit": returned.waiting_at}
    return {
        "title": f"{said(returned.period.task.title)} {zhdate(returned.period.start_on, 'short')}",
        "note": note,
        "url": reverse("workspace:return", args=[returned.uid]),
        "stamp": stamp_word(returned),
        "stamp_kind": STATE_KINDS[ReturnState(returned.state)],
    }


def _waiting_notices(request: Request) -> list[dict[str, Any]]:
    """Notices of one's own unit that wait for the officer: drafts, and what is signed and not yet out."""
    if not request.actor.holds("officer"):
        return []
    words = {NoticeState.DRAFT: _("Draft"), NoticeState.SIGNED: _("Signed, to be published")}
    own = Notice.objects.visible_to(request.actor).filter(owner=request.actor.unit_id, state__in=list(words))
    return [
        {
            "title": n.title or _("Notice of %(day)s") % {"day": zhdate(n.issued_on, "year")},
            "note": words[NoticeState(n.state)],
            "url": reverse("workspace:notice", args=[n.uid]),
            "icon": "book",
        }
        for n in own.order_by("-id")[:5]
    ]
