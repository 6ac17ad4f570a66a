"""Deciding clauses together: no task, with a task, of another kind; and taking the last step back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.attach_clauses import attach_clauses
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.reclass_clauses import reclass_clauses
from xiangyun.notices.actions.reopen_clauses import reopen_clauses
from xiangyun.notices.actions.rule_clauses import rule_clauses
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.states import ClauseState
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .clause_forms import uids_in
from .clause_group import group_context
from .clause_undo import remember
from .notice_forms import DismissForm
from .notices import notice_at, show


@require_safe
def group(request: Request, uid: UUID) -> HttpResponse:
    """Preview of clauses that are decided together: those ticked, or those of a choice."""
    notice = notice_at(request, uid, "submit")
    return _show_group(request, notice, uids_in(request.GET.getlist("clause")))


def _show_group(request: Request, notice: Notice, wanted: Sequence[UUID], **typed: Any) -> HttpResponse:
    then = request.POST.get("then", request.GET.get("then", ""))
    context = group_context(notice, request.GET, wanted) | {"then": then} | typed
    status = 400 if typed.get("wrong") else 200
    return render(request, "workspace/clause_group.html", context, status=status)


@require_POST
def dismiss(request: Request, uid: UUID) -> HttpResponse:
    """One reason for the chosen clauses, or with `?all` for every duty still open."""
    notice = notice_at(request, uid, "submit")
    wanted = _all_open(notice) if "all" in request.GET else uids_in(request.POST.getlist("clause"))
    form = DismissForm(request.POST)
    if not form.is_valid() or not wanted:
        return _asked_again(request, notice, wanted, _wrong(form, wanted))
    reason = form.cleaned_data["reason"]
    dismiss_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, reason=reason, at=request.at)
    remember(request, uid, "reopen", _dismissed_words(len(wanted)), wanted)
    return onward(request, notice, wanted)


def _asked_again(request: Request, notice: Notice, wanted: Sequence[UUID], wrong: dict[str, str]) -> HttpResponse:
    """The page from which it was sent, with what was typed and what is wrong."""
    typed = {"chosen": set(wanted), "reason": request.POST.get("reason", ""), "wrong": wrong}
    if request.POST.get("from") == "group":
        return _show_group(request, notice, wanted, **typed)
    return show(request, notice, status=400, **typed)


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
def attach(request: Request, uid: UUID) -> HttpResponse:
    """The chosen clauses go with a task as guidance on how it is done."""
    notice = notice_at(request, uid, "submit")
    wanted, tasks = uids_in(request.POST.getlist("clause")), uids_in([request.POST.get("task", "")])
    if not (wanted and tasks):
        wrong = (
            {"task": _("Choose the task that they go with.")} if wanted else {"clause": _("Choose the clauses first.")}
        )
        return _show_group(request, notice, wanted, chosen=set(wanted), wrong=wrong)
    attach_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, task_uid=tasks[0], at=request.at)
    n = len(wanted)
    words = ngettext("%(n)s clause goes with the task.", "%(n)s clauses go with the task.", n) % {"n": n}
    remember(request, uid, "reopen", words, wanted)
    return onward(request, notice, wanted)


@require_POST
def reclass(request: Request, uid: UUID) -> HttpResponse:
    """The chosen clauses are of another kind."""
    notice = notice_at(request, uid, "submit")
    wanted, kind = uids_in(request.POST.getlist("clause")), request.POST.get("kind", "")
    before = dict(notice.clauses.filter(uid__in=wanted).values_list("uid", "kind"))
    try:
        reclass_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, kind=kind, at=request.at)
    except BadInput as refused:
        wrong = {"kind": sentence(refused.reason) or _("Choose one of those shown.")}
        return _show_group(request, notice, wanted, chosen=set(wanted), wrong=wrong)
    kinds = {str(key): old for key, old in before.items()}
    remember(request, uid, "reclass", _("The kind is changed."), wanted, kinds=kinds)
    return onward(request, notice, wanted, stay=kind == "duty")


@require_POST
def rule(request: Request, uid: UUID) -> HttpResponse:
    """One answer to a rule for all clauses that touch it."""
    notice = notice_at(request, uid, "submit")
    wanted, asked = uids_in(request.POST.getlist("clause")), request.POST
    answer = {"rule": asked.get("rule", ""), "choice": asked.get("choice", ""), "reason": asked.get("reason", "")}
    try:
        rule_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, at=request.at, **answer)
    except BadInput as refused:
        messages.error(request, sentence(refused.reason) or _("This could not be done."))
    else:
        messages.success(
            request,
            _("The rule is answered; the answer is kept.") if answer["choice"] else _("The answer is taken back."),
        )
    return redirect(f"{reverse('workspace:notice', args=[notice.uid])}?show=flagged")


@require_POST
def reopen(request: Request, uid: UUID) -> HttpResponse:
    """A dismissed clause, or one that goes with a task, is to be decided again."""
    wanted = uids_in(request.POST.getlist("clause"))
    reopen_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, at=request.at)
    messages.success(request, _("The clause is open again."))
    return redirect("workspace:notice", uid)


def onward(request: Request, notice: Notice, decided: Sequence[UUID], *, stay: bool = False) -> HttpResponse:
    """From a clause's own page to the next that is open (`then=next`), or back to the clause; else to the plan."""
    if request.POST.get("then") != "next":
        return redirect("workspace:notice", notice.uid)
    if stay:
        return redirect("workspace:clause", notice.uid, decided[0])
    following = next_open(notice, decided[-1] if decided else None)
    if following is None:
        return redirect("workspace:notice", notice.uid)
    return redirect("workspace:clause", notice.uid, following.uid)


def next_open(notice: Notice, after: UUID | None) -> Clause | None:
    """The next clause to decide behind one, else the first of all."""
    waiting = list(notice.clauses.orders().in_state(ClauseState.OPEN).order_by("start").only("uid", "start"))
    here = notice.clauses.filter(uid=after).values_list("start", flat=True).first() if after else None
    return next((c for c in waiting if here is None or c.start > here), waiting[0] if waiting else None)
