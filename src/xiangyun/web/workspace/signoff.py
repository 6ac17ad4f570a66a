"""From draft to published: handed in by one person, signed by another, then published."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.send_back_notice import send_back_notice
from xiangyun.notices.actions.sign_notice import sign_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .notice_forms import NoteForm
from .notice_words import open_words
from .notices import notice_at, show


@require_POST
def submit(request: Request, uid: UUID) -> HttpResponse:
    """Hand in for signature; a plan that is not complete comes back with what is missing."""
    notice = notice_at(request, uid, "submit")
    try:
        submit_notice(actor=request.actor, uid=uid, at=request.at)
    except BadInput as refused:
        n = refused.detail.get("count")
        wrong = {"submit": open_words(n) if n else sentence(refused.reason)}
        return show(request, notice, status=400, wrong=wrong)
    messages.success(request, _("Handed in; it waits for the director's signature."))
    return redirect("workspace:notice", uid)


@require_POST
def sign(request: Request, uid: UUID) -> HttpResponse:
    """Sign what somebody else drafted."""
    sign_notice(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("Signed. The officer can publish it now."))
    return redirect("workspace:notice", uid)


@require_POST
def send_back(request: Request, uid: UUID) -> HttpResponse:
    """Back to the drafter, with what is to change."""
    notice = notice_at(request, uid, "send_back")
    form = NoteForm(request.POST)
    if not form.is_valid():
        wrong = {"note": _("Write what is to change, one sentence is enough.")}
        typed = {"note": request.POST.get("note", ""), "wrong": wrong}
        return show(request, notice, status=400, **typed)
    send_back_notice(actor=request.actor, uid=uid, note=form.cleaned_data["note"], at=request.at)
    messages.success(request, _("Sent back to the drafter."))
    return redirect("workspace:notices")


@require_POST
def publish(request: Request, uid: UUID) -> HttpResponse:
    """From now on its tasks are owed."""
    publish_notice(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("Published. Every unit it reaches sees what it owes."))
    return redirect("workspace:notice", uid)
