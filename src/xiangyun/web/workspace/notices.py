"""Notices: the list, the way in for a text, and the page of one: a plan to work on, to sign, or to read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangyun.compiler import Unreadable
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotAllowed, WrongState
from xiangyun.core.steps import stands
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.models import DRAFTERS, Notice
from xiangyun.notices.queries import notice_for, notices_for
from xiangyun.notices.states import NOTICE_STEPS, NoticeState
from xiangyun.people.signoff.queries import mode_of, signature_under
from xiangyun.web.shared.middleware import checks_its_texts
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .notice_burden import own_gauge
from .notice_filters import asked_in
from .notice_forms import NoticeForm, unreadable_sentence
from .notice_plan import Plan, plan_of, with_own_quotas
from .notice_views import desk_of
from .notice_words import (
    STATE_TAGS,
    is_draft,
    issuer_of,
    notice_name,
    open_words,
    short_name,
    state_word,
    tasks_words,
)
from .signoff_cards import mode_words, signature_words

A_PAGE = 30
UNDO = "undo"
"""Under this name a session keeps the last step on a draft, so that it can be taken back."""


@require_safe
def listing(request: Request) -> HttpResponse:
    """What the actor sees, newest first; what waits for a director's signature on top."""
    shown = Paginator(notices_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    waiting = [n for n in shown if "sign" in NOTICE_STEPS.open_to(n, request.actor)]
    context = {
        "page_of": shown,
        "waiting": [_listed(n) for n in waiting],
        "rows": [_listed(n) for n in shown if n not in waiting],
        "may_draft": request.actor.holds("officer"),
    }
    return render(request, "workspace/notices.html", context)


def _listed(notice: Any) -> dict[str, str]:
    day = zhdate(notice.issued_on, "year")
    parts = [str(notice.owner), day, tasks_words(notice.tasks_n)]
    if notice.state == NoticeState.DRAFT and notice.open_n:
        parts.append(open_words(notice.open_n))
    return {
        "title": notice_name(notice),
        "note": " · ".join(part for part in parts if part),
        "url": reverse("workspace:notice", args=[notice.uid]),
        "tag": state_word(notice.state),
        "tag_kind": STATE_TAGS[NoticeState(notice.state)],
    }


@checks_its_texts
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Paste or choose a text; it is read at once. The page's own uid makes a double press one notice."""
    if not request.actor.holds("officer"):
        raise NotAllowed(step="draft")
    form = NoticeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            notice = draft_notice(actor=request.actor, at=request.at, **form.cleaned_data)
        except Unreadable as refused:
            form.add_error("text", unreadable_sentence(refused.reason))
        else:
            return redirect("workspace:notice", notice.uid)
    context = {
        "form": form,
        "fields": form.shown(),
        "errors": form.summary(),
        "follows": form.data.get("follows") or request.GET.get("follows", ""),
        "crumbs": crumbs(_("New notice")),
    }
    return render(request, "workspace/notice_new.html", context, status=400 if form.errors else 200)


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """The notice as its drafter, its director or a body below sees it."""
    return show(request, notice_for(request.actor, uid))


def show(request: Request, notice: Notice, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The page of a notice; `typed` are what was sent and what was wrong with it, by name."""
    inside = is_inside(notice, request.actor)
    steps, asked = NOTICE_STEPS.open_to(notice, request.actor), asked_in(request.GET)
    plan = plan_of(notice, working_date(request.at), inside=inside, asked=asked)
    if not inside and request.actor.unit_id is not None:
        with_own_quotas(plan, request.actor.unit_id, working_date(request.at))
    context = {
        **_standing(notice, steps),
        "plan": plan,
        "inside": inside,
        "may_pin": inside and request.actor.holds("officer"),
        "crumbs": crumbs(short_name(notice)),
        **(_desk(request, notice, plan) if inside else _receipt(request, notice)),
        **_signature(notice, plan.digest, request, inside),
        **typed,
    }
    return render(request, "workspace/notice.html", context, status=status)


def _standing(notice: Notice, steps: Iterable[str]) -> dict[str, Any]:
    """What it is called, how far it has come, and what may be done with it as a whole."""
    return {
        "notice": notice,
        "name": notice_name(notice),
        "issuer": issuer_of(notice),
        "may": dict.fromkeys(steps, True),
        "editing": "submit" in steps,
        "is_draft": is_draft(notice),
        "state": state_word(notice.state),
        "state_tag": STATE_TAGS[NoticeState(notice.state)],
        "number": notice.head.get("number", ""),
    }


def _receipt(request: Request, notice: Notice) -> dict[str, Any]:
    """Whether one's unit has signed for what is out, and the way to do it."""
    from .receipts import receipt_card  # which stands on this page's trail

    return {"receipt": receipt_card(request, notice)} if notice.state == NoticeState.PUBLISHED else {}


def _desk(request: Request, notice: Notice, plan: Plan) -> dict[str, Any]:
    """What only those see who draft, sign or audit it."""
    return {
        "desk": desk_of(notice, plan, asked_in(request.GET), request.session.get(UNDO)),
        "gauge": own_gauge(request.actor, notice, plan.clauses, plan.tasks, working_date(request.at)),
        "drafter": getattr(notice, "drafter", None) or "",
        "came_back": getattr(notice, "came_back", None) or "" if notice.state == NoticeState.DRAFT else "",
    }


def _signature(notice: Notice, digest: str, request: Request, inside: bool) -> dict[str, Any]:
    """Under what is signed: who signed, and whether it still is what was signed. In a draft: the mode that holds."""
    if is_draft(notice):
        mode = mode_of(notice.owner_id, working_date(request.at)) if inside else None
        return {"mode": mode_words(mode) if mode else ""}
    signed = signature_under("notice", notice.uid)
    if signed is None:
        return {}
    return {
        "signer": signed.account.name,
        "signature": signature_words(signed),
        "signed_digest": signed.digest[:12],
        "changed": signed.digest != digest,
    }


def notice_at(request: Request, uid: UUID, step: str) -> Notice:
    """The notice, if this post may take the step now; the same refusals as the step itself would give."""
    notice, wanted = notice_for(request.actor, uid), NOTICE_STEPS.steps[step]
    if not stands(notice, wanted, request.actor):
        raise NotAllowed(step=step)
    if notice.state not in wanted.sources:
        raise WrongState(step=step, state=notice.state)
    return notice


def is_inside(notice: Notice, actor: Actor) -> bool:
    """Whether the actor is of those who draft, sign or audit it."""
    return actor.is_system or (notice.owner_id == actor.unit_id and actor.role in DRAFTERS)


def crumbs(last: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """The trail: all notices, what lies between as (label, address), this page."""
    trail = [{"label": _("Notices"), "url": reverse("workspace:notices")}]
    return [*trail, *({"label": label, "url": url} for label, url in between), {"label": last, "url": ""}]
