"""A person sets the day that a vague wording leaves open."""

from datetime import date

from xiangyun.calendar.deadlines import Pinnable, Pinned, wrong_with_pin
from xiangyun.core.errors import BadInput


def pin(of: Pinnable | Pinned, on: date, document: str = "") -> Pinned:
    """The deadline with its day; pinned again, the vague one stays the same.

    BadInput `day_outside_range`, `document_needed` (what another body sets names its document) or
    `document_has_marks`.
    """
    vague = of.of if isinstance(of, Pinned) else of
    if code := wrong_with_pin(vague, on, document):
        raise BadInput(code, on=on)
    return Pinned(vague, on, document)
