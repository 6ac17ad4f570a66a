"""What an officer does with a whole notice: hand it in for signature; number and publish it once signed."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.publish_notice import MOST_NUMBER, publish_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Notice
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .notice_plan import plan_of
from .notice_views import Link, lacking
from .notice_words import open_words
from .notices import notice_at, show


class NumberForm(forms.Form):
    """The document number, if the bureau gives one."""

    number = forms.CharField(max_length=MOST_NUMBER, required=False)


@require_POST
def submit(request: Request, uid: UUID) -> HttpResponse:
    """Hand in for signature; a plan that is not complete comes back with what is missing."""
    notice = notice_at(request, uid, "submit")
    try:
        submit_notice(actor=request.actor, uid=uid, at=request.at)
    except BadInput as refused:
        n = refused.detail.get("count")
        wrong = {"submit": open_words(n) if n else sentence(refused.reason)}
        return show(request, notice, status=400, wrong=wrong, refusals=_refusals(notice, refused, request.at))
    messages.success(request, _("Handed in; it waits for the director's signature."))
    return redirect("workspace:notice", uid)


def _refusals(notice: Notice, refused: BadInput, at: datetime) -> list[Link]:
    """Everything that is lacking, not only what was met first, each with where to do it."""
    found = list(lacking(notice, plan_of(notice, working_date(at), inside=True)))
    if refused.reason == "over_cap":
        found.append(Link(sentence("over_cap"), reverse("workspace:notice-burden", args=[notice.uid])))
    return found


@require_POST
def publish(request: Request, uid: UUID) -> HttpResponse:
    """With its number; from now on its tasks are owed."""
    notice, form = notice_at(request, uid, "publish"), NumberForm(request.POST)
    try:
        number = form.cleaned_data["number"] if form.is_valid() else form.data["number"]
        publish_notice(actor=request.actor, uid=uid, number=number, at=request.at)
    except BadInput as refused:
        typed = {"number": request.POST.get("number", ""), "wrong": {"number": sentence(refused.reason)}}
        return show(request, notice, status=400, **typed)
    messages.success(request, _("Published. Every unit it reaches sees what it owes."))
    return redirect("workspace:notice", uid)
