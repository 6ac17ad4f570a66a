"""Papers that leave the bureau: what waits for a signature, signing, sending back, taking a signature back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.people.actions.send_back_paper import send_back_paper
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.actions.withdraw_sign_off import withdraw_sign_off
from xiangyun.people.models import SignOff, Tenure
from xiangyun.people.signoff.queries import mode_of, papers_before, signed_by_unit
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .notice_forms import NoteForm
from .signoff_cards import cards_of, kind_word, mode_words, signature_words, waiting_words

A_PAGE = 30
A_DAY = timedelta(days=1)


@require_safe
def waiting(request: Request) -> HttpResponse:
    """All papers that wait for the acting post's signature, whatever their kind."""
    return _show(request)


def _show(request: Request, *, status: int = 200, **typed: Any) -> HttpResponse:
    found, day = papers_before(request.actor, "sign"), working_date(request.at)
    mode = mode_of(request.actor.own_unit, day)
    cards = cards_of(found, request.actor, mode, day)
    context = {
        "cards": cards,
        "said": waiting_words(len(cards)) if cards else "",
        "signs": request.actor.holds("director"),
        "deputy": _deputy_words(request.tenure),
        "mode": mode_words(mode) if mode else "",
        "one_person_url": reverse("workspace:one-person", args=[request.post.unit.uid]) if request.post else "",
        **typed,
    }
    return render(request, "workspace/to_sign.html", context, status=status)


def _deputy_words(tenure: Tenure | None) -> str:
    """As whose deputy, and how long; blank for the holder of a post."""
    if tenure is None or tenure.kind != Tenure.Kind.DEPUTY or tenure.to_on is None:
        return ""
    words = {"post": tenure.post, "unit": tenure.unit, "last": zhdate(tenure.to_on - A_DAY, "year")}
    return _("You act as deputy for the post %(post)s of %(unit)s, until %(last)s.") % words


@require_POST
def sign(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Sign what somebody else made, as it was read."""
    rev = request.POST.get("rev", "")
    if not rev.isdecimal():
        raise BadInput("rev")
    sign_off(actor=request.actor, kind=kind, uid=uid, rev=int(rev), at=request.at)
    messages.success(request, _("Signed. Until it is published you can take that back."))
    return redirect("workspace:signed-off")


@require_POST
def send_back(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Back to those who made it, with what is to change."""
    form = NoteForm(request.POST)
    if not form.is_valid() and any(one.paper.uid == uid for one in papers_before(request.actor, "send_back")):
        wrong = _("Write what is to change, one sentence is enough.")
        return _show(request, status=400, wrong={"uid": uid, "text": wrong, "typed": request.POST.get("note", "")})
    note = form.cleaned_data.get("note") or request.POST.get("note", "")
    send_back_paper(actor=request.actor, kind=kind, uid=uid, note=note, at=request.at)
    messages.success(request, _("Sent back to those who made it."))
    return redirect("workspace:to-sign")


@require_POST
def withdraw(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Take a signature back while the paper has not gone out."""
    withdraw_sign_off(actor=request.actor, kind=kind, uid=uid, at=request.at)
    messages.success(request, _("Your signature is taken back; the paper waits for one again."))
    return redirect("workspace:to-sign")


@require_safe
def signed(request: Request) -> HttpResponse:
    """What was signed at the bureau, by whom and by which right; what has not gone out can still be taken back."""
    found = Paginator(signed_by_unit(request.actor), A_PAGE).get_page(request.GET.get("page"))
    open_ones = {one.paper.uid for one in papers_before(request.actor, "withdraw")}
    rows = [_row(one, request, still_here=one.paper_uid in open_ones) for one in found]
    return render(request, "workspace/signed.html", {"found": found, "rows": rows})


def _row(signed_off: SignOff, request: Request, *, still_here: bool) -> dict[str, Any]:
    standing = signed_off.withdrawn_at is None
    mine = signed_off.account_id == request.actor.account_id
    own_post = signed_off.as_deputy and signed_off.post_id == request.actor.post_id and _is_holder(request.tenure)
    where = [signed_off.kind, signed_off.paper_uid]
    return {
        "what": kind_word(signed_off.kind),
        "title": signed_off.title,
        "by": " · ".join(signature_words(signed_off)),
        "one_person": signed_off.mode is not None,
        "deputy": signed_off.as_deputy,
        "digest": signed_off.digest[:12],
        "withdrawn": signed_off.withdrawn_at,
        "withdraw_url": reverse("workspace:withdraw-sign-off", args=where)
        if standing and still_here and (mine or own_post)
        else "",
    }


def _is_holder(tenure: Tenure | None) -> bool:
    return tenure is not None and tenure.kind == Tenure.Kind.HOLDER
