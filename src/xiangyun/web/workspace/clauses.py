"""Saying of clauses that they make no task, and taking that back."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.reopen_clauses import reopen_clauses
from xiangyun.notices.models import Notice
from xiangyun.notices.states import ClauseState
from xiangyun.web.shared.requests import Request

from .notice_forms import DismissForm
from .notices import notice_at, show


def uids_in(given: Iterable[str]) -> list[UUID]:
    """The public ids among what was sent, each once; what is none is left out."""
    found: dict[UUID, None] = {}
    for text in given:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


@require_POST
def dismiss(request: Request, uid: UUID) -> HttpResponse:
    """One reason for the chosen clauses, or with `?all` for every duty still open."""
    notice = notice_at(request, uid, "submit")
    wanted = _all_open(notice) if "all" in request.GET else uids_in(request.POST.getlist("clause"))
    form = DismissForm(request.POST)
    if not form.is_valid() or not wanted:
        typed = {"chosen": set(wanted), "reason": request.POST.get("reason", "")}
        return show(request, notice, status=400, wrong=_wrong(form, wanted), **typed)
    reason = form.cleaned_data["reason"]
    dismiss_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, reason=reason, at=request.at)
    messages.success(request, _dismissed_words(len(wanted)))
    return redirect("workspace:notice", uid)


def _wrong(form: DismissForm, wanted: Sequence[UUID]) -> dict[str, str]:
    errors = {} if wanted else {"clause": _("Choose the clauses first.")}
    if form.errors:
        errors["reason"] = _("Write a reason, one sentence is enough.")
    return errors


def _dismissed_words(n: int) -> str:
    words = ngettext(
        "%(n)s clause is dismissed; the reason is kept.", "%(n)s clauses are dismissed; the reason is kept.", n
    )
    return words % {"n": n}


def _all_open(notice: Notice) -> list[UUID]:
    still_open = notice.clauses.orders().in_state(ClauseState.OPEN)
    return list(still_open.values_list("uid", flat=True))


@require_POST
def reopen(request: Request, uid: UUID) -> HttpResponse:
    """A dismissed clause is to be decided again."""
    wanted = uids_in(request.POST.getlist("clause"))
    reopen_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, at=request.at)
    messages.success(request, _("The clause is open again."))
    return redirect("workspace:notice", uid)
