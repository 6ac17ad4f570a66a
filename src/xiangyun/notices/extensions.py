"""More time by name: what it does to one unit's due instant and lock, when a period may close, whom it would reach."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from xiangyun.calendar import due_instant
from xiangyun.core.actor import Actor
from xiangyun.core.clock import ZONE, working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible, WrongState
from xiangyun.core.texts import is_readable
from xiangyun.units.models import Placement, PlacementQuerySet
from xiangyun.units.paths import END
from xiangyun.units.reach import within_any

from .models import Extension, Task, TaskPeriod
from .periods import due_of
from .selectors import line_of, places_of

MOST_REASON = 300
MOST_DAYS = 366
"""How long after the notice's own day more time may reach."""


def due_for(period: TaskPeriod, more: Extension | None) -> datetime | None:
    """When an answer is due from a unit that has more time, or has not; None while no day is known."""
    if period.due_at is None or more is None:
        return period.due_at
    return max(period.due_at, more.due_at)


def came_late(period: TaskPeriod, when: datetime, more: Extension | None) -> bool:
    """Whether an answer of that instant came after the unit's due."""
    due = due_for(period, more)
    return due is not None and when > due


def is_late(period: TaskPeriod, unit_id: int, when: datetime) -> bool:
    """The same for a unit by its id; it is looked up only where the period's own day has passed."""
    return period.is_past(when) and came_late(period, when, more_time_for(period, unit_id))


def is_let_in(period: TaskPeriod, unit_id: int, at: datetime) -> bool:
    """Whether more time still lets a unit answer after the period's own lock."""
    return Extension.objects.of_period(period).of_unit(unit_id).open_at(at).exists()


def more_time_for(period: TaskPeriod, unit_id: int) -> Extension | None:
    """What a unit was given in a period."""
    return Extension.objects.of_period(period).of_unit(unit_id).first()


def more_time_in(period: TaskPeriod, units: Collection[int] | None = None) -> dict[int, Extension]:
    """What was given in a period, by unit; to some units or to all."""
    found = Extension.objects.of_period(period)
    return {more.unit_id: more for more in (found if units is None else found.at_units(units))}


def given_below(actor: Actor, task: Task) -> QuerySet[Any]:
    """What units at and below the actor's own were given of a task, the newest periods first; each with its unit, its
    period, and `path`: where the unit stands now in the territory, or stood last."""
    within = Q() if actor.is_system else within_any(actor.paths, "unit")
    for line, path in actor.lines:
        within |= within_any((path,), "unit", line)
    found = Extension.objects.visible_to(actor).filter(within, period__task=task)
    stood = Placement.objects.territorial().of_unit(OuterRef("unit")).order_by("-from_on").values("path")[:1]
    return found.select_related("unit", "period").annotate(path=Subquery(stood)).order_by("-period__start_on", "path")


def with_more_time(periods: QuerySet[TaskPeriod], unit_id: int) -> Any:
    """Periods with what one unit was given in each, in the same query: see `more_time_on`."""
    given = Extension.objects.of_period(OuterRef("pk")).of_unit(unit_id)
    columns = ("due_at", "locks_at", "reason")
    return periods.annotate(**{f"more_{name}": Subquery(given.values(name)[:1]) for name in columns})


def more_time_on(period: Any, unit_id: int) -> Extension | None:
    """What a period from `with_more_time` says of its unit."""
    if period.more_due_at is None:
        return None
    return Extension(
        period=period,
        unit_id=unit_id,
        due_at=period.more_due_at,
        locks_at=period.more_locks_at,
        reason=period.more_reason,
    )


