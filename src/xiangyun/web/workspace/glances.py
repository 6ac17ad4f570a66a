"""Tasks at a glance, for the list of boards and for the desk of who looks after others."""

from typing import Any

from django.urls import reverse

from xiangyun.returns.glance import Glance, glances_of
from xiangyun.web.shared.requests import Request

from .board_words import asked_word, deadline_words, period_words
from .wording import said


def glance_cards(request: Request) -> list[dict[str, Any]]:
    """The published tasks that concern the post's unit, each with its figures now."""
    return [glance_card(glance, request) for glance in glances_of(request.actor, request.at)]


def glance_card(glance: Glance, request: Request) -> dict[str, Any]:
    """One of them."""
    period = glance.period
    return {
        "title": said(glance.task.title),
        "url": reverse("workspace:board", args=[glance.task.uid]),
        "notice": glance.task.notice.title or glance.task.notice.number,
        "period": period_words(period) if period else "",
        "deadline": deadline_words(period, request.at) if period else "",
        "is_past": bool(period and period.is_past(request.at)),
        "asked": asked_word(glance.task),
        "owed": glance.owed,
        "returned": glance.returned,
        "missing": glance.missing,
    }
