"""A body's own earlier day on its board: the slack to the notice's day, and who came after it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from xiangyun.calendar import binding, due_instant, tightening_from_plain
from xiangyun.core.actor import Actor
from xiangyun.core.clock import ZONE, working_date
from xiangyun.notices.handing_down import Word, words_above
from xiangyun.notices.periods import due_of
from xiangyun.units.paths import END, unit_ids
from xiangyun.units.places import child_place

from .board import Board, Row
from .models import Return


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The day that the actor's unit set for the period; without one it binds nobody (any more).

    `slack` are the days between it and the notice's own; `came` how many of each unit came by it.
    """

    due_at: datetime | None = None
    slack: int = 0
    is_past: bool = False
    came: Mapping[int, int] | None = None

    def after(self, row: Row) -> int:
        """How many of a line came after the own day, or have not come and it is over; not counted before."""
        if self.due_at is None or not self.is_past:
            return 0
        if row.is_leaf:
            first = row.returned.first_sent_at if row.returned else None
            return int(first is None or first > self.due_at)
        return row.owed - (self.came or {}).get(row.unit.pk, 0)


def own_day_of(board: Board, at: datetime) -> OwnDay | None:
    """What the actor's unit handed down of the period that a board shows; None where it set no day. One query."""
    plain = board.period.own_deadline  # type: ignore[attr-defined]
    if plain is None:
        return None
    parent = due_of(board.period)
    own = binding(tightening_from_plain(plain), parent, opens=board.period.start_on)
    if own is None or parent.day is None:
        return OwnDay()
    due_at = due_instant(*own, ZONE)
    return OwnDay(due_at, (parent.day - own[0]).days, at > due_at, _came(board, due_at))


def _came(board: Board, by: datetime) -> Mapping[int, int]:
    """By unit of the board: its top and every line below it."""
    top, children = board.top.unit.path, [row.unit.path for row in board.rows if row.unit.pk != board.top.unit.pk]
    here = Return.objects.came_by(board.period, by).filter(path__gte=top, path__lt=top + END)
    counted = here.annotate(place=child_place(top, children)).order_by().values_list("place").annotate(n=Count("pk"))
    found: Counter[int] = Counter()
    for place, n in counted:
        found[unit_ids(top)[-1]] += n
        if place in children:
            found[unit_ids(place)[-1]] += n
    return found


def words_on(board: Board, actor: Actor, at: datetime) -> list[Word]:
    """What bodies above the actor's unit say of the board's task; one query."""
    if actor.unit_id is None:
        return []
    return words_above(actor.unit_id, actor.all_paths, [board.task.pk], working_date(at))[board.task.pk]
