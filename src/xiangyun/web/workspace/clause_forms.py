"""What an officer says of a clause otherwise than it was read: plain fields, from and to the keys of a reading."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.calendar import Fixed, MonthEnd, Recurring, read_wording
from xiangyun.compiler import Evidence

from .clause_words import amounts_words, evidence_word, op_word
from .task_words import read_due_words

ROWS = 4
OPS = (">=", "<=", "==")
KINDS = get_args(Evidence)
_LIST = re.compile(r"[、,，;；\n]+")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def uids_in(given: Iterable[str]) -> list[UUID]:
    """The public ids among what was sent, each once; what is none is left out."""
    found: dict[UUID, None] = {}
    for text in given:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def edit_of(
    given: Mapping[str, Any], evidence: list[str], issued: date | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The edit as the domain takes it, and what is wrong with it by field."""
    quantity, wrong = _quantities(given)
    edit = {
        "responsible": names_in(given.get("responsible", "")),
        "due": due_label(given.get("due", ""), issued),
        "quantity": quantity,
        "report_to": given.get("report_to", "").strip() or None,
        "evidence": [kind for kind in KINDS if kind in evidence],
        "conditions": names_in(given.get("conditions", "")),
    }
    return edit, wrong


def names_in(text: str) -> list[str]:
    """Names that are written with signs between them."""
    return [name.strip() for name in _LIST.split(text) if name.strip()]


def due_label(text: str, issued: date | None) -> dict[str, str] | None:
    """A day, a month, a recurrence, or the words as they stand; None for nothing."""
    text = text.strip()
    if not text:
        return None
    day = _day(text)
    if day:
        return {"date": day.isoformat()}
    if month := _MONTH.fullmatch(text):
        return {"month_end": f"{int(month[1])}-{int(month[2])}"}
    match read_wording(text, issued) if issued else read_wording(text):
        case Fixed(on=on):
            return {"date": on.isoformat()}
        case MonthEnd(year=year, month=number):
            return {"month_end": f"{year}-{number}"}
        case Recurring(every=every):
            return {"recurring": every, "by": text}
    return {"relative": text}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def due_text(label: Mapping[str, Any] | None) -> str:
    """A label as it is typed."""
    match label:
        case {"date": text} | {"month_end": text} | {"relative": text}:
            return str(text)
        case {"recurring": every}:
            return str((label or {}).get("by") or read_due_words({"recurring": every}))
    return ""


def _quantities(given: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    found, wrong = [], {}
    for row in range(ROWS):
        value = str(given.get(f"value_{row}", "")).strip()
        if not value:
            continue
        number = _number(value)
        if number is None:
            wrong[f"value_{row}"] = _("Write a number above 0.")
            continue
        op = given.get(f"op_{row}", "")
        words = {"unit": given.get(f"unit_{row}", "").strip()[:20], "of": given.get(f"of_{row}", "").strip()[:60]}
        found.append({"op": op if op in OPS else "==", "value": number, **words})
    return found, wrong


def _number(text: str) -> int | float | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or value <= 0 or value >= 10**11:
        return None
    return int(value) if value == value.to_integral() else float(value)


def fields_of(said: Mapping[str, Any], read: Mapping[str, Any], wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields as the page draws them: what is said now, and as a hint what was read."""
    rows = [
        ("responsible", _("Who"), _joined(said, "responsible"), _joined(read, "responsible")),
        ("due", _("By when"), due_text(said.get("due")), read_due_words(read.get("due"))),
        ("report_to", _("To whom it is handed in"), said.get("report_to") or "", read.get("report_to") or ""),
        ("conditions", _("Under which condition"), _joined(said, "conditions"), _joined(read, "conditions")),
    ]
    return [
        {"name": name, "label": label, "type": "text", "value": value, "hint": _hint(name, as_read)}
        | {"error": wrong.get(name, "")}
        for name, label, value, as_read in rows
    ]


def _joined(said: Mapping[str, Any], key: str) -> str:
    return "、".join(said.get(key) or ())


def _hint(name: str, as_read: str) -> str:
    """How it was read; and for the day how it may be written."""
    read = _("read as: %(words)s") % {"words": as_read} if as_read else _("nothing was read")
    how = {
        "due": _("A day (2020-04-10), a month (2020-07), or words such as “every Friday”."),
        "responsible": _("Several with 、 between them."),
    }
    return " ".join(filter(None, (how.get(name, ""), read)))


def quantity_rows(said: Mapping[str, Any], wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each number, and one more."""
    known = list(said.get("quantity") or ())[:ROWS]
    rows = [*known, {}][:ROWS]
    return [{"n": n, **row, "error": wrong.get(f"value_{n}", "")} for n, row in enumerate(rows)]


def choices_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Operators and kinds of proof to choose from."""
    chosen = set(said.get("evidence") or ())
    return {
        "ops": [(op, op_word(op)) for op in OPS],
        "evidence": [(kind, evidence_word(kind), kind in chosen) for kind in KINDS],
    }


def read_words(read: Mapping[str, Any]) -> str:
    """The numbers and the proof as they were read."""
    proof = pgettext("list", ", ").join(evidence_word(kind) for kind in read.get("evidence") or ())
    return " · ".join(filter(None, (amounts_words(read.get("quantity")), proof)))
