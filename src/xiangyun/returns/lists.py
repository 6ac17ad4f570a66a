"""Who stands behind a figure: the units of a board's cell, with their returns."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.notices.models import TaskPeriod
from xiangyun.notices.selectors import units_of
from xiangyun.units.models import Unit
from xiangyun.units.paths import END

from .models import Return
from .states import ReturnState

SENT = Q(sent_at__isnull=False)
OWED, MISSING = "owed", "missing"
BY_STATE = {
    "returned": SENT,
    "on_time": SENT & Q(on_time=True),
    "late": SENT & Q(on_time=False),
    "waiting": Q(state=ReturnState.SUBMITTED),
    "sent_back": Q(state=ReturnState.SENT_BACK),
    "accepted": Q(state=ReturnState.ACCEPTED),
    "by_rule": Q(by_rule=True),
    "by_hand": Q(state=ReturnState.ACCEPTED, by_rule=False),
}
STATES = (OWED, *BY_STATE, MISSING)


def units_behind(*, actor: Actor, period: TaskPeriod, unit: Unit, state: str, day: date) -> QuerySet[Unit]:
    """The units at and below `unit` that a figure counts, each with its `path` and `sent`: its sent return, or none.

    `unit` was found by `unit_shown` for the same actor and day, so it lies in the actor's own subtree.
    """
    if state not in STATES:
        raise BadInput("unknown_state", state=state)
    returns = Return.objects.visible_to(actor).filter(period=period)
    below = {"path__gte": unit.path, "path__lt": unit.path + END}
    units = units_of(period.task.selector, day).placed(day).filter(**below)
    if state == MISSING:
        units = units.filter(~Exists(returns.filter(SENT, unit=OuterRef("pk"))))
    elif state != OWED:
        units = units.filter(Exists(returns.filter(BY_STATE[state], unit=OuterRef("pk"))))
    sent = Prefetch("returns", queryset=returns.filter(SENT), to_attr="sent")
    return units.prefetch_related(sent).in_list_order()
