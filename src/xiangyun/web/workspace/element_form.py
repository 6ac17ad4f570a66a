"""The fields of a dictionary entry: what may be typed, how it is drawn, what is wrong with it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pypinyin import lazy_pinyin

from xiangyun.forms.actions.edit_element import MOST_LABEL, MOST_SLUG, MOST_UNIT
from xiangyun.forms.dictionary import ElementEntry
from xiangyun.forms.models import Element
from xiangyun.forms.values import MAX_PLACES

from .task_forms import task_sentence

KEPT = ("slug",)
"""What stays once the entry is there."""


def type_words() -> dict[str, str]:
    """What kind of answer an element holds."""
    return {
        "text": pgettext("answer", "text"),
        "integer": pgettext("answer", "whole number"),
        "decimal": pgettext("answer", "number with decimal places"),
        "date": pgettext("answer", "day"),
        "yes_no": pgettext("answer", "yes or no"),
        "select_one": pgettext("answer", "one of a list"),
        "image": pgettext("answer", "photo"),
    }


def validity_words() -> dict[str, str]:
    """How long an answer stays valid."""
    return {
        "fixed": _("for good"),
        "until_changed": _("until it changes"),
        "year": _("to the end of the year"),
        "month": _("to the end of the month"),
        "period": _("only for its period"),
    }


def values_of(element: Element | None) -> dict[str, Any]:
    """What stands in the fields at first."""
    if element is None:
        return {"label": "", "label_en": "", "slug": "", "type": "", "unit": "", "scale": "0", "validity": ""}
    return {
        "label": element.label.get("zh-Hans", ""),
        "label_en": element.label.get("en", ""),
        "slug": element.slug,
        "type": element.type,
        "unit": element.unit,
        "scale": str(element.scale),
        "validity": element.validity,
    }


def entry_from(typed: dict[str, Any]) -> ElementEntry:
    """The entry as typed; without a name it takes the pinyin of its label. What is wrong with it the domain says."""
    label = {"zh-Hans": typed["label"], **({"en": typed["label_en"]} if typed["label_en"] else {})}
    scale = typed["scale"] or "0"
    return ElementEntry(
        slug=typed["slug"] or name_from(typed["label"]),
        label=label,
        type=typed["type"],
        validity=typed["validity"],
        unit=typed["unit"],
        scale=int(scale) if scale.isascii() and scale.isdigit() and len(scale) < 3 else -1,
    )


def name_from(label: str) -> str:
    """文化广场面积 → wen-hua-guang-chang-mian-ji; empty where nothing of it has a reading."""
    parts = ["".join(c for c in part.lower() if c.isascii() and c.isalnum()) for part in lazy_pinyin(label)]
    return "-".join(part for part in parts if part)[:MOST_SLUG].strip("-")


def drawn_fields(
    typed: dict[str, Any], problems: dict[str, str], *, is_new: bool, is_fixed: bool
) -> list[dict[str, Any]]:
    """The fields as the page draws them; the name only while it is new."""
    rows = [
        {"name": "label", "label": _("Label"), "type": "text", "max_length": MOST_LABEL, "required": True},
        {"name": "label_en", "label": _("English label"), "type": "text", "max_length": MOST_LABEL},
        _type_field(is_fixed=is_fixed),
        {"name": "unit", "label": _("Unit of measure"), "type": "text", "max_length": MOST_UNIT},
        {"name": "scale", "label": _("Decimal places"), "type": "integer"},
        {
            "name": "validity",
            "label": _("An answer stays valid"),
            "type": "select_one",
            "required": True,
            "choices": _choices(validity_words()),
        },
    ]
    if is_new:
        hint = _("Small Latin letters and figures with hyphens; left out, it is made of the label.")
        name = {"name": "slug", "label": _("Name in forms"), "type": "text", "max_length": MOST_SLUG, "hint": hint}
        rows.insert(2, name)
    return [{**row, "value": typed[row["name"]], "error": _problem(problems.get(row["name"], ""))} for row in rows]


def _type_field(*, is_fixed: bool) -> dict[str, Any]:
    hint = _("A form asks it, so this stays as it is.") if is_fixed else ""
    field = {"name": "type", "label": _("Kind of answer"), "type": "select_one", "required": True, "hint": hint}
    return {**field, "choices": _choices(type_words())}


def _choices(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in words.items()]


def _problem(code: str) -> str:
    if not code:
        return ""
    own = {
        "not_a_name": _("Small Latin letters and figures with hyphens only."),
        "name_used": _("This name is taken already."),
        "stays": _("A form asks it, so this stays as it is."),
        "out_of_range": _("Write between 0 and %(most)s.") % {"most": MAX_PLACES},
    }
    return own.get(code) or task_sentence(code)
