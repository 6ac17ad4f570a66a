"""Named events on pages: what is waited for, what was declared, and saying so with a look at what it does."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from xiangyun.core.errors import BadInput, Conflict, NotAllowed, NotVisible
from xiangyun.notices.actions.state_event import state_event
from xiangyun.notices.awaiting import awaited_among, hanging_for, hanging_on, set_elsewhere
from xiangyun.notices.event_effects import effects_of_event
from xiangyun.notices.events import MOST_NAME, NamedEvent
from xiangyun.notices.models import WORKERS
from xiangyun.web.shared.requests import Request

from .deadline_words import moved_words
from .event_forms import EventForm
from .event_words import awaited_card, event_row, hanging_row, said_words, statement_row, units_words
from .wording import said

A_PAGE = 30


@require_safe
def listing(request: Request) -> HttpResponse:
    """What tasks wait for, and what was said so far."""
    if request.actor.role not in WORKERS:
        raise NotAllowed(step="events")
    officer = request.actor.holds("officer")
    hangings = hanging_for(request.actor, request.at)
    spoken = NamedEvent.objects.visible_to(request.actor).with_statements().order_by("-pk")
    shown = Paginator(spoken, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "may": officer,
        "awaited": [awaited_card(awaited, officer=officer) for awaited in awaited_among(hangings)],
        "elsewhere": [hanging_row(hanging, request.actor) for hanging in set_elsewhere(hangings)],
        "page_of": shown,
        "spoken": [event_row(event) for event in shown],
    }
    return render(request, "workspace/events.html", context)


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """One event: what was said of it, by which documents, and the tasks whose words name it."""
    seen = NamedEvent.objects.visible_to(request.actor).with_statements().filter(uid=uid)
    event = seen.first() if request.actor.role in WORKERS else None
    if event is None:
        raise NotVisible(kind="event")
    hangings = hanging_on(hanging_for(request.actor, request.at), event)
    mine = request.actor.holds("officer") and event.owner_id == request.actor.unit_id
    context = {
        "event": event,
        "row": event_row(event),
        "may": mine,
        "statements": [statement_row(one) for one in reversed(event.statements.all())],
        "tasks": [hanging_row(hanging, request.actor) for hanging in hangings],
        "crumbs": _crumbs(event.name),
    }
    return render(request, "workspace/event.html", context)


@require_http_methods(["GET", "POST"])
def state(request: Request) -> HttpResponse:
    """Declare, correct or cancel: filled in, looked at (`do=preview`), applied (`do=apply`)."""
    if not request.actor.holds("officer"):
        raise NotAllowed(step="state_event")
    given = request.POST if request.method == "POST" else request.GET
    event = _own(request, given.get("name", ""))
    do = request.POST.get("do", "")
    form = EventForm(request.POST if do in {"preview", "apply"} else None, initial=_initial(request, event))
    if not form.is_bound or not form.is_valid():
        return _filled_in(request, form, event)
    try:
        return _apply(request, form) if do == "apply" else _preview(request, form, event)
    except BadInput as refused:
        form.take(refused)
        return _filled_in(request, form, event)
    except Conflict:
        return _preview(request, form, _own(request, form.cleaned_data["name"]), status=409)


def _own(request: Request, name: str) -> NamedEvent | None:
    return NamedEvent.objects.own(request.actor, name[:MOST_NAME]).with_statements().first()


def _initial(request: Request, event: NamedEvent | None) -> dict[str, Any]:
    """What stands in the form at first: what was typed before, else what the event says now."""
    typed = request.POST if request.method == "POST" else request.GET
    known = {"on": event.on, "rev": event.rev} if event else {}
    return {**known, **{name: typed[name] for name in ("name", "on", "document", "cancel") if typed.get(name)}}


def _filled_in(request: Request, form: EventForm, event: NamedEvent | None) -> HttpResponse:
    fields = form.drawn(event)
    title = _title(form, event)
    context = {
        "title": title,
        "event": event,
        "now": event_row(event) if event else None,
        "fields": fields,
        "cancels": bool(form["cancel"].value()),
        "errors": [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["error"]],
        "refused": "" if any(f["error"] for f in fields) else _first_error(form),
        "crumbs": _crumbs(title),
    }
    return render(request, "workspace/event_state.html", context, status=400 if form.errors else 200)


def _first_error(form: EventForm) -> str:
    return next((str(errors[0]) for errors in form.errors.values()), "")


def _title(form: EventForm, event: NamedEvent | None) -> str:
    if form["cancel"].value():
        return _("Cancel an event")
    return _("Correct an event") if event and event.on else _("Declare an event")


def _preview(request: Request, form: EventForm, event: NamedEvent | None, *, status: int = 200) -> HttpResponse:
    """Each task whose day or periods it moves; closed periods stay. Shown again where somebody spoke meanwhile."""
    given, on = form.cleaned_data, form.day()
    if on is None and (event is None or event.on is None):
        raise BadInput("nothing_to_cancel")
    found = effects_of_event(actor=request.actor, name=given["name"], on=on, at=request.at)
    context = {
        "title": _title(form, event),
        "sentence": said_words(given["name"], on, event),
        "given": given,
        "on": on,
        "rev": event.rev if event else 0,
        "moved_on": status == 409,
        "now": event_row(event) if event else None,
        "rows": [{"title": said(m.task.title), "units": units_words(m.units), **moved_words(m)} for m in found],
        "closed": sum(m.closed for m in found),
        "crumbs": _crumbs(_title(form, event)),
    }
    return render(request, "workspace/event_preview.html", context, status=status)


def _apply(request: Request, form: EventForm) -> HttpResponse:
    given, on = form.cleaned_data, form.day()
    rev = given["rev"] or 0
    event = state_event(
        actor=request.actor, name=given["name"], on=on, document=given["document"], rev=rev, at=request.at
    )
    done = _("Said. Every unit below sees the new days.") if on else pgettext("event", "Taken back.")
    messages.success(request, done)
    return redirect("workspace:event", event.uid)


def _crumbs(last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Notices"), "url": reverse("workspace:notices")},
        {"label": _("Events"), "url": reverse("workspace:events")},
        {"label": last, "url": ""},
    ]
