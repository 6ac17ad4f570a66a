"""Answering a duty: the form, its autosave, its photos, sending it, or nothing to report."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import ZONE
from xiangyun.core.errors import BadInput, Conflict
from xiangyun.files.pictures import MAX_BYTES
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.values import difference, parse_values
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.actions.attach_photo import Taken, attach_photo
from xiangyun.returns.actions.save_draft import save_draft
from xiangyun.returns.actions.submit_return import Incomplete, Sending, submit_return
from xiangyun.returns.desk import duty_in
from xiangyun.returns.duties import duty, open_duty, own_quotas
from xiangyun.returns.models import Return
from xiangyun.returns.sending import form_of
from xiangyun.returns.states import ReturnState
from xiangyun.web.shared.middleware import checks_its_texts
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .duty_words import told_words
from .fields import error_links, field_contexts, posted_rev, raw_values
from .task_cards import own_quota_words
from .wording import due_words, said

EARLIEST, LATEST = 1990, 2999
"""Years a camera's clock may tell; another is no time at all."""


def _own(request: Request, period: TaskPeriod) -> Return | None:
    own = Return.objects.visible_to(request.actor).filter(unit=request.actor.unit_id, period=period)
    return own.whole().first()


@require_safe
def form(request: Request, uid: UUID) -> HttpResponse:
    """The form of a duty with what is known so far; one that is under way shows itself instead."""
    period = open_duty(request.actor, uid, request.at)
    own = _own(request, period)
    if own and own.state not in {ReturnState.DRAFT, ReturnState.SENT_BACK}:
        return redirect("workspace:return", own.uid)
    return _page(request, period, own, values=own.answer.values if own else {})


def _page(
    request: Request,
    period: TaskPeriod,
    own: Return | None,
    *,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    stored, errors = form_of(period), errors or {}
    mine = duty_in(request.actor, period, request.at)
    review = own.reviews.order_by("id").last() if own and own.state == ReturnState.SENT_BACK else None
    context = {
        "period": period,
        "title": said(period.task.title),
        "due": due_words(period, request.at),
        "told": told_words(mine),
        "asked": own_quota_words(own_quotas(request.actor.own_unit, period, request.at)),
        "fields": field_contexts(stored, period_uid=period.uid, values=values, errors=errors),
        "errors": error_links(stored, errors),
        "rev": own.answer.rev if own else 0,
        "saved_at": own.answer.saved_at if own and own.answer.values else None,
        "review": review,
        "review_notes": _pinned(stored, review.field_notes) if review else [],
        "conflict": conflict,
    }
    return render(request, "workspace/form.html", context, status=status)


def _pinned(stored: StoredForm, notes: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"id": f"f-{f.path}", "label": said(f.label), "note": notes[f.path]} for f in stored.fields if f.path in notes
    ]


@checks_its_texts
@require_POST
def draft(request: Request, uid: UUID) -> HttpResponse:
    """Autosave: what is typed so far; answers the new revision, or both sides."""
    stored = form_of(duty(request.actor, uid))
    raw = raw_values(request, stored)
    try:
        saved = save_draft(actor=request.actor, period_uid=uid, raw=raw, rev=_page_rev(request), at=request.at)
    except Conflict as conflict:
        html = render_to_string("shared/conflict.html", _sides(stored, conflict), request)
        return JsonResponse({"conflict": {"html": html}}, status=409)
    clock = saved.answer.saved_at.astimezone(ZONE).strftime("%H:%M")
    return JsonResponse({"rev": saved.answer.rev, "saved_at": clock})


def _page_rev(request: Request) -> int:
    """The revision the page was made from; one side of a conflict was chosen when `keep` is posted."""
    return posted_rev(request, "their_rev" if request.POST.get("keep") == "mine" else "rev")


