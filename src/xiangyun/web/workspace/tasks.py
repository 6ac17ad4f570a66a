"""Making a task of clauses, changing it, and taking it out again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotVisible
from xiangyun.notices.actions.remove_task import remove_task
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.proposals import Ground, ground_of, proposal_of
from xiangyun.notices.queries import task_in
from xiangyun.notices.states import ClauseState
from xiangyun.units.models import Unit
from xiangyun.web.shared.requests import Request

from .clause_forms import uids_in
from .clause_rows import row_of
from .clauses import onward
from .notice_rules import lawful_form
from .notice_words import short_name
from .notices import crumbs, notice_at
from .task_fields import groups_of, quotas_of, summary_of
from .task_forms import TaskForm
from .task_guesses import guess_of, guess_of_task
from .task_making import change, make
from .task_offers import offer_for
from .task_reading import reading_of


@require_http_methods(["GET", "POST"])
def new(request: Request, uid: UUID) -> HttpResponse:
    """Who owes what by when for the chosen clauses."""
    notice = notice_at(request, uid, "submit")
    given = request.POST if request.method == "POST" else request.GET
    clauses = list(notice.clauses.order_by("start"))
    wanted = set(uids_in(given.getlist("clause")))
    chosen = [clause for clause in clauses if clause.uid in wanted and clause.state == ClauseState.OPEN]
    if not chosen:
        messages.error(request, _("Choose a clause that is still open."))
        return redirect("workspace:notice", uid)
    today = working_date(request.at)
    made = proposal_of(request.actor, notice, clauses, chosen, request.at)
    offer = offer_for(request.actor, _own_unit(request), today, made=made)
    form = _form(request, notice, guess_of(notice, made, offer, given.get("lawful", "")), offer)
    if form.is_bound and form.is_valid() and make(request, notice, chosen, made, form):
        return onward(request, notice, [clause.uid for clause in chosen])
    sent = {name: given.get(name, "") for name in ("then", "lawful")}
    context = _context(notice, chosen, form, made.ground) | sent | {"instead": lawful_form(sent["lawful"])[1]}
    return render(request, "workspace/task_new.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: Request, uid: UUID, task: UUID) -> HttpResponse:
    """The task as it is, to be changed; its clauses stay."""
    notice = notice_at(request, uid, "submit")
    found = task_in(notice, task)
    offer = offer_for(request.actor, _own_unit(request), working_date(request.at), task=found)
    form = _form(request, notice, guess_of_task(found), offer)
    if form.is_bound and form.is_valid() and change(request, notice, found, form):
        messages.success(request, _("The task is changed."))
        return redirect(f"{reverse('workspace:notice', args=[uid])}#t-{task}")
    clauses = sorted(found.clauses.all(), key=lambda clause: clause.start)
    ground = ground_of(request.actor, notice, request.at)
    context = _context(notice, clauses, form, ground) | {"task": found}
    return render(request, "workspace/task_new.html", context, status=400 if form.errors else 200)


def _form(request: Request, notice: Notice, guess: dict[str, Any], offer: Any) -> TaskForm:
    """What was typed; "check" only reads the words of a deadline and keeps what was typed as a guess."""
    makes = request.POST.get("do") != "check"
    initial = guess if makes else {**guess, **request.POST.dict()}
    typed = request.POST if request.method == "POST" and makes else None
    return TaskForm(typed, offer=offer, issued=notice.issued_on or working_date(request.at), initial=initial)


def _own_unit(request: Request) -> Unit:
    if request.post is None:
        raise NotVisible(kind="unit")
    return request.post.unit


def _context(notice: Notice, clauses: Sequence[Clause], form: TaskForm, ground: Ground) -> dict[str, Any]:
    groups = groups_of(form, clauses)
    page = reverse("workspace:notice", args=[notice.uid])
    typed = form.data if form.is_bound else form.initial
    return {
        "notice": notice,
        "rows": [row_of(notice, clause) for clause in clauses],
        "groups": groups,
        "quotas": quotas_of(form),
        "reading": reading_of(typed, ground),
        "no_forms": not form.offer.forms and not form.offer.drafted,
        "errors": summary_of(form, groups),
        "crumbs": crumbs(_("Make a task"), (short_name(notice), page)),
    }


@require_POST
def remove(request: Request, uid: UUID, task: UUID) -> HttpResponse:
    """The task goes, its clauses are open again."""
    remove_task(actor=request.actor, notice_uid=uid, task_uid=task, at=request.at)
    messages.success(request, _("The task is taken out; its clauses are open again."))
    return redirect("workspace:notice", uid)
