"""Deciding what a text leaves open."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.decide_finding import decide_finding
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .clause_forms import uids_in
from .notices import notice_at


@require_POST
def decide(request: Request, uid: UUID, number: int) -> HttpResponse:
    """Which place holds, and why; without a reason the decision is taken back."""
    notice_at(request, uid, "submit")
    chosen = request.POST.get("span", "")
    span = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else None
    reason = "" if "back" in request.POST else request.POST.get("reason", "")
    try:
        if not reason.strip() and "back" not in request.POST:
            raise BadInput("reason_needed")
        decide_finding(actor=request.actor, notice_uid=uid, number=number, span=span, reason=reason, at=request.at)
    except BadInput as refused:
        messages.error(request, sentence(refused.reason) or _("This could not be decided."))
    else:
        messages.success(request, _("Decided.") if reason.strip() else _("The decision is taken back."))
    if clause := uids_in([request.POST.get("clause", "")]):
        return redirect("workspace:clause", uid, clause[0])
    return redirect(f"{reverse('workspace:notice', args=[uid])}?show=findings#f-{number}")
