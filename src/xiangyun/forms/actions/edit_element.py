"""Add an entry to the dictionary, or change one."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.core.texts import is_readable
from xiangyun.forms.definition import Texts
from xiangyun.forms.dictionary import TYPES, ElementEntry
from xiangyun.forms.elements import elements_in
from xiangyun.forms.models import Element, FormVersion
from xiangyun.forms.values import MAX_PLACES

MOST_LABEL, MOST_UNIT, MOST_SLUG = 60, 20, 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def edit_element(*, actor: Actor, entry: ElementEntry, at: datetime, uid: UUID | None = None) -> Element:
    """An entry of one's own unit: a new one, or with `uid` another label, unit, scale and validity of one there.

    The name stays; the type stays once a form asks it. Raises NotVisible, NotAllowed, or BadInput
    with the fields at fault.
    """
    if not actor.holds("officer"):
        raise NotAllowed(step="edit_element")
    if problems := _problems(entry):
        raise BadInput("element_incomplete", fields=problems)
    with transaction.atomic():
        element = _kept(actor, uid, entry) if uid else _new(actor, entry)
        for name in ("label", "type", "unit", "scale", "validity"):
            setattr(element, name, getattr(entry, name))
        element.save()
        step = "element.changed" if uid else "element.added"
        record(step, actor=actor, at=at, subject=("element", element.uid), detail={"name": element.slug})
    return element


def _problems(entry: ElementEntry) -> dict[str, str]:
    tests = {
        "slug": "" if _SLUG.fullmatch(entry.slug) and len(entry.slug) <= MOST_SLUG else "not_a_name",
        "label": _label_problem(entry.label),
        "type": "" if entry.type in TYPES else "unknown",
        "unit": "too_long" if len(entry.unit) > MOST_UNIT else "" if is_readable(entry.unit) else "not_text",
        "scale": "" if 0 <= entry.scale <= MAX_PLACES else "out_of_range",
        "validity": "" if entry.validity in Element.Validity.values else "unknown",
    }
    return {field: code for field, code in tests.items() if code}


def _label_problem(label: Texts) -> str:
    if not label.get("zh-Hans", "").strip():
        return "blank"
    if not all(map(is_readable, label.values())):
        return "not_text"
    return "too_long" if max(map(len, label.values())) > MOST_LABEL else ""


def _new(actor: Actor, entry: ElementEntry) -> Element:
    if Element.objects.filter(owner=actor.own_unit, slug=entry.slug).exists():
        raise BadInput("element_incomplete", fields={"slug": "name_used"})
    return Element(owner_id=actor.own_unit, slug=entry.slug)


def _kept(actor: Actor, uid: UUID, entry: ElementEntry) -> Element:
    found = Element.objects.holding_for(actor).select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise NotVisible(kind="element")
    if found.owner_id != actor.unit_id:
        raise NotAllowed(step="edit_element")
    if entry.slug != found.slug:
        raise BadInput("element_incomplete", fields={"slug": "stays"})
    if entry.type != found.type and _is_asked(actor, found.slug):
        raise BadInput("element_incomplete", fields={"type": "stays"})
    return found


def _is_asked(actor: Actor, slug: str) -> bool:
    """Whether a form of one's own unit, or of one above or below, asks an element of this name."""
    versions = FormVersion.objects.around(actor).values_list("definition", flat=True)
    return any(slug in elements_in(definition) for definition in versions)
