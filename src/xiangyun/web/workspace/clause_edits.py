"""Saying a clause otherwise, cutting it in two, adding one that the reading left out."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.add_clause import add_clause
from xiangyun.notices.actions.edit_clause import edit_clause
from xiangyun.notices.actions.split_clause import split_clause
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.states import ORDERS
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .clause_forms import choices_of, edit_of, fields_of, quantity_rows, read_words
from .clause_page import clause_in
from .clause_rows import row_of
from .clause_words import kind_says, kind_word
from .notice_words import short_name
from .notices import crumbs, notice_at

_PIECE = re.compile(r"[^，,；;、。：:\n]+[，,；;、。：:\n]*")
MOST_PIECES = 400
LEAST = 4
"""Characters that a stretch outside all clauses must have to be offered."""


def _clause(notice: Notice, uid: UUID) -> Clause:
    return clause_in(list(notice.clauses.filter(uid=uid)), uid)


def _trail(notice: Notice, label: str) -> list[dict[str, str]]:
    return crumbs(label, (short_name(notice), reverse("workspace:notice", args=[notice.uid])))


@require_http_methods(["GET", "POST"])
def edit(request: Request, uid: UUID, clause: UUID) -> HttpResponse:
    """Who, by when, how much, to whom, with what proof, under which condition; as read and as said."""
    notice = notice_at(request, uid, "submit")
    this = _clause(notice, clause)
    wrong: dict[str, str] = {}
    said = this.said
    if request.method == "POST":
        said, wrong = edit_of(request.POST.dict(), request.POST.getlist("evidence"), notice.issued_on)
        if "back" in request.POST:
            said, wrong = {}, {}
        wrong = wrong or _edited(request, notice, this, said)
        if not wrong:
            messages.success(request, _("It is said so now.") if said else _("It is as it was read again."))
            return redirect("workspace:clause", uid, clause)
    context = _edit_context(notice, this, said, wrong)
    return render(request, "workspace/clause_edit.html", context, status=400 if wrong else 200)


def _edited(request: Request, notice: Notice, this: Clause, said: dict[str, Any]) -> dict[str, str]:
    """What the domain finds wrong with it, by field."""
    try:
        edit_clause(actor=request.actor, notice_uid=notice.uid, clause_uid=this.uid, edit=said, at=request.at)
    except BadInput as refused:
        fields = refused.detail.get("fields") or {"responsible": refused.reason}
        return {_field(name): _said_of(code) for name, code in fields.items()}
    return {}


def _field(name: str) -> str:
    return "value_0" if name == "quantity" else name


def _said_of(code: str) -> str:
    words = {
        "not_names": _("Write names with 、 between them."),
        "too_long": _("This is too long."),
        "not_text": _("There are signs in it that cannot be read. Write it again."),
        "not_a_deadline": _("This is no day that can be read."),
        "not_an_amount": _("Write a number above 0, and in what it is counted."),
        "no_open_clause": _("This clause is decided already. Open it again first."),
    }
    return words.get(code, _("This could not be read."))


def _edit_context(notice: Notice, this: Clause, said: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    fields = fields_of(said, this.reading, wrong)
    labels = {field["name"]: field["label"] for field in fields}
    return {
        "notice": notice,
        "row": row_of(notice, this),
        "fields": fields,
        "quantities": quantity_rows(said, wrong),
        "choices": choices_of(said),
        "read": read_words(this.reading),
        "is_edited": bool(this.edit),
        "errors": [{"id": f"f-{name}", "label": labels.get(name, _("How much"))} for name in wrong],
        "crumbs": _trail(notice, _("Say it otherwise")),
    }


@require_http_methods(["GET", "POST"])
def split(request: Request, uid: UUID, clause: UUID) -> HttpResponse:
    """Cut between two of its pieces."""
    notice = notice_at(request, uid, "submit")
    this = _clause(notice, clause)
    at = request.POST.get("at", "")
    if request.method == "POST" and at.isascii() and at.isdigit() and len(at) < 9:
        try:
            split_clause(actor=request.actor, notice_uid=uid, clause_uid=clause, at_char=int(at), at=request.at)
        except BadInput as refused:
            messages.error(request, sentence(refused.reason) or _("It cannot be cut there."))
        else:
            messages.success(request, _("It is two clauses now."))
            return redirect("workspace:clause", uid, clause)
    pieces = list(pieces_of(notice.text, this.start, this.end))
    context = {
        "notice": notice,
        "row": row_of(notice, this),
        "pieces": pieces[1:],
        "first": pieces[0][2] if pieces else "",
        "crumbs": _trail(notice, _("Cut in two")),
    }
    return render(request, "workspace/clause_split.html", context, status=400 if request.method == "POST" else 200)


def pieces_of(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The stretches between commas, stops and the like, each with what closes it: first and last place, words."""
    for found in _PIECE.finditer(text, start, end):
        if found[0].strip():
            yield found.start(), found.end(), found[0].strip()


@require_http_methods(["GET", "POST"])
def add(request: Request, uid: UUID) -> HttpResponse:
    """Words outside every clause become one: pieces that follow each other are ticked."""
    notice = notice_at(request, uid, "submit")
    clauses = list(notice.clauses.order_by("start"))
    free = list(free_pieces(notice.text, clauses))[:MOST_PIECES]
    wrong = ""
    if request.method == "POST":
        ticked = [piece for piece in free if f"{piece[0]}-{piece[1]}" in set(request.POST.getlist("piece"))]
        wrong = _added(request, notice, ticked) if ticked else _("Choose the words first.")
        if not wrong:
            return redirect("workspace:notice", uid)
    context = {
        "notice": notice,
        "pieces": free,
        "kinds": [(kind, kind_word(kind), kind_says(kind)) for kind in ORDERS],
        "kind": request.POST.get("kind", "duty"),
        "wrong": wrong,
        "crumbs": _trail(notice, _("Words that were left out")),
    }
    return render(request, "workspace/clause_add.html", context, status=400 if wrong else 200)


def _added(request: Request, notice: Notice, ticked: Sequence[tuple[int, int, str]]) -> str:
    """What is wrong with it; blank when the clause is there."""
    start, end = ticked[0][0], ticked[-1][1]
    end -= len(notice.text[start:end]) - len(notice.text[start:end].rstrip("，,；;、。：: \n"))
    kind = request.POST.get("kind", "")
    try:
        add_clause(actor=request.actor, notice_uid=notice.uid, start=start, end=end, kind=kind, at=request.at)
    except BadInput as refused:
        return sentence(refused.reason) or _("These words cannot be one clause: another one stands between them.")
    messages.success(request, _("It is a clause now, still open."))
    return ""


def free_pieces(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[int, int, str]]:
    """The pieces of the text that stand in no clause."""
    place = 0
    for start, end in [*((clause.start, clause.end) for clause in clauses), (len(text), len(text))]:
        yield from (piece for piece in pieces_of(text, place, start) if len(piece[2]) >= LEAST)
        place = max(place, end)
