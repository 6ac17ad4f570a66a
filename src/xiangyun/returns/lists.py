"""Who stands behind a figure: the units of a board's cell, with their returns."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.models import TaskPeriod
from xiangyun.notices.selectors import units_of
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of

from .board import may_look
from .duties import counting_day
from .models import Return
from .states import ReturnState

SENT = Q(sent_at__isnull=False)
BY_STATE = {
    "returned": SENT,
    "on_time": SENT & Q(on_time=True),
    "late": SENT & Q(on_time=False),
    "sent_back": Q(state=ReturnState.SENT_BACK),
    "accepted": Q(state=ReturnState.ACCEPTED),
    "by_rule": Q(by_rule=True),
}


def units_behind(*, actor: Actor, period: TaskPeriod, unit: Unit, state: str, at: datetime) -> QuerySet[Unit]:
    """The units at and below `unit` that a figure counts, each with `sent` = its sent return, if any."""
    day = counting_day(period, at)
    path = path_of(unit.pk, day)
    if not path or not may_look(actor, path):
        raise NotVisible(kind="unit")
    returns = Return.objects.filter(period=period)
    units = units_of(period.task.selector, day).within(path, day)
    if state == "missing":
        units = units.filter(~Exists(returns.filter(SENT, unit=OuterRef("pk"))))
    elif state in BY_STATE:
        units = units.filter(Exists(returns.filter(BY_STATE[state], unit=OuterRef("pk"))))
    elif state != "owed":
        raise BadInput("unknown_state", state=state)
    sent = Prefetch("returns", queryset=returns.filter(SENT), to_attr="sent")
    return units.prefetch_related(sent).order_by("sort_key", "id")
