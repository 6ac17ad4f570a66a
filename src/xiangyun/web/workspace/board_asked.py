"""What a page around a board is asked for by its address: which period, below which unit, in the tree of which day."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from xiangyun.core.errors import NotVisible
from xiangyun.returns.duties import counting_day
from xiangyun.returns.queries import period_shown, unit_shown
from xiangyun.web.shared.requests import Request


def asked_of(request: Request, given: QueryDict, task: UUID) -> dict[str, Any]:
    """`period`, `unit` and `day`, as the reads behind boards take them; NotVisible for what the actor does not see."""
    period = period_shown(request.actor, task, given.get("period", ""), request.at)
    day = counting_day(period, request.at)
    unit = unit_shown(request.actor, uid_of(given.get("unit")), period.task.selector, day)
    return {"period": period, "unit": unit, "day": day}


def uid_of(text: str | None) -> UUID | None:
    """A unit's public id, None for none; NotVisible for what is no id."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible(kind="unit") from None
