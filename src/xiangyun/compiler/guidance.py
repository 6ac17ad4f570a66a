"""Which duty a quality requirement speaks of."""

from collections import defaultdict
from typing import NamedTuple

from msgspec.structs import replace

from xiangyun.compiler.values import ClauseDraft


class Place(NamedTuple):
    """A position taken apart: the item, the sentence in it, and how far on in the text the clause stands."""

    item: str
    sentence: str
    order: int


def with_guidance(clauses: list[ClauseDraft]) -> list[ClauseDraft]:
    """The clauses, each requirement with the position of the neighbouring duty it is about; blank if it has none."""
    duties = defaultdict[str, list[Place]](list)
    for order, clause in enumerate(clauses):
        if clause.kind == "duty":
            place = _place(clause.position, order)
            duties[place.item].append(place)
    cursors: dict[str, int] = {}
    return [
        replace(clause, about=_about(clauses, duties, cursors, _place(clause.position, order)))
        if clause.kind == "requirement"
        else clause
        for order, clause in enumerate(clauses)
    ]


def _about(clauses: list[ClauseDraft], duties: dict[str, list[Place]], cursors: dict[str, int], place: Place) -> str:
    """The position of the duty nearest to a place: in the same sentence first, then the one before, then after."""
    near = _neighbours(duties.get(place.item, []), place, cursors)
    here = [duty for duty in near if duty.sentence == place.sentence]
    return clauses[(here or near)[0].order].position if near else ""


def _place(position: str, order: int) -> Place:
    item, _, rest = position.partition("-")
    return Place(item, rest.partition("-")[0] or "1", order)


def _neighbours(duties: list[Place], place: Place, cursors: dict[str, int]) -> list[Place]:
    """The duties of the item right before and right after; the cursor only moves on, as clauses come in order."""
    n = cursors.get(place.item, 0)
    while n < len(duties) and duties[n].order < place.order:
        n += 1
    cursors[place.item] = n
    return duties[max(0, n - 1) : n + 1]
