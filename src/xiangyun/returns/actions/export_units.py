"""Take out the list of units behind a figure."""

from datetime import date, datetime

from django.db.models import QuerySet

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.lists import units_behind
from xiangyun.units.models import Unit


def export_units(
    *, actor: Actor, period: TaskPeriod, unit: Unit, state: str, day: date, at: datetime
) -> QuerySet[Unit]:
    """The units that `units_behind` gives, with whom to ask: the log keeps who took how many of which list."""
    found = units_behind(actor=actor, period=period, unit=unit, state=state, day=day)
    detail = {"period": period.key, "unit": unit.uid, "state": state, "units": found.count()}
    record("units.exported", actor=actor, at=at, subject=("task", period.task.uid), detail=detail)
    return found
