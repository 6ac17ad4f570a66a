"""What all tasks in force take of a village and of who reviews, beside the cap; with a draft, and as its text orders.

A village is a division of level 5 in use. Villages that are asked the same and stand under the same cap are one group;
the group that is asked most (beyond its cap, if one is) speaks for all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Value, When

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.effort import A_MINUTE, NIL, Table, review_minutes_of, table_of
from xiangyun.forms.models import FieldTime
from xiangyun.measures.queries import sums_of
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import unit_ids
from xiangyun.units.queries import path_of
from xiangyun.units.reach import on_the_way_up, within_any

from .as_written import loads_as_written
from .definitions import Definition, may_reach_level
from .loads import Load, heaviest_week, most_at_once
from .models import Cap, Clause, Notice, Task
from .periods import deadline_of
from .selectors import place_condition

VILLAGE = 5
ENOUGH = 30
"""Answers from which on a share of nothing-to-report is believed."""
A_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """A task of the group: minutes each time, times within a year, minutes a week; `is_new`: of the draft;
    `is_lifted`: by the draft.

    `villages` are all whom it asks below the unit, not only those of the group. `nil_share`: of its answers, where
    enough are known; those cost two taps.
    """

    task: Task
    minutes: int
    nil_share: float | None
    load: Load
    review: Load
    villages: int
    is_new: bool
    is_lifted: bool


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Minutes a week of the units that review villages: on average, and of the one with most."""

    stations: int = 0
    average: float = 0.0
    most: float = 0.0
    most_id: int | None = None


@dataclass(frozen=True, slots=True)
class Burden:
    """Minutes a week, when most runs at the same time: `before` and `after` the draft, and `as_written`.

    One-time work is spread over the weeks until it is due; `once` is its sum apart. `heaviest` is the Monday and the
    minutes of the week in which most is due. `villages` are all below the unit, `most_asked` those of the group.
    """

    before: float = 0.0
    after: float = 0.0
    as_written: float = 0.0
    once: int = 0
    heaviest: tuple[date, float] = (date.min, 0.0)
    villages: int = 0
    most_asked: int = 0
    cap: Cap | None = None
    lines: tuple[Line, ...] = ()
    reviewing: Reviewing = field(default_factory=Reviewing)

    @property
    def is_over(self) -> bool:
        """Whether the group is asked more than its cap."""
        return self.cap is not None and self.after > self.cap.minutes + A_HAIR

    @property
    def brings_over(self) -> bool:
        """Whether the draft is to blame: what was over before and is no more now is not."""
        return self.is_over and self.after > self.before + A_HAIR


@dataclass(frozen=True, slots=True)
class _Place:
    """Villages directly below one unit that the same selectors reach, and the cap that counts for them."""

    above: int
    selectors: frozenset[int]
    cap: int | None
    n: int


def burden_of(
    owner_unit_id: int,
    day: date,
    with_draft: Notice | None = None,
    *,
    path: str = "",
    clauses: Collection[Clause] | None = None,
) -> Burden:
    """The burden of the villages at and below a unit from a day on; seven queries, however much is asked.

    Counted are the tasks of the unit, of those above it and of those below it. `path` and the draft's `clauses` are
    read unless they are given (without any, nothing is said of the text). Raises NotVisible for a unit that stands
    nowhere.
    """
    path = path or path_of(owner_unit_id, day)
    draft = with_draft.pk if with_draft else None
    tasks = _tasks(path, day, draft)
    table = table_of(FieldTime.objects.of_owners(unit_ids(path)), unit_ids(path))
    caps = {cap.owner_id: cap for cap in Cap.objects.around((path,))}
    places = _places(path, day, {task.selector_id: task.selector.definition for task in tasks}, caps)
    lines = _lines(tasks, table, _nil_shares(tasks, owner_unit_id), places, draft)
    if with_draft is not None and clauses is None:
        clauses = list(with_draft.clauses.all())
    written = loads_as_written(with_draft, clauses or (), table, day) if with_draft else []
    groups = _groups(places)
    found = [
        _burden(
            [line for line in lines if line.task.selector_id in selectors], written, day, cap=caps.get(cap or 0), n=n
        )
        for (selectors, cap), n in groups.items()
    ]
    worst = max(found, key=_excess, default=Burden(heaviest=heaviest_week((), day)))
    return replace(worst, villages=sum(groups.values()), reviewing=_reviewing(places, lines, day))


def check_cap(notice: Notice, at: datetime) -> None:
    """BadInput("over_cap") while a draft brings villages over their cap and nobody said why."""
    if notice.over_cap_reason.strip():
        return
    found = burden_of(notice.owner_id, working_date(at), notice, clauses=())
    if found.brings_over and found.cap is not None:
        raise BadInput("over_cap", minutes=ceil(found.after), cap=found.cap.minutes, villages=found.most_asked)


def _tasks(path: str, day: date, draft: int | None) -> list[Task]:
    """What may ask villages there."""
    near = on_the_way_up((path,), "owner") | within_any((path,), "owner")
    found = Task.objects.in_force(day, draft).filter(near).order_by("pk")
    whole = found.select_related("notice", "owner", "selector", "form_version__form")
    light = whole.defer("notice__text", "form_version__source", "form_version__xform")
    return [task for task in light if may_reach_level(task.selector.definition, VILLAGE)]


