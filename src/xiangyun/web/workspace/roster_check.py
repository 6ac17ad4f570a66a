"""The roster check: our roster beside the cloud's list, body by body. Lists only: no rate, no order, no target."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.people.actions.answer_same_person import answer_same_person
from xiangyun.people.actions.export_roster_check import export_roster_check
from xiangyun.people.masking import name_for, sees_in_full
from xiangyun.people.models.roster import CLOUD_ANSWERERS, CLOUD_LOADERS, INVITERS
from xiangyun.people.queries.rosters import check_of, newest_list, own_path
from xiangyun.people.roster.checking import Body, Check, Doubt, Person
from xiangyun.sheets import Column, write_sheet
from xiangyun.units.models import Unit
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .invitations import xlsx_answer
from .roster_words import doubt_word

PAGE = 30
NOWHERE = 100


@require_safe
def page(request: Request) -> HttpResponse:
    """Who is on both lists, not on the cloud yet, only on the cloud, or to be cleared up."""
    day = working_date(request.at)
    path = own_path(request.actor, day)
    found = newest_list(path)
    context: dict[str, Any] = {
        "list": found,
        "may_load": request.actor.holds(*INVITERS),
        "may_load_cloud": request.actor.holds(*CLOUD_LOADERS),
        "may_answer": request.actor.holds(*CLOUD_ANSWERERS),
    }
    if found is not None:
        check = check_of(path, found, day)
        units = Paginator(_units(check, day), PAGE).get_page(request.GET.get("page"))
        context |= {
            "found": units,
            "figures": _figures(check),
            "bodies": [_body(unit, check.bodies[unit.pk], request) for unit in units],
            "nowhere": [_nowhere(person) for person in check.nowhere[:NOWHERE]],
            "nowhere_count": len(check.nowhere),
        }
    return render(request, "workspace/rosters.html", context)


def _units(check: Check, day: date) -> list[Unit]:
    """The bodies that either list names, in the order of the official list; those with a question before the others."""
    units = Unit.objects.placed(day).filter(pk__in=list(check.bodies)).in_list_order()
    return sorted(units, key=lambda unit: not check.bodies[unit.pk].doubts)


def _figures(check: Check) -> list[dict[str, Any]]:
    bodies = check.bodies.values()
    return [
        {"label": _("on both lists"), "value": sum(len(b.both) for b in bodies)},
        {"label": _("not on the cloud yet"), "value": sum(len(b.not_yet) for b in bodies)},
        {"label": _("only on the cloud"), "value": sum(len(b.only_cloud) for b in bodies)},
        {"label": _("to be cleared up"), "value": sum(len(b.doubts) for b in bodies) + len(check.nowhere)},
    ]


def _body(unit: Unit, body: Body, request: Request) -> dict[str, Any]:
    full = sees_in_full(request.actor.paths, unit.path)
    return {
        "unit": unit,
        "both": _names(body.both, full=full),
        "not_yet": _names(body.not_yet, full=full),
        "only_cloud": _names(body.only_cloud, full=full),
        "doubts": [_doubt(doubt, full=full) for doubt in body.doubts],
    }


def _names(people: list[Person], *, full: bool) -> list[str]:
    return [name_for(person.name, full=full) for person in people]


def _who(person: Person, *, full: bool) -> str:
    return " ".join(filter(None, [name_for(person.name, full=full), person.masked]))


def _doubt(doubt: Doubt, *, full: bool) -> dict[str, Any]:
    return {
        "theirs": _who(doubt.theirs, full=full),
        "ident": doubt.theirs.ident,
        "why": doubt_word(doubt.why),
        "could_be": [{"ident": p.ident, "who": _who(p, full=full)} for p in doubt.could_be],
    }


def _nowhere(person: Person) -> str:
    """Whose unit nobody knows here: masked, since nobody knows either who may see the name."""
    return _who(person, full=False)


@require_POST
def answer(request: Request) -> HttpResponse:
    """The same person, or another."""
    answer_same_person(
        actor=request.actor,
        ours=request.POST.get("ours", "")[:64],
        theirs=request.POST.get("theirs", "")[:64],
        is_same=request.POST.get("is_same") == "yes",
        at=request.at,
    )
    messages.success(request, _("Noted, for this list and later ones."))
    return redirect("workspace:rosters")


@require_POST
def export(request: Request) -> HttpResponse:
    """The check as a table; the log keeps who took it."""
    found, check = export_roster_check(actor=request.actor, at=request.at)
    columns = [Column(_("Unit"), 34), Column(_("Name"), 14), Column(_("Number"), 18), Column(_("State"), 26)]
    rows = [row for unit in _units(check, working_date(request.at)) for row in _rows(unit, check, request)]
    rows += [("", name_for(p.name, full=False), p.masked, _("unit not known here")) for p in check.nowhere]
    says = _("The cloud's list as of %(day)s") % {"day": zhdate(found.as_of, "year")}
    return xlsx_answer(write_sheet(_("Roster check"), columns, rows, says), "roster-check.xlsx")


def _rows(unit: Unit, check: Check, request: Request) -> list[tuple[str, str, str, str]]:
    body, full = check.bodies[unit.pk], sees_in_full(request.actor.paths, unit.path)
    states = [
        (body.both, _("on both lists")),
        (body.not_yet, _("not on the cloud yet")),
        (body.only_cloud, _("only on the cloud")),
        ([doubt.theirs for doubt in body.doubts], _("to be cleared up")),
    ]
    return [(str(unit), name_for(p.name, full=full), p.masked, word) for people, word in states for p in people]
