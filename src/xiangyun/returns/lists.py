"""Who stands behind a figure: the units of a board's cell, with their returns."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.models import TaskPeriod
from xiangyun.units.models import Unit
from xiangyun.units.paths import END

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
    returns = period.returns.filter(SENT)  # all of them visible: sent, and in the own subtree
    below = {"path__gte": unit.path, "path__lt": unit.path + END}
    units = Unit.objects.placed(day, line=period.task.line).filter(
        reached_from(unit, period.task.selector, day), **below
    )
    if state == MISSING:
        units = units.exclude(pk__in=returns.values("unit"))
    elif state != OWED:
        units = units.filter(pk__in=returns.filter(BY_STATE[state]).values("unit"))
    return units.prefetch_related(Prefetch("returns", queryset=returns, to_attr="sent")).in_list_order()
