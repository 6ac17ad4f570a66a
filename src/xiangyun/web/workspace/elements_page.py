"""The dictionary of elements: what holds for a unit and which forms ask it; adding and changing entries; a file."""

import csv
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.forms.actions.edit_element import edit_element
from xiangyun.forms.elements import Entry, dictionary_of
from xiangyun.notices.models import WORKERS
from xiangyun.web.shared.requests import Request

from .board_units import safe
from .element_form import KEPT, drawn_fields, entry_from, type_words, validity_words, values_of
from .wording import said

A_PAGE = 30
MOST_WANTED = 40


@require_safe
def listing(request: Request) -> HttpResponse:
    """What holds for the actor's unit, its own first; a search by label, name and unit."""
    wanted = _wanted(request)
    found = _entries(request, wanted)
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": wanted,
        "base": urlencode({"q": wanted}) + "&" if wanted else "",
        "n": len(found),
        "page_of": shown,
        "rows": [_row(entry, request) for entry in shown],
        "may": request.actor.holds("officer"),
    }
    return render(request, "workspace/elements.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """The list as a file for a spreadsheet: UTF-8 with its mark, and no cell that could be a formula."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="elements.csv"'
    writer = csv.writer(answer)
    head = [_("Name in forms"), _("Label"), _("English label"), _("Kind of answer"), _("Unit of measure")]
    writer.writerow([*head, _("Decimal places"), _("Stays valid"), _("Owner"), _("Forms that ask it")])
    for entry in _entries(request, _wanted(request)):
        writer.writerow([safe(cell) for cell in _cells(entry)])
    return answer


def _cells(entry: Entry) -> list[str]:
    e = entry.element
    label = [e.slug, e.label.get("zh-Hans", ""), e.label.get("en", ""), type_words()[e.type], e.unit, str(e.scale)]
    return [*label, validity_words()[e.validity], str(e.owner), "; ".join(map(said, entry.forms))]


def _entries(request: Request, wanted: str) -> list[Entry]:
    if request.actor.role not in WORKERS:
        raise NotAllowed(step="elements")
    return dictionary_of(request.actor, wanted)


def _wanted(request: Request) -> str:
    return request.GET.get("q", "")[:MOST_WANTED].strip()


def _row(entry: Entry, request: Request) -> dict[str, Any]:
    e = entry.element
    is_own = e.owner_id == request.actor.unit_id
    may = is_own and request.actor.holds("officer")
    kind = f"{type_words()[e.type]} ({e.unit})" if e.unit else type_words()[e.type]
    return {
        "label": said(e.label),
        "slug": e.slug,
        "kind": kind,
        "validity": validity_words()[e.validity],
        "owner": "" if is_own else str(e.owner),
        "forms": [said(title) for title in entry.forms],
        "url": reverse("workspace:element", args=[e.uid]) if may else "",
    }


@require_http_methods(["GET", "POST"])
def edit(request: Request, uid: UUID | None = None) -> HttpResponse:
    """A new entry, or one of the own unit's."""
    if not request.actor.holds("officer"):
        raise NotAllowed(step="edit_element")
    known = _known(request, uid) if uid else None
    typed = values_of(known.element if known else None)
    problems: dict[str, str] = {}
    if request.method == "POST":
        typed |= {name: request.POST.get(name, "").strip() for name in typed if not (known and name in KEPT)}
        try:
            edit_element(actor=request.actor, uid=uid, entry=entry_from(typed), at=request.at)
        except BadInput as refused:
            problems = refused.detail.get("fields", {})
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace:elements")
    fields = drawn_fields(typed, problems, is_new=known is None, is_fixed=bool(known and known.is_fixed))
    errors = [{"id": f"f-{field['name']}", "label": field["label"]} for field in fields if field["error"]]
    context = {"known": known, "fields": fields, "errors": errors, "name": said(known.element.label) if known else ""}
    return render(request, "workspace/element.html", context, status=400 if problems else 200)


def _known(request: Request, uid: UUID) -> Entry:
    """An entry that holds for the actor's unit; only its own unit's officers change it."""
    found = next((entry for entry in dictionary_of(request.actor) if entry.element.uid == uid), None)
    if found is None:
        raise NotVisible(kind="element")
    if found.element.owner_id != request.actor.unit_id:
        raise NotAllowed(step="edit_element")
    return found
