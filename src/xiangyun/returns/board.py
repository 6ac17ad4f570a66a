"""The board of a task's period: a unit, what stands below it, and their figures. Rows read grow with what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.forms.definition import StoredForm
from xiangyun.measures.ledger import Pair, measures_by_name
from xiangyun.measures.models import Measure
from xiangyun.measures.queries import figures_around
from xiangyun.notices.models import Task, TaskPeriod
from xiangyun.units.models import Unit

from .duties import counting_day
from .models import Return
from .queries import family_of, may_look, period_shown, sent_by, short_labels, unit_shown
from .sending import form_of
from .tally import Tally, tally

COUNTS = ("returned", "on_time", "late", "sent_back", "accepted", "by_rule")


@dataclass(frozen=True, slots=True)
class Column:
    """A yes/no field of the form: its measure, and what the dictionary calls it."""

    name: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """Yes over answered; a rate is never averaged."""

    num: int = 0
    den: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 says all of them."""
        return None if not self.den else 100 * self.num // self.den


@dataclass(slots=True)
class Row:
    """A line of the board. `returned` is a unit's own answer; only a leaf's line shows it."""

    unit: Unit
    owed: int = 0
    is_leaf: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    returned: Return | None = None

    @property
    def missing(self) -> int:
        return self.owed - self.counts.get("returned", 0)

    @property
    def waiting(self) -> int:
        """Sent, and not yet looked at."""
        counts = self.counts
        return counts.get("returned", 0) - counts.get("accepted", 0) - counts.get("sent_back", 0)

    @property
    def by_hand(self) -> int:
        return self.counts.get("accepted", 0) - self.counts.get("by_rule", 0)


@dataclass(frozen=True, slots=True)
class Sum:
    """A number field of the form, summed; `total` is scaled by ten to the power of `scale`."""

    label: Mapping[str, str]
    total: int
    scale: int

    @property
    def amount(self) -> Decimal:
        """In the field's own unit, without zeros that say nothing."""
        amount = Decimal(self.total).scaleb(-self.scale).normalize()
        return amount if amount != amount.to_integral() else amount.quantize(Decimal(1))


@dataclass(frozen=True, slots=True)
class Board:
    """The unit looked at, on top; its children below, in the order of the list. The rows add up to the top.

    `above` are the units on the way down to it, as far as the actor sees them. `since_moved` is what a closed
    period counted here of units that later changes of the tree placed elsewhere; with it the rows add up.
    """

    period: TaskPeriod
    top: Row
    rows: list[Row]
    columns: list[Column]
    sums: list[Sum]
    above: list[Unit]
    day: date

    @property
    def since_moved(self) -> dict[str, int]:
        """Owed and every count of the top that no row below has; empty when the rows add up."""
        names = {"owed": self.top.owed - sum(row.owed for row in self.rows)}
        for name in COUNTS:
            names[name] = self.top.counts[name] - sum(row.counts[name] for row in self.rows)
        return names if any(names.values()) else {}

    @property
    def task(self) -> Task:
        return self.period.task


def board_of(*, actor: Actor, task_uid: UUID, at: datetime, period: str = "", unit_uid: UUID | None = None) -> Board:
    """The board of a period (the newest opened by default) at a unit (the actor's own by default).

    Raises NotVisible for a task the actor does not see, and for a unit beyond the actor's own subtree.
    """
    shown = period_shown(actor, task_uid, period, at)
    day = counting_day(shown, at)
    unit: Any = unit_shown(actor, unit_uid, shown.task.selector, day)
    family = family_of(unit, shown, day)
    above = [u for u in family if len(u.path) < len(unit.path)]
    below = [u for u in family if len(u.path) > len(unit.path) and (u.asked or u.owed_below)]
    top = next(u for u in family if u.pk == unit.pk)
    top.edition_of, top.edition_as_of, top.is_inside = unit.edition_of, unit.edition_as_of, unit.is_inside
    form = form_of(shown)
    columns = _columns(form, shown.task.owner_id, unit.path)
    measures = measures_by_name(shown.task.uid)
    figures = _figures(shown, measures, unit.path, below)
    rows = [_row(u, figures.get(u.pk, {}), columns, has_closed=bool(shown.closed_at)) for u in [top, *below]]
    if top.asked:
        rows.insert(1, Row(top, owed=1, is_leaf=True))
    leaves = [row for row in rows[1:] if row.is_leaf]
    sent = sent_by(actor, shown, [leaf.unit.pk for leaf in leaves])
    for leaf in leaves:
        _answered(leaf, sent.get(leaf.unit.pk), form, columns)
    return Board(
        period=shown,
        top=rows[0],
        rows=rows[1:],
        columns=columns,
        sums=_sums(measures, figures.get(unit.pk, {})),
        above=sorted((u for u in above if may_look(actor, u.path)), key=lambda u: len(u.path)),
        day=day,
    )


def _columns(form: StoredForm, owner_id: int, path: str) -> list[Column]:
    fields = [f for f in form.fields if f.type == "yes_no"]
    labels = short_labels([f.element for f in fields if f.element], owner_id, path)
    return [Column(f"field:{f.path}", labels.get(f.element, f.label)) for f in fields]


def _figures(period: TaskPeriod, measures: Mapping[str, Measure], path: str, below: list[Unit]) -> dict[int, Tally]:
    """By unit, then by the measure's name."""
    found = figures_around(
        measure_ids=[m.pk for m in measures.values()],
        grain=period.task.recurrence,
        period=period.key,
        path=path,
        children=[u.path for u in below],
    )
    return {u: {n: pairs[m.pk] for n, m in measures.items() if m.pk in pairs} for u, pairs in found.items()}


def _row(unit: Any, pairs: Tally, columns: list[Column], *, has_closed: bool) -> Row:
    """While a period is open the tree says what is owed; once it has closed, what was stored then."""
    below = unit.owed_below or 0
    row = Row(unit, owed=below + unit.asked, is_leaf=unit.asked and not below)
    if has_closed:
        row.owed = sum(pairs[name][0] for name in ("returned", "missing") if name in pairs)
    _count(row, pairs, columns)
    return row


def _count(row: Row, pairs: Tally, columns: list[Column]) -> None:
    nothing: Pair = (0, 0)
    row.counts = {name: pairs.get(name, nothing)[0] for name in COUNTS}
    row.shares = [Share(*pairs.get(column.name, nothing)) for column in columns]


def _answered(leaf: Row, returned: Any, form: StoredForm, columns: list[Column]) -> None:
    """A unit's own line counts its own answer: the sums at a unit that also has units below count both."""
    leaf.returned = returned
    _count(leaf, tally(returned, form, returned.sent_values) if returned else {}, columns)


def _sums(measures: Mapping[str, Measure], pairs: Tally) -> list[Sum]:
    summed = [m for m in measures.values() if m.aggregation == Measure.Aggregation.SUM]
    return [Sum(m.label, pairs[m.name][0], m.scale) for m in summed if m.name in pairs]