def _sides(stored: StoredForm, conflict: Conflict) -> dict[str, Any]:
    changes = difference(stored, conflict.detail["theirs"], conflict.detail["mine"])
    labels = {f.path: said(f.label) for f in stored.fields}
    return {
        "mine": [{"label": labels.get(c.path, c.path), "value": c.new} for c in changes],
        "theirs": [{"label": labels.get(c.path, c.path), "value": c.old} for c in changes],
        "rev": conflict.detail["rev"],
    }


@require_POST
def photo(request: Request, uid: UUID, field: str) -> HttpResponse:
    """One photo for one field, sent as soon as it is taken."""
    evidence = _attach(request, uid, field, request.FILES.get("file"), "")
    url = reverse("workspace:photo", args=[evidence.sha256]) + "?size=400"
    return JsonResponse({"sha256": evidence.sha256, "url": url})


def _attach(request: Request, uid: UUID, field: str, file: Any, prefix: str) -> Any:
    if file is not None and file.size > MAX_BYTES:
        raise BadInput("picture_too_large", size=file.size)
    raw = file.read() if file is not None else b""
    taken = Taken(
        at=_instant(request.POST.get(f"{prefix}taken_at", "")),
        latitude=_degrees(request.POST.get(f"{prefix}lat", ""), 90),
        longitude=_degrees(request.POST.get(f"{prefix}lng", ""), 180),
    )
    return attach_photo(actor=request.actor, period_uid=uid, field=field, raw=raw, taken=taken, at=request.at)


def _instant(text: str) -> datetime | None:
    """A camera's clock has no zone: it is the site's."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or not EARLIEST <= found.year <= LATEST:
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZONE)


def _degrees(text: str, bound: int) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return round(found, 6) if found.is_finite() and found.copy_abs() <= bound else None


@checks_its_texts
@require_POST
def send(request: Request, uid: UUID) -> HttpResponse:
    """Send the form; what is missing or was changed elsewhere is shown on it, and nothing typed is lost."""
    period = duty(request.actor, uid)
    if request.POST.get("keep") == "theirs":
        return redirect("workspace:form", uid)
    raw = raw_values(request, form_of(period)) | _plain_photos(request, period)
    try:
        sending = Sending(raw=raw, rev=_page_rev(request))
        sent = submit_return(actor=request.actor, period_uid=uid, sending=sending, at=request.at)
    except Incomplete as missing:
        return _again(request, period, raw, errors=missing.detail["errors"], status=400)
    except Conflict as conflict:
        if conflict.reason != "saved_elsewhere":
            raise
        return _again(request, period, raw, conflict=_sides(form_of(period), conflict), status=409)
    return _sent(request, sent)


def _plain_photos(request: Request, period: TaskPeriod) -> dict[str, Any]:
    """Photos of a browser without scripts come with the form."""
    found = {}
    for field in form_of(period).answered_fields():
        if field.type == "image" and field.path in request.FILES:
            file = request.FILES[field.path]
            found[field.path] = [_attach(request, period.uid, field.path, file, f"{field.path}__").sha256]
    return found


def _again(request: Request, period: TaskPeriod, raw: dict[str, Any], **more: Any) -> HttpResponse:
    values, _bad = parse_values(form_of(period), raw)
    typed = {path: v[0] if isinstance(v, list) and len(v) == 1 else v for path, v in raw.items()}
    return _page(request, period, _own(request, period), values=typed | values, **more)


@require_POST
def nil(request: Request, uid: UUID) -> HttpResponse:
    """The second of two taps: nothing to report."""
    sending = Sending(nil=True)
    sent = submit_return(actor=request.actor, period_uid=uid, sending=sending, at=request.at)
    return _sent(request, sent)


def _sent(request: Request, sent: Return) -> HttpResponse:
    says = _("Sent: %(task)s, %(day)s.") if not sent.by_rule else _("Sent and accepted by rule: %(task)s, %(day)s.")
    day = zhdate(sent.period.start_on, "short")
    messages.success(request, says % {"task": said(sent.period.task.title), "day": day})
    return redirect("workspace:desk")
