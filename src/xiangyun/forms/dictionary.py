"""The dictionary of elements as a pack writes it (`elements.yaml`), and whether a form fits it."""

from typing import Literal, get_args

import msgspec
import yaml

from xiangyun.forms.definition import Field, Problem, StoredForm, Texts, not_a_form

_FIT = {"decimal": {"decimal", "integer"}}
"""Types of a field that may give an element of another type."""
ElementType = Literal["text", "integer", "decimal", "date", "yes_no", "select_one", "image"]
Validity = Literal["fixed", "until_changed", "year", "month", "period"]
TYPES: tuple[ElementType, ...] = get_args(ElementType)


class ElementEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a value means: unit, scale (decimal places kept in facts), how long an answer stays valid."""

    slug: str
    label: Texts
    type: ElementType
    validity: Validity
    unit: str = ""
    scale: int = 0


def read_elements(source: bytes) -> list[ElementEntry]:
    """The entries of an `elements.yaml`: a list under `elements`; raises FormError."""
    try:
        found = msgspec.convert(yaml.safe_load(source), type=dict[str, list[ElementEntry]])
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise not_a_form("bad_dictionary", str(error)) from error
    entries = found.get("elements", [])
    slugs = [entry.slug for entry in entries]
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise not_a_form("twice", f"element {slug} stands twice")
    return entries


def misfits(form: StoredForm, entries: list[ElementEntry]) -> list[Problem]:
    """Fields that name an element which the dictionary lacks or holds with another type or unit."""
    known = {entry.slug: entry for entry in entries}
    return [
        Problem(code=code, message=f"{field.element}: {code}", field=field.path)
        for field in form.answered_fields()
        if field.element and (code := _misfit(field, known.get(field.element)))
    ]


def _misfit(field: Field, entry: ElementEntry | None) -> str:
    if entry is None:
        return "unknown_element"
    if field.type not in _FIT.get(entry.type, {entry.type}):
        return "other_type"
    return "other_unit" if field.unit and entry.unit and field.unit != entry.unit else ""