def _places(path: str, day: date, definitions: Mapping[int, Definition], caps: Collection[int]) -> list[_Place]:
    """The villages counted by the unit above and the selectors that reach them; one query."""
    hits = {
        f"s{pk}": Case(When(place_condition(d, day), then=Value(1)), default=Value(0), output_field=IntegerField())
        for pk, d in definitions.items()
    }
    there = Placement.objects.on(day).territorial().in_use().within(path)
    villages = there.filter(unit__kind=Unit.Kind.DIVISION, unit__level=VILLAGE).annotate(**hits)
    rows: Iterable[Mapping[str, Any]] = villages.values("above", *hits).annotate(n=Count("pk")).order_by()
    return [_place(row, definitions, caps) for row in rows]


def _place(row: Mapping[str, Any], definitions: Mapping[int, Definition], caps: Collection[int]) -> _Place:
    way = unit_ids(row["above"])
    reached = frozenset(pk for pk in definitions if row[f"s{pk}"])
    cap = next((unit for unit in reversed(way) if unit in caps), None)
    return _Place(way[-1] if way else 0, reached, cap, row["n"])


def _groups(places: Iterable[_Place]) -> dict[tuple[frozenset[int], int | None], int]:
    """Selectors and cap → how many villages."""
    found: dict[tuple[frozenset[int], int | None], int] = defaultdict(int)
    for place in places:
        found[place.selectors, place.cap] += place.n
    return found


def _nil_shares(tasks: Iterable[Task], unit_id: int) -> dict[UUID, float]:
    """The share of answers that said nothing to report, of tasks that pass those by rule; one query, or none."""
    asked = [task.uid for task in tasks if task.nil_allowed and task.review == Task.Review.NIL_BY_RULE]
    sums = sums_of(unit_id=unit_id, names=("returned", "by_rule"), subjects=asked) if asked else {}
    returned = {uid: sums.get((uid, "returned"), 0) for uid in asked}
    return {uid: sums.get((uid, "by_rule"), 0) / n for uid, n in returned.items() if n >= ENOUGH}


def _lines(
    tasks: Iterable[Task],
    table: Table,
    shares: Mapping[UUID, float],
    places: Collection[_Place],
    draft: int | None,
) -> list[Line]:
    reached = {t.selector_id: sum(p.n for p in places if t.selector_id in p.selectors) for t in tasks}
    return [
        _line(task, table, shares.get(task.uid), reached[task.selector_id], is_new=task.notice_id == draft)
        for task in tasks
        if reached[task.selector_id]
    ]


def _line(task: Task, table: Table, nil: float | None, villages: int, *, is_new: bool) -> Line:
    """Nothing to report costs two taps, and nobody a look; where its share is not known, all are full answers."""
    share = nil or 0.0
    minutes = (1 - share) * task.minutes + share * table[NIL] / A_MINUTE
    looking = task.review_minutes or review_minutes_of(StoredForm.from_plain(task.form_version.definition), table)
    days: Any = {"every": task.recurrence, "first": task.starts_on, "last": _last_day(task)}
    return Line(
        task=task,
        minutes=task.minutes,
        nil_share=nil,
        load=Load(minutes, **days),
        review=Load((1 - share) * looking, **days),
        villages=villages,
        is_new=is_new,
        is_lifted=task.is_lifted,
    )


def _last_day(task: Task) -> date:
    """Of what comes once the day it is due, where that is known."""
    if task.recurrence != Task.Recurrence.ONCE:
        return task.ends_on
    due = getattr(deadline_of(task), "on", None)
    return due if isinstance(due, date) and task.starts_on <= due <= task.ends_on else task.ends_on


def _burden(own: Sequence[Line], written: Sequence[Load], day: date, *, cap: Cap | None, n: int) -> Burden:
    """Of one group of villages, and the tasks that ask it."""
    before = [line.load for line in own if not line.is_new]
    after = [line for line in own if not line.is_lifted]
    loads = [line.load for line in after]
    return Burden(
        before=most_at_once(before, day),
        after=most_at_once(loads, day),
        as_written=most_at_once([*before, *written], day),
        once=sum(line.minutes for line in after if line.load.is_once),
        heaviest=heaviest_week(loads, day),
        most_asked=n,
        cap=cap,
        lines=tuple(sorted(after, key=lambda line: -line.load.weekly)),
    )


def _excess(burden: Burden) -> tuple[bool, float, int]:
    """By which the group that speaks for all is found."""
    over = burden.after - burden.cap.minutes if burden.is_over and burden.cap else 0.0
    return burden.brings_over, over or burden.after, burden.most_asked


def _reviewing(places: Iterable[_Place], lines: Iterable[Line], day: date) -> Reviewing:
    """What the units directly above villages look at: the answers of all of them."""
    n: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for place in places:
        for selector in place.selectors:
            n[place.above][selector] += place.n
        n[place.above]  # a station that nothing reaches counts in the average
    kept = [line for line in lines if not line.is_lifted]
    weekly = {
        station: most_at_once([_times(line.review, below[line.task.selector_id]) for line in kept], day)
        for station, below in n.items()
    }
    if not weekly:
        return Reviewing()
    most = max(weekly, key=lambda station: weekly[station])
    return Reviewing(len(weekly), sum(weekly.values()) / len(weekly), weekly[most], most)


def _times(load: Load, n: int) -> Load:
    return Load(load.minutes * n, load.every, load.first, load.last)
