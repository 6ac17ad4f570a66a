"""From what the compiler read to what is stored."""

from datetime import date
from typing import Any

import msgspec

from xiangyun.compiler import ClauseDraft, Head

from .models import Clause, Notice


def head_values(head: Head, issued_on: date | None) -> dict[str, Any]:
    """The notice's own columns, and the whole head as data. The number is given when it is published, not before."""
    return {
        "title": head.title,
        "issued_on": issued_on or head.issued_on,
        "head": msgspec.to_builtins(head),
    }


def clause_of(notice: Notice, draft: ClauseDraft) -> Clause:
    """A clause as stored: its span in the text, its kind, and what was read of it."""
    return Clause(
        notice=notice,
        position=draft.position,
        start=draft.start,
        end=draft.end,
        kind=draft.kind,
        read_kind=draft.kind,
        reading={
            "responsible": draft.responsible,
            "due": msgspec.to_builtins(draft.due),
            "quantity": msgspec.to_builtins(draft.quantity),
            "report_to": draft.report_to,
            "section": draft.section_title,
            "evidence": draft.evidence,
            "conditions": draft.conditions,
            "about": draft.about,
        },
    )
