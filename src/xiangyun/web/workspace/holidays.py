"""Holidays and worked weekends of a year: the shipped table with what this site set; setting one more day."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from xiangyun.calendar import NamedDay, shipped_days
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotAllowed
from xiangyun.notices.actions.set_holiday import set_holiday
from xiangyun.notices.events import FIRST_YEAR, LAST_YEAR, HolidayEdit, may_set_holidays
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .task_forms import task_sentence

A_DAY = timedelta(days=1)


class HolidayForm(forms.Form):
    """One day, and whether it is worked."""

    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("off", "off"), ("worked", "worked")])
    name = forms.CharField(max_length=40)
    document = forms.CharField(max_length=120)

    def clean_day(self) -> date:
        """A day of a year that the table may hold."""
        day: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(task_sentence("invalid"), code="invalid")
        return day

    def drawn(self) -> list[dict[str, Any]]:
        """The fields as the page draws them."""
        off, worked = pgettext("day", "off"), pgettext("day", "worked")
        kinds = [{"value": "off", "label": off}, {"value": "worked", "label": worked}]
        rows: list[dict[str, Any]] = [
            {"name": "day", "label": pgettext("holiday", "Day"), "type": "date"},
            {"name": "kind", "label": pgettext("holiday", "It is"), "type": "select_one", "choices": kinds},
            {"name": "name", "label": _("For which holiday"), "type": "text", "max_length": 40},
            {"name": "document", "label": _("Document that orders it"), "type": "text", "max_length": 120},
        ]
        return [
            {**row, "required": True, "value": self[row["name"]].value() or "", "error": self._error(row["name"])}
            for row in rows
        ]

    def _error(self, name: str) -> str:
        found = self.errors.as_data().get(name)
        return task_sentence(found[0].code or "") if found else ""


@require_http_methods(["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """A year's days off and worked weekends; who may set them sees the form."""
    may = may_set_holidays(request.actor)
    if request.method == "POST" and not may:
        raise NotAllowed(step="set_holiday")
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _set(request, form)
    year = _year(request)
    edits = list(HolidayEdit.objects.in_year(year))
    shipped = [named for named in shipped_days() if named.day.year == year]
    context = {
        "year": year,
        "is_known": bool(shipped or edits),
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "rows": _rows(shipped, edits),
        "may": may,
        "fields": form.drawn() if may else [],
        "errors": [{"id": f"f-{f['name']}", "label": f["label"]} for f in form.drawn() if f["error"]],
        "back": request.actor.role != "admin",
    }
    return render(request, "workspace/holidays.html", context, status=400 if form.errors else 200)


def _set(request: Request, form: HolidayForm) -> HttpResponse:
    given = form.cleaned_data
    edit = set_holiday(
        actor=request.actor,
        day=given["day"],
        is_worked=given["kind"] == "worked",
        name=given["name"],
        document=given["document"],
        at=request.at,
    )
    messages.success(request, _("Set. Deadlines that count working days follow; what is closed stays."))
    return redirect(f"{reverse('workspace:holidays')}?year={edit.day.year}")


def _year(request: Request) -> int:
    """The year asked for, or of the day that could not be set; this one unless there is one."""
    asked = request.GET.get("year", "") or request.POST.get("day", "")[:4]
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:9]) <= LAST_YEAR:
        return int(asked)
    return working_date(request.at).year


def _rows(shipped: list[NamedDay], edits: list[HolidayEdit]) -> list[dict[str, Any]]:
    """Days of the same kind in a row as one; what was set here stands by itself with its document."""
    changed = {edit.day for edit in edits}
    kept = [named for named in shipped if named.day not in changed]
    spans = [list(days) for _key, days in groupby(enumerate(kept), key=_run)]
    rows = [_shipped_row([named for _n, named in span]) for span in spans]
    return sorted([*rows, *map(_edit_row, edits)], key=lambda row: row["first"])


def _run(numbered: tuple[int, NamedDay]) -> tuple[date, bool, str]:
    """The same for neighbours: a day, less its place in the list, is."""
    n, named = numbered
    return named.day - n * A_DAY, named.worked, named.name


def _shipped_row(days: list[NamedDay]) -> dict[str, Any]:
    first, last = days[0], days[-1]
    return {
        "first": first.day,
        "days": _span_words(first.day, last.day),
        "worked": first.worked,
        "name": _holiday_words().get(first.name, first.name),
        "n": len(days),
        "document": "",
    }


def _edit_row(edit: HolidayEdit) -> dict[str, Any]:
    return {
        "first": edit.day,
        "days": _span_words(edit.day, edit.day),
        "worked": edit.is_worked,
        "name": edit.name,
        "n": 1,
        "document": edit.document,
    }


def _span_words(first: date, last: date) -> str:
    begins = f"{zhdate(first, 'short')} {zhdate(first, 'weekday')}"
    return begins if first == last else f"{begins} – {zhdate(last, 'short')} {zhdate(last, 'weekday')}"


def _holiday_words() -> dict[str, str]:
    """The names of the shipped table."""
    return {
        "New Year's Day": pgettext("holiday", "New Year's Day"),
        "Spring Festival": pgettext("holiday", "Spring Festival"),
        "Tomb-sweeping Day": pgettext("holiday", "Tomb-sweeping Day"),
        "Labour Day": pgettext("holiday", "Labour Day"),
        "Dragon Boat Festival": pgettext("holiday", "Dragon Boat Festival"),
        "Mid-autumn Festival": pgettext("holiday", "Mid-autumn Festival"),
        "National Day": pgettext("holiday", "National Day"),
    }
