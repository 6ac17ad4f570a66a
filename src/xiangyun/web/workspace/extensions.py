"""More time by name: who has it; giving it to several at once, with a look at how many it reaches."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from xiangyun.core.errors import BadInput, Conflict, NotAllowed, NotVisible
from xiangyun.notices.actions.extend_deadline import extend_deadline
from xiangyun.notices.extensions import Reached, check_grant, given_below, may_extend, open_period, reached_by
from xiangyun.notices.models import WORKERS, Task, TaskPeriod
from xiangyun.units.parents import names_above
from xiangyun.web.shared.middleware import checks_its_texts
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import number

from .board_words import deadline_words, period_words
from .extension_forms import MoreTimeForm, picker_of
from .notice_words import short_name
from .notices import crumbs
from .wording import said

A_PAGE = 50


@require_safe
def listing(request: Request, uid: UUID) -> HttpResponse:
    """Who of one's own subtree has more time, up to when and why, in every period that is open."""
    task = _task(request, uid)
    shown = Paginator(given_below(request.actor, task), A_PAGE).get_page(request.GET.get("page"))
    above = names_above(more.path for more in shown)
    context = {
        "task": task,
        "title": _("More time"),
        "task_title": said(task.title),
        "found": shown,
        "rows": [_row(more, above) for more in shown],
        "give_url": reverse("workspace:more-time-give", args=[uid]) if may_extend(task, request.actor) else "",
        "board_url": reverse("workspace:board", args=[uid]),
        "crumbs": _crumbs(task, _("More time")),
    }
    return render(request, "workspace/more_time.html", context)


def _task(request: Request, uid: UUID) -> Task:
    if request.actor.role not in WORKERS:
        raise NotVisible(kind="task")
    task = Task.objects.visible_to(request.actor).published().select_related("notice__owner").filter(uid=uid).first()
    if task is None:
        raise NotVisible(kind="task")
    return task


def _row(more: Any, above: dict[str, str]) -> dict[str, Any]:
    return {
        "name": str(more.unit),
        "above": above.get(more.path, ""),
        "url": reverse("workspace:unit", args=[more.unit.uid]),
        "period": period_words(more.period),
        "until": more.due_at,
        "was": more.period.due_at,
        "reason": more.reason,
    }


@checks_its_texts
@require_http_methods(["GET", "POST"])
def give(request: Request, uid: UUID) -> HttpResponse:
    """Filled in (`do=find` looks for units), looked at (`do=preview`), given (`do=apply`)."""
    task = _task(request, uid)
    if not may_extend(task, request.actor):
        raise NotAllowed(step="extend_deadline")
    periods = list(TaskPeriod.objects.of_tasks([task.pk]).open_at(request.at))
    for period in periods:
        period.task = task
    do = request.POST.get("do", "")
    bound = request.POST if do in {"preview", "apply"} else None
    form = MoreTimeForm(bound, periods=periods, initial=request.POST.dict())
    if form.is_bound and form.is_valid():
        try:
            return _apply(request, form, task) if do == "apply" else _preview(request, form, task)
        except BadInput as refused:
            form.take(refused)
        except Conflict:
            return _preview(request, form, task, status=409)
    return _filled_in(request, form, task, periods)


def _filled_in(request: Request, form: MoreTimeForm, task: Task, periods: list[TaskPeriod]) -> HttpResponse:
    fields = form.drawn()
    picker = picker_of(request, task, error=form.error_of("picked"))
    wrong = [{"id": f"f-{f['name']}", "label": f["label"]} for f in [*fields, picker] if f["error"]]
    context = {
        "task": task,
        "title": _("Give more time"),
        "task_title": said(task.title),
        "deadline": deadline_words(periods[0], request.at) if len(periods) == 1 else "",
        "closed": not periods,
        "fields": fields,
        "picker": picker,
        "answered_too": form["answered_too"].value(),
        "errors": wrong,
        "crumbs": _crumbs(task, _("Give more time"), (_("More time"), reverse("workspace:more-time", args=[task.uid]))),
    }
    return render(request, "workspace/more_time_give.html", context, status=400 if form.errors else 200)


def _preview(request: Request, form: MoreTimeForm, task: Task, *, status: int = 200) -> HttpResponse:
    """How many would get it; nothing is written. Shown again where somebody answered meanwhile."""
    period, more = open_period(request.actor, form.period_uid(), request.at), form.more_time()
    check_grant(period, more, request.at)
    found = reached_by(period, more, request.at)
    if not found.given:
        raise BadInput("nobody_gets_it")
    context = {
        "task": task,
        "title": _("This is what it does"),
        "task_title": said(task.title),
        "period": period_words(period),
        "was": period.due_at,
        "on": more.due_on,
        "reason": more.reason,
        "found": found,
        "words": _reached_words(found),
        "given": form.hidden(),
        "moved_on": status == 409,
        "crumbs": _crumbs(task, _("Give more time")),
    }
    return render(request, "workspace/more_time_preview.html", context, status=status)


def _reached_words(found: Reached) -> list[str]:
    counted = [
        (found.given, ngettext("%(n)s unit gets more time", "%(n)s units get more time", found.given)),
        (found.answered, ngettext("%(n)s has answered already", "%(n)s have answered already", found.answered)),
        (found.kept, ngettext("%(n)s has as much time already", "%(n)s have as much time already", found.kept)),
    ]
    return [words % {"n": number(n)} for n, words in counted if n]


def _apply(request: Request, form: MoreTimeForm, task: Task) -> HttpResponse:
    expected = form.cleaned_data["expected"] or 0
    found = extend_deadline(
        actor=request.actor, period_uid=form.period_uid(), more=form.more_time(), expected=expected, at=request.at
    )
    says = ngettext("%(n)s unit has more time.", "%(n)s units have more time.", found.given)
    messages.success(request, says % {"n": number(found.given)})
    return redirect("workspace:more-time", task.uid)


def _crumbs(task: Task, last: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(last, (short_name(task.notice), reverse("workspace:notice", args=[task.notice.uid])), *between)
