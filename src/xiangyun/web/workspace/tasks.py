"""Making a task of clauses, and taking it out again."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.remove_task import remove_task
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.states import ClauseState
from xiangyun.units.models import Unit
from xiangyun.web.shared.requests import Request

from .clauses import uids_in
from .notice_plan import row_of
from .notice_words import short_name
from .notices import crumbs, notice_at
from .task_fields import groups_of, summary_of
from .task_forms import TaskForm, first_guess, offer_for
from .task_reading import reading_of


@require_http_methods(["GET", "POST"])
def new(request: Request, uid: UUID) -> HttpResponse:
    """Who owes what by when for the chosen clauses."""
    notice = notice_at(request, uid, "submit")
    given = request.POST if request.method == "POST" else request.GET
    wanted = uids_in(given.getlist("clause"))
    clauses = list(notice.clauses.in_state(ClauseState.OPEN).filter(uid__in=wanted).order_by("start"))
    if not clauses:
        messages.error(request, _("Choose a clause that is still open."))
        return redirect("workspace:notice", uid)
    today = working_date(request.at)
    offer = offer_for(request.actor, _own_unit(request), today)
    guess, makes = first_guess(notice, clauses, offer, today), request.POST.get("do") != "check"
    initial = guess if makes else {**guess, **request.POST.dict()}
    typed = request.POST if request.method == "POST" and makes else None
    form = TaskForm(typed, offer=offer, issued=notice.issued_on or today, initial=initial)
    if typed is not None and form.is_valid() and _make(request, uid, wanted, form):
        return redirect("workspace:notice", uid)
    read = reading_of(typed or initial, actor=request.actor, issued=notice.issued_on, today=today)
    context = _context(notice, clauses, form) | {"reading": read}
    return render(request, "workspace/task_new.html", context, status=400 if form.errors else 200)


def _own_unit(request: Request) -> Unit:
    if request.post is None:
        raise NotVisible(kind="unit")
    return request.post.unit


def _make(request: Request, uid: UUID, clause_uids: Sequence[UUID], form: TaskForm) -> bool:
    """Whether the task is made; what the domain finds wrong with it goes to the fields."""
    plan = form.plan()
    try:
        make_task(actor=request.actor, notice_uid=uid, clause_uids=clause_uids, plan=plan, at=request.at)
    except BadInput as refused:
        if refused.reason != "task_incomplete":
            raise
        form.take(refused.detail["fields"])
        return False
    messages.success(request, _("The task is made."))
    return True


def _context(notice: Notice, clauses: Sequence[Clause], form: TaskForm) -> dict[str, object]:
    groups = groups_of(form, clauses)
    page = reverse("workspace:notice", args=[notice.uid])
    return {
        "notice": notice,
        "rows": [row_of(notice, clause) for clause in clauses],
        "groups": groups,
        "no_forms": not form.offer.forms,
        "errors": summary_of(form, groups),
        "crumbs": crumbs(_("Make a task"), (short_name(notice), page)),
    }


@require_POST
def remove(request: Request, uid: UUID, task: UUID) -> HttpResponse:
    """The task goes, its clauses are open again."""
    remove_task(actor=request.actor, notice_uid=uid, task_uid=task, at=request.at)
    messages.success(request, _("The task is taken out; its clauses are open again."))
    return redirect("workspace:notice", uid)