def ready_to_close(at: datetime) -> QuerySet[Any]:
    """The open periods whose own lock and all locks of more time have passed, by `closes_at`, the last of these."""
    given = Extension.objects.of_period(OuterRef("pk")).order_by("-locks_at").values("locks_at")[:1]
    closes = Greatest(F("locks_at"), Coalesce(Subquery(given), F("locks_at")))
    return TaskPeriod.objects.unclosed().annotate(closes_at=closes).filter(closes_at__lte=at).order_by("closes_at")


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What an owner gives: up to which day, why, to whom. Each of `picked` stands for itself and all below it.

    `silent_only`: only to those that sent nothing yet.
    """

    due_on: date
    reason: str
    picked: tuple[UUID, ...]
    silent_only: bool = True


@dataclass(slots=True)
class Reached:
    """Whom it reaches: `given` get it; `answered` are left out since they sent; `kept` have as much time already."""

    given: int = 0
    answered: int = 0
    kept: int = 0
    places: QuerySet[Any] = field(default_factory=Placement.objects.none)


def open_period(actor: Actor, period_uid: UUID, at: datetime, *, held: bool = False) -> TaskPeriod:
    """A period in which the actor may give more time. NotVisible, NotAllowed, WrongState `locked`, BadInput
    `parent_has_no_day`. `held`: its row until the transaction ends."""
    seen = TaskPeriod.objects.with_task().filter(task__in=Task.objects.visible_to(actor).published())
    period = (seen.select_for_update(of=("self",)) if held else seen).filter(uid=period_uid).first()
    if period is None:
        raise NotVisible(kind="period")
    if not may_extend(period.task, actor):
        raise NotAllowed(step="extend_deadline")
    if period.due_at is None or period.locks_at is None:
        raise BadInput("parent_has_no_day")
    if period.closed_at is not None or at >= period.locks_at:
        raise WrongState("locked", locked_at=period.locks_at.isoformat())
    return period


def may_extend(task: Task, actor: Actor) -> bool:
    """Officers of the bureau whose task it is: nobody below or above it loosens its day."""
    return actor.is_system or (actor.holds("officer") and task.owner_id == actor.unit_id)


def new_due(period: TaskPeriod, due_on: date) -> datetime:
    """The instant of the new day: at the time of day that the notice's own has."""
    return due_instant(due_on, due_of(period).at, ZONE)


def check_grant(period: TaskPeriod, more: MoreTime, at: datetime) -> None:
    """BadInput `reason_needed`, `not_text`, `too_long`, `not_later` (than the notice's own day, or past) or
    `too_much_later`."""
    if not more.reason.strip():
        raise BadInput("reason_needed")
    if not is_readable(more.reason) or len(more.reason.strip()) > MOST_REASON:
        raise BadInput("too_long" if is_readable(more.reason) else "not_text")
    first = working_date(period.due_at) if period.due_at else more.due_on
    if more.due_on > first + timedelta(days=MOST_DAYS):
        raise BadInput("too_much_later")
    if more.due_on <= first or new_due(period, more.due_on) <= at:
        raise BadInput("not_later")


def reached_by(period: TaskPeriod, more: MoreTime, at: datetime) -> Reached:
    """Whom it would reach now; one query, and one for where the picked stand. NotVisible for who stands nowhere."""
    meant = _meant(period, more.picked, at)
    sent = period.returns.filter(sent_at__isnull=False, unit=OuterRef("unit"))
    has = Extension.objects.of_period(period).of_unit(OuterRef("unit")).filter(due_at__gte=new_due(period, more.due_on))
    places: QuerySet[Any] = meant.annotate(has_sent=Exists(sent), has_time=Exists(has))
    found = Reached()
    counted = places.order_by().values_list("has_sent", "has_time").annotate(n=Count("pk"))
    for has_sent, has_time, n in counted:
        name = "answered" if has_sent and more.silent_only else "kept" if has_time else "given"
        setattr(found, name, getattr(found, name) + n)
    found.places = places.filter(has_time=False)
    if more.silent_only:
        found.places = found.places.filter(has_sent=False)
    return found


def _meant(period: TaskPeriod, picked: Iterable[UUID], at: datetime) -> PlacementQuerySet:
    """The units that owe the period, at and below the picked ones."""
    day, wanted = period.counting_day(at), set(picked)
    there = Placement.objects.on(day).along(line_of(period.task.selector)).filter(unit__uid__in=wanted)
    tops = dict(there.values_list("unit__uid", "path"))
    if len(tops) != len(wanted):
        raise NotVisible(kind="unit")
    within = Q(pk__in=[])
    for path in tops.values():
        within |= Q(path__gte=path, path__lt=path + END)
    return places_of(period.task.selector, day).filter(within)
