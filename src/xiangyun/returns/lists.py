"""Who stands behind a figure: the units of a board's cell, with their returns."""

from datetime import date

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.models import Missing, TaskPeriod
from xiangyun.units.models import DroppedPlacement, Placement, Unit, UnitQuerySet
from xiangyun.units.paths import END

from .models import Return
from .queries import may_look, reached_from
from .states import ReturnState

SENT = Q(sent_at__isnull=False)
OWED, MISSING = "owed", "missing"
BY_STATE = {
    "returned": Q(),
    "on_time": Q(on_time=True),
    "late": Q(on_time=False),
    "waiting": Q(state=ReturnState.SUBMITTED),
    "sent_back": Q(state=ReturnState.SENT_BACK),
    "accepted": Q(state=ReturnState.ACCEPTED),
    "by_rule": Q(by_rule=True),
    "by_hand": Q(state=ReturnState.ACCEPTED, by_rule=False),
}
STATES = (OWED, *BY_STATE, MISSING)


def units_behind(*, actor: Actor, period: TaskPeriod, unit: Unit, state: str, day: date) -> QuerySet[Unit]:
    """The units at and below `unit` that a figure counts, each with its `path` and `sent`: its sent return, or none.

    `unit` comes from `unit_shown` for the same day. NotVisible beyond the actor's own subtree, BadInput for an
    unknown state.
    """
    if not may_look(actor, unit.path, period.task.line):
        raise NotVisible(kind="unit")
    if state not in STATES:
        raise BadInput("unknown_state", state=state)
    returns = period.returns.filter(SENT, counts=True)  # all of them visible: sent, and in the own subtree
    behind = _as_it_closed if period.closed_at else _as_it_stands
    units = behind(period, unit, state, day, returns)
    return units.prefetch_related(Prefetch("returns", queryset=returns, to_attr="sent")).in_list_order()


def _as_it_stands(period: TaskPeriod, unit: Unit, state: str, day: date, returns: QuerySet[Return]) -> UnitQuerySet:
    """While a period is open its units are those that the tree of the day has."""
    below = {"path__gte": unit.path, "path__lt": unit.path + END}
    placed = Unit.objects.placed(day, line=period.task.line)
    units = placed.filter(reached_from(unit, period.task.selector, day), **below)
    if state == MISSING:
        return units.exclude(pk__in=returns.values("unit"))
    return units if state == OWED else units.filter(pk__in=returns.filter(BY_STATE[state]).values("unit"))


def _as_it_closed(period: TaskPeriod, unit: Unit, state: str, day: date, returns: QuerySet[Return]) -> UnitQuerySet:
    """Once it has closed its units are those that answered or are stored as missing, where they stood then."""
    here = _at_any_path_of(unit, period.task.line)
    missing = Missing.objects.of_period(period).filter(here)
    answered = returns.filter(here).filter(BY_STATE.get(state, Q()))
    behind = Q(pk__in=[]) if state == MISSING else Q(pk__in=answered.values("unit"))
    if state in (OWED, MISSING):
        behind |= Q(pk__in=missing.values("unit_id"))
    stood = Coalesce(
        Subquery(returns.filter(unit=OuterRef("pk")).values("path")[:1]),
        Subquery(missing.filter(unit_id=OuterRef("pk")).values("path")[:1]),
    )
    names = Placement.objects.of_unit(OuterRef("pk")).on(day).along(period.task.line).values("name")[:1]
    then = {"path": stood, "name_then": Coalesce(Subquery(names), F("name"))}
    return Unit.objects.among(behind).annotate(**then)


def _at_any_path_of(unit: Unit, line: str) -> Q:
    """At or below a path that the unit has or had: a later change must not empty the list of a closed period."""
    found = Q(path__gte=unit.path, path__lt=unit.path + END)
    for model in (Placement, DroppedPlacement):
        for path in model._default_manager.filter(unit=unit, line=line).values_list("path", flat=True):
            found |= Q(path__gte=path, path__lt=path + END)
    return found
