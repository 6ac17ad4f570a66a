"""Pinning the day that a task's words leave open, or that another body set since."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangyun.calendar import Delegated, Pinned, resolve, shown
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.notices.actions.pin_deadline import pin_deadline
from xiangyun.notices.almanac import calendar_for
from xiangyun.notices.events import MOST_DOCUMENT
from xiangyun.notices.models import Task
from xiangyun.notices.periods import deadline_of
from xiangyun.notices.pinning import is_open, may_pin, vague_of
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .deadline_words import range_words, reason_words
from .notice_words import short_name
from .notices import crumbs
from .task_forms import task_sentence
from .wording import in_script, said

FIELD_OF = {"document_needed": "document", "document_has_marks": "document", "too_long": "document"}


class DayForm(forms.Form):
    """The day, and the document that sets it where another body does."""

    on = forms.DateField()
    document = forms.CharField(required=False, max_length=MOST_DOCUMENT)

    def drawn(self, *, needs_document: bool, hint: str) -> list[dict[str, Any]]:
        """The fields as the page draws them; only a day set elsewhere has a document."""
        rows: list[dict[str, Any]] = [{"name": "on", "label": _("Due day"), "type": "date", "hint": hint}]
        if needs_document:
            label = _("Document that sets the day")
            rows.append({"name": "document", "label": label, "type": "text", "max_length": MOST_DOCUMENT})
        return [
            {**row, "required": True, "value": self._value(row["name"]), "error": self._error(row["name"])}
            for row in rows
        ]

    def _value(self, name: str) -> Any:
        value = self[name].value()
        return value.isoformat() if hasattr(value, "isoformat") else (value or "")

    def _error(self, name: str) -> str:
        found = self.errors.as_data().get(name)
        if not found:
            return ""
        return task_sentence(found[0].code) if found[0].code else str(found[0].message)


@require_http_methods(["GET", "POST"])
def pin(request: Request, uid: UUID, task: UUID) -> HttpResponse:
    """The task's own words, and the day that holds for them; the units see both."""
    found = _task(request, uid, task)
    back = f"{reverse('workspace:notice', args=[uid])}#t-{task}"
    if not is_open(found):
        messages.error(request, sentence("nothing_to_pin"))
        return redirect(back)
    form = DayForm(request.POST or None, initial=_known(found))
    if request.method == "POST" and form.is_valid() and _pinned(request, found, form):
        messages.success(request, _("The day is pinned; the units see it beside the words."))
        return redirect(back)
    context = _context(request, found, form) | {"back": back}
    return render(request, "workspace/task_day.html", context, status=400 if form.errors else 200)


def _task(request: Request, uid: UUID, task: UUID) -> Task:
    seen = Task.objects.visible_to(request.actor).select_related("notice__owner")
    found = seen.filter(uid=task, notice__uid=uid).first()
    if found is None:
        raise NotVisible(kind="task")
    if not may_pin(found, request.actor):
        raise NotAllowed(step="pin_deadline")
    return found


def _known(task: Task) -> dict[str, Any]:
    """The day that is pinned now, to be corrected."""
    deadline = deadline_of(task)
    return {"on": deadline.on, "document": deadline.document} if isinstance(deadline, Pinned) else {}


def _pinned(request: Request, task: Task, form: DayForm) -> bool:
    """Whether the day is pinned; what the domain refuses goes to its field."""
    given = form.cleaned_data
    try:
        pin_deadline(actor=request.actor, task_uid=task.uid, on=given["on"], document=given["document"], at=request.at)
    except BadInput as refused:
        form.add_error(FIELD_OF.get(refused.reason, "on"), sentence(refused.reason))
        return False
    return True


def _context(request: Request, task: Task, form: DayForm) -> dict[str, Any]:
    vague = vague_of(deadline_of(task))
    known = calendar_for(task, working_date(request.at))
    due = resolve(vague, events=known.events, workdays=known.workdays, at=task.starts_on) if vague else None
    fields = form.drawn(needs_document=isinstance(vague, Delegated), hint=range_words(due) if due else "")
    title = _("Pin the day")
    page = reverse("workspace:notice", args=[task.notice.uid])
    return {
        "title": title,
        "task_title": said(task.title),
        "words": in_script(shown(vague)) if vague else "",
        "why": reason_words(due) if due else "",
        "fields": fields,
        "errors": [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["error"]],
        "crumbs": crumbs(title, (short_name(task.notice), page)),
    }
