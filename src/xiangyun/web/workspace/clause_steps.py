"""Answering a rule for one clause; joining two clauses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.join_clauses import join_clauses
from xiangyun.notices.actions.rule_clause import rule_clause
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.states import ClauseState
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .clause_forms import uids_in
from .clause_page import clause_in
from .clause_undo import remember
from .clauses import next_open
from .notice_rules import lawful_title, ruled
from .notices import notice_at


@require_POST
def rule(request: Request, uid: UUID, clause: UUID) -> HttpResponse:
    """Done by its lawful form, or kept with a reason; a blank answer takes it back. The lawful form comes next."""
    notice, asked = notice_at(request, uid, "submit"), request.POST
    answer = {"rule": asked.get("rule", ""), "choice": asked.get("choice", ""), "reason": asked.get("reason", "")}
    try:
        rule_clause(actor=request.actor, notice_uid=uid, clause_uid=clause, at=request.at, **answer)
    except BadInput as refused:
        messages.error(request, sentence(refused.reason) or _("This could not be done."))
        return redirect("workspace:clause", uid, clause)
    if answer["choice"] != "lawful":
        messages.success(
            request,
            _("The rule is answered; the answer is kept.") if answer["choice"] else _("The answer is taken back."),
        )
        return redirect("workspace:clause", uid, clause)
    return _lawfully(request, notice, clause, answer["rule"])


def _lawfully(request: Request, notice: Notice, uid: UUID, rule: str) -> HttpResponse:
    """What is simply not asked is dismissed; else the lawful form is a task to be filled in, once all is answered."""
    clauses = list(notice.clauses.order_by("start"))
    this = clause_in(clauses, uid)
    here = redirect("workspace:clause", notice.uid, uid)
    if this.state != ClauseState.OPEN or ruled(notice, clauses).waiting.get(this.pk):
        messages.success(request, _("The rule is answered; the answer is kept."))
        return here
    if request.POST.get("drop"):
        return _dropped(request, notice, this, rule)
    return redirect(f"{reverse('workspace:task-new', args=[notice.uid])}?clause={uid}&lawful={rule}&then=next")


def _dropped(request: Request, notice: Notice, this: Clause, rule: str) -> HttpResponse:
    reason = lawful_title(rule)
    dismiss_clauses(actor=request.actor, notice_uid=notice.uid, clause_uids=[this.uid], reason=reason, at=request.at)
    words = _("Clause %(no)s makes no task: %(reason)s") % {"no": this.position, "reason": reason}
    remember(request, notice.uid, "reopen", words, [this.uid])
    following = next_open(notice, this.uid)
    if following is None:
        return redirect("workspace:notice", notice.uid)
    return redirect("workspace:clause", notice.uid, following.uid)


@require_POST
def join(request: Request, uid: UUID) -> HttpResponse:
    """Two open clauses that follow each other become one."""
    notice_at(request, uid, "submit")
    wanted = uids_in(request.POST.getlist("clause"))
    try:
        joined = join_clauses(actor=request.actor, notice_uid=uid, clause_uids=wanted, at=request.at)
    except BadInput as refused:
        messages.error(
            request, sentence(refused.reason) or _("Only open clauses that follow each other can be joined.")
        )
        return redirect("workspace:notice", uid)
    messages.success(request, _("They are one clause now."))
    return redirect("workspace:clause", uid, joined.uid)
