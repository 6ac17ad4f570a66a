"""What all tasks in force take of each village: bars beside the cap, every task, the reviewers; setting the cap."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.notices.actions.give_reason_over_cap import give_reason_over_cap
from xiangyun.notices.actions.set_cap import MOST_DOCUMENT, MOST_MINUTES, set_cap
from xiangyun.notices.burden import Burden, burden_of
from xiangyun.notices.models import WORKERS, Notice
from xiangyun.notices.queries import notice_for
from xiangyun.notices.states import NoticeState
from xiangyun.units.models import Unit
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .burden_words import gauge_of, line_row, reviewing_figures
from .notice_words import notice_name, short_name
from .notices import crumbs, is_inside
from .task_forms import task_sentence

MOST_REASON = 300


@require_safe
def page(request: Request) -> HttpResponse:
    """The burden of the villages below one's own unit, or below one of those under it (`?unit=`)."""
    unit = _unit(request)
    burden = burden_of(unit.pk, working_date(request.at), path=unit.path)
    context = {"unit": unit, "may_cap": _may_cap(request) and unit.pk == request.actor.unit_id}
    return _show(request, burden, context)


@require_http_methods(["GET", "POST"])
def of_notice(request: Request, uid: UUID) -> HttpResponse:
    """The same with a draft: before it, with its tasks, and as its text orders; a post says why it is over the cap."""
    notice = notice_for(request.actor, uid)
    if not is_inside(notice, request.actor):
        raise NotAllowed(step="burden")
    if request.method == "POST":
        return _reason(request, notice)
    return _show_notice(request, notice)


def _show_notice(request: Request, notice: Notice, *, error: str = "", typed: str = "") -> HttpResponse:
    coming = notice if notice.state != NoticeState.PUBLISHED else None
    burden = burden_of(notice.owner_id, working_date(request.at), coming)
    is_draft = notice.state == NoticeState.DRAFT
    may_say = is_draft and request.actor.holds("officer") and (burden.brings_over or bool(error))
    context = {
        "unit": notice.owner,
        "notice": notice,
        "crumbs": crumbs(
            _("Asked of each village"), (short_name(notice), reverse("workspace:notice", args=[notice.uid]))
        ),
        "name": notice_name(notice),
        "reason": _reason_field(typed or notice.over_cap_reason, error) if may_say else None,
        "errors": [{"id": "f-reason", "label": _("Why so much is asked")}] if error else [],
    }
    return _show(request, burden, context, coming, status=400 if error else 200)


def _reason(request: Request, notice: Notice) -> HttpResponse:
    typed = request.POST.get("reason", "")
    try:
        give_reason_over_cap(actor=request.actor, notice_uid=notice.uid, reason=typed, at=request.at)
    except BadInput as refused:
        return _show_notice(request, notice, error=sentence(refused.reason), typed=typed)
    messages.success(request, _("Saved. It stands with the notice, and who signs it reads it."))
    return redirect("workspace:notice", notice.uid)


@require_POST
def cap(request: Request) -> HttpResponse:
    """Set the cap of one's own bureau; what is wrong is said at its field."""
    typed = {name: request.POST.get(name, "").strip() for name in ("minutes", "document")}
    minutes = int(typed["minutes"]) if typed["minutes"].isascii() and typed["minutes"].isdigit() else 0
    try:
        set_cap(actor=request.actor, minutes=min(minutes, 10**6), document=typed["document"], at=request.at)
    except BadInput as refused:
        unit = _unit(request)
        burden = burden_of(unit.pk, working_date(request.at), path=unit.path)
        context = {"unit": unit, "may_cap": True, "typed": typed, "problems": refused.detail.get("fields", {})}
        return _show(request, burden, context, status=400)
    messages.success(request, _("Set. It counts from now on, also for notices in the making."))
    return redirect("workspace:burden")


def _unit(request: Request) -> Unit:
    """One's own unit, or one below it; nobody else's burden is shown."""
    actor, asked = request.actor, request.GET.get("unit", "")
    if actor.role not in WORKERS or actor.unit_id is None:
        raise NotAllowed(step="burden")
    try:
        wanted = {"uid": UUID(asked)} if asked else {"pk": actor.unit_id}
    except ValueError:
        raise NotVisible(kind="unit") from None
    unit = Unit.objects.visible_to(actor).placed(working_date(request.at)).filter(**wanted).first()
    if unit is None or not unit.path.startswith(actor.paths or ("~",)):
        raise NotVisible(kind="unit")
    return unit


def _may_cap(request: Request) -> bool:
    return request.actor.holds("officer", "director")


def _show(
    request: Request, burden: Burden, context: dict[str, Any], draft: Notice | None = None, status: int = 200
) -> HttpResponse:
    station = burden.reviewing.most_id if "notice" not in context else None
    most_at = Unit.objects.visible_to(request.actor).filter(pk=station).first() if station else None
    shown = {
        "burden": burden,
        "gauge": gauge_of(burden, draft),
        "rows": [line_row(line) for line in burden.lines],
        "reviewing": reviewing_figures(burden, str(most_at or "")),
        "fields": _fields(burden, context) if context.get("may_cap") else [],
        **context,
    }
    shown.setdefault("errors", [{"id": f"f-{f['name']}", "label": f["label"]} for f in shown["fields"] if f["error"]])
    return render(request, "workspace/burden.html", shown, status=status)


def _fields(burden: Burden, context: dict[str, Any]) -> list[dict[str, Any]]:
    own = burden.cap if burden.cap and burden.cap.owner_id == context["unit"].pk else None
    known = {"minutes": own.minutes if own else "", "document": own.document if own else ""}
    typed, problems = context.get("typed", known), context.get("problems", {})
    minutes: dict[str, Any] = {
        "label": _("Minutes a week that one village is asked at most"),
        "type": "integer",
        "unit": _("minutes"),
    }
    document: dict[str, Any] = {"label": _("Document that sets this"), "type": "text", "max_length": MOST_DOCUMENT}
    drawn = {"minutes": minutes, "document": document}
    return [
        {**row, "name": name, "required": True, "value": typed[name], "error": _problem(name, problems.get(name, ""))}
        for name, row in drawn.items()
    ]


def _problem(name: str, code: str) -> str:
    if name == "minutes" and code:
        return _("Write between 1 and %(most)s minutes.") % {"most": MOST_MINUTES}
    return task_sentence(code) if code else ""


def _reason_field(value: str, error: str) -> dict[str, Any]:
    return {
        "name": "reason",
        "label": _("Why so much is asked"),
        "hint": _("Who signs the notice reads it, and it is kept."),
        "type": "text",
        "long": True,
        "max_length": MOST_REASON,
        "required": True,
        "value": value,
        "error": error,
    }
