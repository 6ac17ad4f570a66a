"""The officer's roster: its template, a table put in with a preview, and who is on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, DomainError, NotAllowed
from xiangyun.people.actions.load_roster import Loaded, load_roster
from xiangyun.people.actions.remove_from_roster import remove_from_roster
from xiangyun.people.masking import name_for, phone_for, sees_in_full
from xiangyun.people.models import RosterEntry
from xiangyun.people.models.roster import CLOUD_LOADERS, INVITERS
from xiangyun.people.queries.rosters import own_path, places_within
from xiangyun.people.roster.lines import Line, Roster, read_roster, unit_texts
from xiangyun.sheets import Column, write_sheet
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .invitations import xlsx_answer
from .roster_words import fault_word
from .unit_page import role_words
from .uploads import Rows, packed, table_in, unpacked

PAGE = 100
SHOWN = 200
GIVEN_BY_LIST = ("reporter", "reviewer", "officer", "director", "expert")


@require_safe
def people(request: Request) -> HttpResponse:
    """Who is on the roster at and below the own unit."""
    day = working_date(request.at)
    path = own_path(request.actor, day)
    entries = RosterEntry.objects.visible_to(request.actor).within(path).order_by("unit__sort_key", "unit", "pk")
    found = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    placed = Unit.objects.placed(day).filter(pk__in={entry.unit_id for entry in found})
    units = {unit.pk: unit for unit in placed}
    context = {
        "found": found,
        "rows": [_entry(entry, units.get(entry.unit_id), request) for entry in found],
        "may_load": request.actor.holds(*INVITERS),
        "may_remove": request.actor.holds(*CLOUD_LOADERS),
    }
    return render(request, "workspace/roster_people.html", context)


def _entry(entry: RosterEntry, unit: Unit | None, request: Request) -> dict[str, Any]:
    full = unit is not None and sees_in_full(request.actor.paths, unit.path)
    name, phone = name_for(entry.name, full=full), phone_for(entry.phone, full=full)
    return {"uid": entry.uid, "unit": unit or "–", "name": name, "phone": phone}


@require_POST
def remove(request: Request, uid: UUID) -> HttpResponse:
    """Who left is taken off."""
    remove_from_roster(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("Taken off the roster."))
    return redirect("workspace:roster-people")


@require_safe
def template(request: Request) -> HttpResponse:
    """An empty table to be filled in."""
    _check(request)
    words = role_words()
    columns = [
        Column(_("Unit (code or name)"), 40),
        Column(_("Name of the person"), 16),
        Column(_("Mobile phone"), 18),
        Column(_("Role"), 14, [words[role] for role in GIVEN_BY_LIST]),
    ]
    unit = request.post.unit if request.post else None
    says = _("One person a row. Write units with those above them, such as county/township/village; leave the role "
             "empty for people who only stand on the roster. This row may stay.")  # fmt: skip
    rows = [[str(unit.name) if unit else "", "", "", ""]]
    return xlsx_answer(write_sheet(_("Roster"), columns, rows, says), "roster.xlsx")


def _check(request: Request) -> None:
    if not request.actor.holds(*INVITERS):
        raise NotAllowed(step="load_roster")


@require_http_methods(["GET", "POST"])
def load(request: Request) -> HttpResponse:
    """Choose a table; then what it would make, or what is wrong in which row."""
    _check(request)
    if request.method == "GET":
        return render(request, "workspace/roster_load.html", {})
    try:
        rows = table_in(request).rows
        return _preview(request, rows, _read(request, rows))
    except BadInput as refused:
        return render(request, "workspace/roster_load.html", {"error": sentence(refused.reason)}, status=400)


def _read(request: Request, rows: Rows) -> Roster:
    day = working_date(request.at)
    return read_roster(rows, places_within(path_of(request.actor.own_unit, day), day, unit_texts(rows)))


def _preview(request: Request, rows: Rows, found: Roster, error: str = "") -> HttpResponse:
    units = Unit.objects.visible_to(request.actor).in_bulk({line.unit for line in found.lines[:SHOWN]})
    words = role_words()
    context = {
        "error": error,
        "faults": [
            {"row": f.row, "column": f.column, "text": f.text, "word": fault_word(f)} for f in found.faults[:SHOWN]
        ],
        "fault_count": len(found.faults),
        "lines": [_line(line, units, words) for line in found.lines[:SHOWN]],
        "line_count": len(found.lines),
        "with_post": sum(bool(line.role) for line in found.lines),
        "rows": "" if found.faults or error else packed(rows),
    }
    is_bad = bool(found.faults or error or not found.lines)
    return render(request, "workspace/roster_preview.html", context, status=400 if is_bad else 200)


def _line(line: Line, units: dict[int, Unit], words: dict[str, str]) -> dict[str, Any]:
    return {
        "row": line.row,
        "unit": str(units[line.unit]),
        "name": line.name,
        "phone": line.phone,
        "role": words[line.role] if line.role else _("on the roster only"),
    }


@require_POST
def apply(request: Request) -> HttpResponse:
    """All rows or none."""
    _check(request)
    rows = unpacked(request)
    found = _read(request, rows)
    if found.faults:
        return _preview(request, rows, found)
    try:
        loaded = load_roster(actor=request.actor, lines=found.lines, at=request.at)
    except DomainError as refused:
        row = refused.detail.get("row")
        where = _("Row %(row)s: ") % {"row": row} if row else ""
        return _preview(request, rows, found, error=where + sentence(refused.reason))
    messages.success(request, _said(loaded))
    return redirect("workspace:invitations" if loaded.invitations else "workspace:roster-people")


def _said(loaded: Loaded) -> str:
    if not (loaded.people or loaded.invitations):
        return _("Everybody in the table was known already; nothing was changed.")
    people = ngettext("%(n)s new person", "%(n)s new people", loaded.people) % {"n": loaded.people}
    made = ngettext("%(n)s invitation", "%(n)s invitations", loaded.invitations) % {"n": loaded.invitations}
    return _("Loaded: %(people)s, %(invitations)s.") % {"people": people, "invitations": made}
