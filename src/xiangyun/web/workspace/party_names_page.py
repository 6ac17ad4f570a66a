"""The dictionary of parties: what names stand for in a unit's notices; teaching a name, and dropping one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.notices.actions.drop_party_name import drop_party_name
from xiangyun.notices.actions.name_party import name_party
from xiangyun.notices.models import WORKERS, PartyName
from xiangyun.notices.party_names import entries_for, meant_by
from xiangyun.units.models import Unit
from xiangyun.web.shared.requests import Request

from .party_form import PartyForm, form_of
from .task_words import how_many, who_words

A_PAGE = 30


@require_safe
def listing(request: Request) -> HttpResponse:
    """What holds for the post's unit: its own entries and those of the units above, each with how many it means."""
    if request.actor.role not in WORKERS or request.actor.unit_id is None:
        raise NotAllowed(step="party_names")
    entries = entries_for(request.actor)
    shown = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    here = Unit.objects.visible_to(request.actor).get(pk=request.actor.unit_id)
    nearest = {entry.name: entry.pk for entry in reversed(entries)}
    numbers = meant_by(list(shown), here, working_date(request.at))
    rows = [_row(entry, n, nearest, request) for entry, n in zip(shown, numbers, strict=True)]
    context = {"rows": rows, "n": len(entries), "page_of": shown, "may": request.actor.holds("officer")}
    return render(request, "workspace/party_names.html", context)


def _row(entry: PartyName, n: int, nearest: dict[str, int], request: Request) -> dict[str, Any]:
    is_own = entry.owner_id == request.actor.unit_id
    may = is_own and request.actor.holds("officer")
    return {
        "name": entry.name,
        "who": who_words(entry.definition),
        "n": how_many(n),
        "owner": "" if is_own else str(entry.owner),
        "is_overruled": nearest[entry.name] != entry.pk,
        "drop": reverse("workspace:party-name-drop", args=[entry.uid]) if may else "",
    }


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Teach a name: choose whom it means, see how many they are, save. One of the same name is replaced."""
    if not request.actor.holds("officer"):
        raise NotAllowed(step="name_party")
    form = form_of(request)
    do = request.POST.get("do", "")
    if do == "look":
        form.look(working_date(request.at))
    elif do == "save" and _saved(request, form):
        messages.success(request, _("Saved. The name means these units in your notices and in those below."))
        return redirect(form.back)
    return render(request, "workspace/party_name.html", form.context(), status=400 if form.problems else 200)


def _saved(request: Request, form: PartyForm) -> bool:
    """Whether the entry was made; what is wrong is kept by field."""
    definition = form.definition()
    try:
        if definition is not None:
            name_party(actor=request.actor, name=form.name, definition=definition, at=request.at)
    except BadInput as refused:
        form.take(refused)
    return not form.problems


@require_POST
def drop(request: Request, uid: UUID) -> HttpResponse:
    """Take an entry out; tasks that were made by it stay."""
    entry = drop_party_name(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("%(name)s is out of the dictionary.") % {"name": entry.name})
    return redirect("workspace:party-names")
