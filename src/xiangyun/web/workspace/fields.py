"""From a stored form to what the field partials show, and from what a page posted to raw values."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyun.forms.definition import Field, StoredForm
from xiangyun.forms.values import MAX_TEXT
from xiangyun.web.shared.requests import Request

from .wording import said


def error_sentence(code: str) -> str:
    """How to mend a value, by its stable code."""
    sentences = {
        "required": _("This is still needed."),
        "not_integer": _("Write a whole number, such as 12."),
        "not_decimal": _("Write a number, such as 12.5."),
        "out_of_range": _("This number is too long."),
        "not_date": _("Write a date, such as 2020-03-20."),
        "not_choice": _("Choose one of the answers shown."),
        "not_text": _("There are signs in it that cannot be read. Write it again."),
        "too_long": _("This is too long; keep it under %(n)s characters.") % {"n": MAX_TEXT},
        "not_image": _("This is not a photo. Take it again."),
        "too_many": _("One photo is enough here."),
        "photo_not_here": _("The photo did not arrive. Take it again."),
    }
    return sentences.get(code, _("This could not be read."))


def field_contexts(
    form: StoredForm, *, period_uid: UUID, values: Mapping[str, Any], errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One context per field for `shared/field.html`, in reading order."""
    return [_context(f, period_uid, values.get(f.path), errors.get(f.path, "")) for f in form.fields]


def _context(field: Field, period_uid: UUID, value: Any, error: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "name": field.path,
        "label": said(field.label),
        "hint": said(field.hint) if field.hint else "",
        "type": "note" if field.type == "group" else field.type,
        "required": field.required,
        "unit": field.unit,
        "value": value,
        "error": error_sentence(error) if error else "",
        "choices": [{"value": c.name, "label": said(c.label)} for c in field.choices],
    }
    if field.type == "text":
        return context | {"long": True, "max_length": MAX_TEXT}
    if field.type == "yes_no":
        return context | {"value": {True: "yes", False: "no"}.get(value, "")}
    if field.type == "image":
        return context | _photo(field, period_uid, value)
    return context


def _photo(field: Field, period_uid: UUID, value: Any) -> dict[str, Any]:
    sha256 = (value or [""])[0]
    return {
        "value": sha256,
        "photo_url": reverse("workspace:photo", args=[sha256]) + "?size=400" if sha256 else "",
        "upload_url": reverse("workspace:attach-photo", args=[period_uid, field.path]),
        "required": field.required or bool(field.evidence_of),
        "evidence_of": field.evidence_of,
    }


def raw_values(request: Request, form: StoredForm) -> dict[str, Any]:
    """What the page posted, by path; a photo comes as the digest of what was sent at once."""
    posted: dict[str, Any] = {}
    for field in form.answered_fields():
        name = f"{field.path}__sha256" if field.type == "image" else field.path
        if name in request.POST:
            posted[field.path] = request.POST.getlist(name)
    return posted


def posted_rev(request: Request, name: str = "rev") -> int:
    """The revision a page was made from; 0 for what is no number."""
    text = request.POST.get(name, "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def error_links(form: StoredForm, errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The summary on top: each links to its field."""
    return [{"id": f"f-{f.path}", "label": said(f.label)} for f in form.fields if f.path in errors]
