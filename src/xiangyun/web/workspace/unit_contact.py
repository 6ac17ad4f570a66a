"""Whom to ask at a unit: written by its own people and the officers above it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.units.actions.edit_contact import edit_contact
from xiangyun.units.contacts import NAME_LENGTH, PHONE_LENGTH, may_edit_contact
from xiangyun.units.models import Unit
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request


@require_http_methods(["GET", "POST"])
def edit(request: Request, uid: UUID) -> HttpResponse:
    """The contact's name and telephone."""
    day = working_date(request.at)
    unit = Unit.objects.visible_to(request.actor).placed(day).filter(uid=uid).first()
    if unit is None:
        raise NotVisible(kind="unit")
    if not may_edit_contact(request.actor, unit.pk, unit.path):
        raise NotAllowed(step="edit_contact")
    error, typed = "", {"name": unit.contact_name, "phone": unit.contact_phone}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            edit_contact(actor=request.actor, uid=uid, at=request.at, **typed)
        except BadInput as refused:
            error = sentence(refused.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace:unit", uid)
    context = {"unit": unit, "fields": _fields(typed, error), "errors": _errors(error)}
    return render(request, "workspace/unit_contact.html", context, status=400 if error else 200)


def _fields(typed: dict[str, str], error: str) -> list[dict[str, object]]:
    name = {"name": "name", "label": _("Name"), "value": typed["name"], "max_length": NAME_LENGTH}
    phone = {"name": "phone", "label": _("Telephone"), "value": typed["phone"], "max_length": PHONE_LENGTH}
    return [{**name, "type": "text"}, {**phone, "type": "text", "input_type": "tel", "error": error}]


def _errors(error: str) -> list[dict[str, str]]:
    return [{"id": "f-phone", "label": _("Telephone")}] if error else []
