"""A return: what was sent, who looked at it, what can be done with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotVisible
from xiangyun.core.models import StepTaken
from xiangyun.facts.models import Evidence
from xiangyun.forms.definition import Field, StoredForm
from xiangyun.people.models import Tenure
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.returns.actions.recall_return import recall_return
from xiangyun.returns.actions.send_back_return import send_back_return
from xiangyun.returns.models import Return
from xiangyun.returns.recalling import may_recall
from xiangyun.returns.sending import form_of, sent_values
from xiangyun.returns.states import RETURN_STEPS, ReturnState
from xiangyun.units.models import Unit
from xiangyun.web.shared.requests import Request

from .desk import sent_row
from .fields import posted_rev
from .post_words import marked
from .wording import STATE_KINDS, said, stamp_word, state_word

PAGE = 50


def _visible(request: Request, uid: UUID) -> Return:
    found = Return.objects.visible_to(request.actor).whole().filter(uid=uid).first()
    if found is None:
        raise NotVisible(kind="return")
    return found


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """Everything about one return: values, photos, verdicts, steps."""
    returned = _visible(request, uid)
    stored = form_of(returned.period)
    steps = RETURN_STEPS.open_to(returned, request.actor)
    context = {
        "returned": returned,
        "title": said(returned.period.task.title),
        "state": state_word(returned),
        "stamp": stamp_word(returned),
        "kind": STATE_KINDS[ReturnState(returned.state)],
        "lines": _lines(stored, returned, _notes(returned)),
        "steps": _steps(returned),
        "may_review": "accept" in steps,
        "may_recall": "recall" in steps and may_recall(returned, request.at),
        "fields": [{"path": f.path, "label": said(f.label)} for f in stored.answered_fields()],
    }
    return render(request, "workspace/return.html", context)


def _notes(returned: Return) -> dict[str, str]:
    """What the last verdict asks to be mended, by field; nothing once it was sent again."""
    last = returned.reviews.order_by("id").last()
    return last.field_notes if last is not None and returned.state == ReturnState.SENT_BACK else {}


def _lines(stored: StoredForm, returned: Return, notes: dict[str, str]) -> list[dict[str, Any]]:
    """Label and answer of each field, with what is to be mended; photos with the time and place the phone read."""
    values = sent_values(returned) if returned.version else returned.answer.values
    photos = {(e.field, e.sha256): e for e in Evidence.objects.of_source("return", returned.uid)}
    lines = {} if returned.nil else {f.path: _line(f, values.get(f.path), photos) for f in stored.answered_fields()}
    for path, note in notes.items():
        if path in lines:
            lines[path]["note"] = note
    for field in stored.answered_fields():
        if field.evidence_of in lines:  # the photo stands beside what it proves
            photo, shown = lines.pop(field.path), lines[field.evidence_of]
            shown["photos"], shown["note"] = photo["photos"], photo["note"] or shown["note"]
    return list(lines.values())


def _line(field: Field, value: Any, photos: dict[tuple[str, str], Evidence]) -> dict[str, Any]:
    line: dict[str, Any] = {"label": said(field.label), "text": "", "photos": [], "note": ""}
    if field.type == "image":
        line["photos"] = [photos[field.path, sha] for sha in value or [] if (field.path, sha) in photos]
    elif field.type in {"yes_no", "select_one"}:
        name = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        line["text"] = next((said(c.label) for c in field.choices if c.name == name), "")
        line["tag"] = {True: "ok", False: "wait"}.get(value, "") if isinstance(value, bool) else ""
    elif value is not None:
        line["text"] = f"{value} {field.unit}".strip()
    return line


def _steps(returned: Return) -> list[dict[str, Any]]:
    """The steps taken, with names of units and posts; three queries however many."""
    taken = list(StepTaken.objects.of_subject("return", returned.uid))
    units = Unit.objects.in_bulk({s.unit_id for s in taken if s.unit_id})
    stood = list(Tenure.objects.of_posts({s.post_id for s in taken if s.post_id}))
    words = {
        "submit": _("Sent"),
        "recall": _("Recalled"),
        "send_back": _("Sent back"),
        "accept": _("Accepted"),
        "accept_by_rule": _("Accepted by rule"),
    }
    return [
        {
            "word": words.get(s.step, s.step),
            "at": s.at,
            "unit": units.get(s.unit_id or 0, ""),
            "name": _who(s, stood),
            "note": s.note,
        }
        for s in taken
    ]


def _who(step: StepTaken, stood: list[Tenure]) -> str:
    """Who took a step, marked where it was a deputy; empty for the system."""
    own = [t for t in stood if (t.account_id, t.post_id) == (step.account_id, step.post_id)]
    held = next((t for t in own if t.is_held_on(working_date(step.at))), next(iter(own), None))
    return marked(held) if held else ""


@require_POST
def recall(request: Request, uid: UUID) -> HttpResponse:
    """Take back what was sent a moment ago."""
    returned = recall_return(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("Recalled. It counts nowhere until it is sent again."))
    return redirect("workspace:form", returned.period.uid)


@require_POST
def accept(request: Request, uid: UUID) -> HttpResponse:
    """The level above says that it is right."""
    returned = accept_return(actor=request.actor, uid=uid, rev=posted_rev(request), at=request.at)
    messages.success(request, _("Accepted: %(unit)s.") % {"unit": returned.unit})
    return redirect("workspace:reviews")


@require_POST
def send_back(request: Request, uid: UUID) -> HttpResponse:
    """The level above says what is to be mended."""
    pinned = {name.removeprefix("note:"): text for name, text in request.POST.items() if name.startswith("note:")}
    returned = send_back_return(
        actor=request.actor,
        uid=uid,
        rev=posted_rev(request),
        note=str(request.POST.get("note", "")),
        field_notes={path: str(text) for path, text in pinned.items()},
        at=request.at,
    )
    messages.success(request, _("Sent back to %(unit)s with your note.") % {"unit": returned.unit})
    return redirect("workspace:reviews")


@require_safe
def sent(request: Request) -> HttpResponse:
    """Everything the unit has sent, newest first."""
    mine = Return.objects.visible_to(request.actor).filter(unit=request.actor.unit_id, sent_at__isnull=False)
    found = Paginator(mine.whole().order_by("-sent_at"), PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/sent.html", {"found": found, "rows": [sent_row(r, request) for r in found]})
