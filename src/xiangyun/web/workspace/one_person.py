"""The one-person mode of a unit: everybody sees it; an administrator in a session sets it, with days and a reason."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.people.actions.end_one_person_mode import end_one_person_mode
from xiangyun.people.actions.set_one_person_mode import MOST_REASON, set_one_person_mode
from xiangyun.people.models import OnePersonMode, Role
from xiangyun.people.signoff.modes import check_may_see, may_set
from xiangyun.people.signoff.queries import modes_of
from xiangyun.units.models import Unit
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .signoff_cards import span_words

A_DAY = timedelta(days=1)
MOST_ROWS = 30
AT_FIELD = {
    "reason_needed": "reason",
    "not_text": "reason",
    "mode_begins_too_early": "from_on",
    "mode_is_set": "from_on",
    "mode_ends_first": "last_on",
    "mode_too_long": "last_on",
}


class ModeForm(forms.Form):
    """From which day to which, and why."""

    from_on = forms.DateField()
    last_on = forms.DateField()
    reason = forms.CharField(max_length=MOST_REASON)

    def shown(self, wrong: dict[str, str]) -> list[dict[str, Any]]:
        """The fields as the page draws them."""
        labels = {"from_on": _("First day"), "last_on": _("Last day"), "reason": _("Reason")}
        hints = {"last_on": _("At most a year."), "reason": _("Everybody at the unit and above it can read it.")}
        kinds = {"from_on": "date", "last_on": "date", "reason": "text"}
        return [
            {
                "name": name,
                "label": labels[name],
                "type": kinds[name],
                "hint": hints.get(name, ""),
                "required": True,
                "value": self.data.get(name, "") if self.is_bound else "",
                "error": wrong.get(name, ""),
            }
            for name in labels
        ]

    def wrong(self) -> dict[str, str]:
        """What is wrong with each field as it was typed."""
        dates = _("Write a date, such as 2020-03-20.")
        words = {"from_on": dates, "last_on": dates, "reason": sentence("reason_needed")}
        return {name: words[name] for name in self.errors}


@require_http_methods(["GET", "POST"])
def page(request: Request, unit: UUID) -> HttpResponse:
    """Whether two persons are needed at a unit now, and when they were not; the form for who may set it."""
    found = _unit(request, unit)
    form = ModeForm(request.POST or None)
    wrong = form.wrong() if form.is_bound else {}
    if form.is_bound and not wrong:
        try:
            _set(request, found, form.cleaned_data)
        except BadInput as refused:
            wrong = {AT_FIELD.get(refused.reason, "reason"): sentence(refused.reason)}
        else:
            messages.success(request, _("One-person mode is set."))
            return redirect("workspace:one-person", unit)
    return _show(request, found, form, wrong)


def _unit(request: Request, uid: UUID) -> Unit:
    unit = Unit.objects.visible_to(request.actor).filter(uid=uid).first()
    if unit is None:
        raise NotVisible(kind="unit")
    check_may_see(request.actor, unit, request.at)
    return unit


def _set(request: Request, unit: Unit, given: dict[str, Any]) -> None:
    days = {"from_on": given["from_on"], "to_on": given["last_on"] + A_DAY}
    set_one_person_mode(actor=request.actor, unit=unit, reason=given["reason"], at=request.at, **days)


def _show(request: Request, unit: Unit, form: ModeForm, wrong: dict[str, str]) -> HttpResponse:
    sets, today = may_set(request.actor, unit, request.at), working_date(request.at)
    ends = sets or (request.actor.holds(Role.DIRECTOR) and request.actor.unit_id == unit.pk)
    rows = [_row(mode, today, may_end=ends) for mode in modes_of(request.actor, unit.pk)[:MOST_ROWS]]
    context = {
        "unit": unit,
        "rows": rows,
        "now": next((row for row in rows if row["holds"]), None),
        "may_set": sets,
        "fields": form.shown(wrong),
    }
    return render(request, "workspace/one_person.html", context, status=400 if wrong else 200)


def _row(mode: OnePersonMode, today: date, *, may_end: bool) -> dict[str, Any]:
    return {
        "uid": mode.uid,
        "days": span_words(mode),
        "reason": mode.reason,
        "who": mode.set_by.name if mode.set_by else "–",
        "ended_by": mode.ended_by.name if mode.ended_by else "",
        "holds": mode.from_on <= today < mode.until_on,
        "may_end": may_end and mode.until_on > today,
    }


@require_POST
def end(request: Request, uid: UUID) -> HttpResponse:
    """Two persons are needed again from today."""
    mode = end_one_person_mode(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("One-person mode has ended; two persons are needed again."))
    return redirect("workspace:one-person", mode.unit.uid)
