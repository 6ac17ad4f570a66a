"""Clauses as stretches of a text: cut, joined and added by hand, never overlapping."""

from uuid import UUID

from xiangyun.core.errors import BadInput

from .models import Clause, Notice

BY_HAND = "+"
"""Marks the position of a clause that a person made: that of the clause before it, and a running number."""


def clause_at(notice: Notice, uid: UUID) -> Clause:
    """A clause of this notice; BadInput for any other."""
    clause = notice.clauses.filter(uid=uid).first()
    if clause is None:
        raise BadInput("no_such_clause")
    return clause


def free_span(notice: Notice, start: int, end: int) -> tuple[int, int]:
    """The span without the white space around it; BadInput if nothing is left or a clause stands there."""
    if not 0 <= start < end <= len(notice.text):
        raise BadInput("outside_the_text")
    words = notice.text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = start + len(words.rstrip())
    if first >= last:
        raise BadInput("no_words")
    if notice.clauses.filter(start__lt=last, end__gt=first).exists():
        raise BadInput("clause_there_already")
    return first, last


def position_after(notice: Notice, start: int) -> str:
    """A position for a clause made by hand at this place; none is ever given twice."""
    before = notice.clauses.filter(start__lte=start).order_by("-start").first()
    stem = before.position.split(BY_HAND)[0] if before else "0"
    taken = set(notice.clauses.filter(position__startswith=stem + BY_HAND).values_list("position", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem}{BY_HAND}{n}") not in taken)
