"""The board of a task's period: a unit, what stands below it, and their figures. Rows read grow with what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.measures.ledger import figures, measures_by_name
from xiangyun.measures.models import Measure
from xiangyun.notices.models import Missing, Task, TaskPeriod
from xiangyun.notices.selectors import owed_below
from xiangyun.units.models import Unit
from xiangyun.units.paths import unit_ids
from xiangyun.units.queries import children_of, path_of

from .duties import counting_day
from .models import Return

COUNTS = ("returned", "on_time", "late", "sent_back", "accepted", "by_rule")


@dataclass(slots=True)
class Share:
    """A field's figure: yes over answered, or a sum; a rate is never averaged."""

    label: Mapping[str, str]
    aggregation: str
    num: int
    den: int
    scale: int

    @property
    def percent(self) -> int | None:
        return None if not self.den else round(100 * self.num / self.den)


@dataclass(slots=True)
class Row:
    """A line of the board."""

    unit: Unit
    path: str
    owed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    returned: Return | None = None
    is_leaf: bool = False

    @property
    def missing(self) -> int:
        return self.owed - self.counts.get("returned", 0)


@dataclass(slots=True)
class Board:
    """The unit looked at, on top; its children below, in the order of the list."""

    task: Task
    period: TaskPeriod
    top: Row
    rows: list[Row]
    fields: list[Measure]
    ancestors: list[int]


def board_of(*, actor: Actor, period: TaskPeriod, unit: Unit, at: datetime) -> Board:
    """The board at a unit, as far as the actor's rights go (own subtree); NotVisible beyond."""
    day = counting_day(period, at)
    path = path_of(unit.pk, day)
    if not path or not may_look(actor, path):
        raise NotVisible(kind="unit")
    rows = [Row(child, child.path) for child in children_of(path, day)]
    top = Row(unit, path)
    measures = measures_by_name(period.task.uid)
    shown = [m for m in measures.values() if m.name in COUNTS or m.aggregation != Measure.Aggregation.COUNT]
    for group in ([top], rows):
        _fill(group, period, shown, day)
    _mark_leaves([top, *rows], period)
    return Board(
        task=period.task,
        period=period,
        top=top,
        rows=[r for r in rows if r.owed],
        fields=[m for m in shown if m.field],
        ancestors=unit_ids(path)[:-1],
    )


def may_look(actor: Actor, path: str) -> bool:
    """Figures: own subtree."""
    return actor.is_system or any(path.startswith(own) for own in actor.paths)


def _fill(rows: list[Row], period: TaskPeriod, measures: list[Measure], day: date) -> None:
    owed = owed_below(period.task.selector_id, [r.unit.pk for r in rows], day)
    sums = figures(
        measure_ids=[m.pk for m in measures],
        grain=period.task.recurrence,
        period=period.key,
        paths=[r.path for r in rows],
    )
    for row in rows:
        row.owed = owed.get(row.unit.pk, 0)
        pairs = {m.name: (m, sums.get((row.path, m.pk), (0, 0))) for m in measures}
        row.counts = {name: pairs[name][1][0] for name in COUNTS if name in pairs}
        row.shares = [Share(m.label, m.aggregation, n, d, m.scale) for m, (n, d) in pairs.values() if m.field]


def _mark_leaves(rows: list[Row], period: TaskPeriod) -> None:
    """A unit that owes itself: its own answer stands in the line instead of sums."""
    level = period.task.selector.definition.get("level")
    kind = period.task.selector.definition["kind"]
    leaves = {r.unit.pk: r for r in rows if r.unit.kind == kind and (level is None or r.unit.level == level)}
    for row in leaves.values():
        row.is_leaf = True
        row.owed = int(row.unit.in_use)
    for returned in Return.objects.filter(period=period, unit__in=list(leaves), sent_at__isnull=False):
        leaves[returned.unit_id].returned = returned


def missing_stored(period: TaskPeriod) -> int:
    """How many duties were stored as missing at the lock."""
    return Missing.objects.filter(period=period).aggregate(n=Count("id"))["n"]
