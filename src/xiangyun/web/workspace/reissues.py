"""A notice beside the one it follows: what stays, what changes, what is new, what no longer stands; one by one or at
once for all that agrees."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangyun.calendar import from_plain, shown
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.actions.amend_task import amend_task
from xiangyun.notices.actions.drop_amendment import drop_amendment
from xiangyun.notices.models import Amendment, Clause, Notice, Task
from xiangyun.notices.queries import notice_for
from xiangyun.notices.reissues import Difference, Pair, difference_of, earlier_tasks
from xiangyun.notices.states import ClauseState
from xiangyun.web.shared.middleware import checks_its_texts
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .notice_words import short_name
from .notices import crumbs, is_inside, notice_at
from .wording import in_script, said


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """The difference of duties; in a draft with what may be done about each."""
    notice = _following(request, uid)
    return render(request, "workspace/reissue.html", _context(request, notice))


@checks_its_texts
@require_POST
def amend(request: Request, uid: UUID) -> HttpResponse:
    """Keep, change or lift one earlier task; or with `all` everything that was paired and reads the same."""
    notice = notice_at(request, uid, "submit")
    try:
        with transaction.atomic():
            n = _amend_all(request, notice) if "all" in request.POST else _amend_one(request, notice)
    except BadInput as refused:
        wrong = sentence(refused.reason) or _("This cannot be done so.")
        return render(request, "workspace/reissue.html", _context(request, notice) | {"wrong": wrong}, status=400)
    words = ngettext("%(n)s earlier task is dealt with.", "%(n)s earlier tasks are dealt with.", n)
    messages.success(request, words % {"n": n})
    return redirect("workspace:reissue", uid)


@require_POST
def drop(request: Request, uid: UUID, amendment: UUID) -> HttpResponse:
    """Take back what was planned for one task."""
    drop_amendment(actor=request.actor, notice_uid=uid, amendment_uid=amendment, at=request.at)
    messages.success(request, _("Taken back; its clauses are open again."))
    return redirect("workspace:reissue", uid)


def _following(request: Request, uid: UUID) -> Notice:
    """A notice that follows another; NotVisible for any other, and for who is not of those who draft it."""
    notice = notice_for(request.actor, uid)
    if notice.follows_id is None or not is_inside(notice, request.actor):
        raise NotVisible(kind="notice")
    return notice


def _difference(request: Request, notice: Notice) -> tuple[list[Amendment], Difference]:
    """What is planned already, and the rest paired anew."""
    planned = list(notice.amendments.select_related("task").prefetch_related("clauses").order_by("pk"))
    dealt = {amendment.task_id for amendment in planned}
    tasks = [task for task in earlier_tasks(notice, working_date(request.at)) if task.pk not in dealt]
    still_open = [clause for clause in notice.clauses.all() if clause.state == ClauseState.OPEN]
    return planned, difference_of(notice, still_open, tasks)


def _amend_all(request: Request, notice: Notice) -> int:
    _planned, found = _difference(request, notice)
    for pair in found.kept:
        _amend(request, notice, pair.task.uid, "keep", clause_uids=[pair.clause.uid])
    return len(found.kept)


def _amend_one(request: Request, notice: Notice) -> int:
    _planned, found = _difference(request, notice)
    task, kind = request.POST.get("task", ""), request.POST.get("kind", "")
    pairs = {str(pair.task.uid): pair for pair in (*found.kept, *found.changed)}
    if kind == "lift":
        gone = {str(t.uid): t for t in (*found.gone, *(pair.task for pair in pairs.values()))}
        if task not in gone:
            raise BadInput("no_such_task")
        _amend(request, notice, gone[task].uid, "lift", reason=request.POST.get("reason", ""))
        return 1
    if task not in pairs:
        raise BadInput("no_such_task")
    pair = pairs[task]
    _amend(request, notice, pair.task.uid, kind, clause_uids=[pair.clause.uid], values=_values(pair, kind))
    return 1


def _values(pair: Pair, kind: str) -> dict[str, Any]:
    """The new deadline, and an end that does not come before it."""
    if kind != "change":
        return {}
    values = dict(pair.values)
    day = from_plain(values["deadline"]) if "deadline" in values else None
    on = getattr(day, "on", None)
    if on and on > pair.task.ends_on:
        values["ends_on"] = on.isoformat()
    return values


def _amend(request: Request, notice: Notice, task: UUID, kind: str, **said_of_it: Any) -> None:
    amend_task(actor=request.actor, notice_uid=notice.uid, task_uid=task, kind=kind, at=request.at, **said_of_it)


def _context(request: Request, notice: Notice) -> dict[str, Any]:
    planned, found = _difference(request, notice)
    title = _("What changes")
    return {
        "notice": notice,
        "title": title,
        "editing": notice.state == "draft" and request.actor.holds("officer"),
        "planned": [_planned_row(notice, amendment) for amendment in planned],
        "kept": [_pair_row(notice, pair) for pair in found.kept],
        "changed": [_pair_row(notice, pair) for pair in found.changed],
        "new": [{"number": c.position, "quote": _quote(notice, c)} for c in found.new],
        "gone": [_task_row(task) for task in found.gone],
        "crumbs": crumbs(title, (short_name(notice), reverse("workspace:notice", args=[notice.uid]))),
    }


def _task_row(task: Task) -> dict[str, Any]:
    return {"uid": task.uid, "title": said(task.title), "before": _due(task.deadline)}


def _pair_row(notice: Notice, pair: Pair) -> dict[str, Any]:
    after = pair.values.get("deadline")
    return _task_row(pair.task) | {
        "number": pair.clause.position,
        "quote": _quote(notice, pair.clause),
        "after": _due(after) if after else "",
    }


def _planned_row(notice: Notice, amendment: Amendment) -> dict[str, Any]:
    kinds = {
        "keep": _("stays as it is"),
        "change": _("is changed"),
        "lift": _("is lifted"),
    }
    clauses: Sequence[Clause] = list(amendment.clauses.all())
    after = amendment.values.get("deadline")
    before = amendment.before.get("deadline", amendment.task.deadline)
    return {
        "amendment": amendment.uid,
        "title": said(amendment.task.title),
        "kind": kinds[amendment.kind],
        "before": _due(before),
        "after": _due(after) if after else "",
        "reason": amendment.reason,
        "quotes": [_quote(notice, clause) for clause in clauses],
    }


def _due(plain: Any) -> str:
    return in_script(shown(from_plain(plain)))


def _quote(notice: Notice, clause: Clause) -> str:
    return notice.text[clause.start : clause.end]
