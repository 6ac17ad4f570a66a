"""Boards: every task at a glance, one task's table of units, and who stands behind a number."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.notices.definitions import whole_level
from xiangyun.notices.models import Task
from xiangyun.notices.pinning import is_open, may_pin
from xiangyun.notices.quotas import city_total
from xiangyun.packs.notice_figures import stated_at
from xiangyun.returns.actions.export_units import export_units
from xiangyun.returns.board import Board, board_of
from xiangyun.returns.lists import STATES, units_behind
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .board_asked import asked_of, uid_of
from .board_handed import handed_words
from .board_lines import Links, Setting, elsewhere, figures, line, setting_of
from .board_units import csv_of, unit_rows
from .board_words import asked_word, deadline_words, figure_words, list_word, period_words
from .glances import glance_cards
from .quota_words import total_words
from .wording import said

PAGE = 50
DEEPEST = 2
"""Lines further down are drawn as far in as this: a phone has no more room."""


@require_safe
def listing(request: Request) -> HttpResponse:
    """The published tasks that concern the post's unit, each with its figures now."""
    return render(request, "workspace/boards.html", {"glances": glance_cards(request)})


@require_safe
def page(request: Request, task: UUID) -> HttpResponse:
    """The board of a period at a unit; the newest opened period and the post's own unit unless asked otherwise."""
    board = _board(request, task)
    setting = setting_of(board, request.actor, request.at)
    context = {
        "board": board,
        "title": said(board.task.title),
        "crumbs": _crumbs(board),
        "above": [{"name": u.name, "url": setting.links.board(u)} for u in board.above],
        "deadline": deadline_words(board.period, request.at),
        "handed": handed_words(board, setting, request),
        "pins": is_open(board.task) and may_pin(board.task, request.actor),
        "is_past": setting.is_past,
        "at": request.at,
        "period": period_words(board.period),
        "figures": figures(board, setting),
        "elsewhere": elsewhere(board, setting),
        "quotas": _quotas(board),
        "sums": [{"label": said(s.label), "amount": s.amount} for s in board.sums],
        "columns": setting.columns,
        "lines": [line(row, setting, 0) for row in board.rows],
        "total": line(board.top, setting, 0) if not board.top.is_leaf else None,
        "steps": _steps(board, setting, request),
        "source": _source(board),
    }
    return render(request, "workspace/board.html", context)


@require_safe
def rows(request: Request, task: UUID) -> HttpResponse:
    """The lines below a unit, for the table that is open already."""
    board = _board(request, task)
    setting = setting_of(board, request.actor, request.at)
    depth = min(_number(request.GET.get("depth"), 1), DEEPEST)
    lines = [line(row, setting, depth) for row in board.rows]
    return render(request, "workspace/board_rows.html", {"lines": lines, "columns": setting.columns})


@require_safe
def behind(request: Request, task: UUID) -> HttpResponse:
    """The units that a number counts, each with what it sent, or whom to ask."""
    asked = _asked(request, request.GET, task)
    found, period, unit = units_behind(actor=request.actor, **asked), asked["period"], asked["unit"]
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    links, words, state = Links(task, period.key), figure_words(), asked["state"]
    context = {
        "title": said(period.task.title),
        "task": task,
        "unit": unit,
        "state": state,
        "state_word": words[state],
        "states": [(s, words[s]) for s in STATES],
        "key": period.key,
        "period": period_words(period),
        "board_url": links.board(unit),
        "base": f"{links.units(unit, state).partition('?')[2]}&",
        "found": shown,
        "rows": unit_rows(list(shown), request.actor, period, request.at),
    }
    return render(request, "workspace/board_units.html", context)


@require_POST
def export(request: Request, task: UUID) -> HttpResponseBase:
    """The same list as a file. It leaves the site with names and numbers of persons, so the log keeps who took it."""
    asked = _asked(request, request.POST, task)
    found = export_units(actor=request.actor, at=request.at, **asked)
    return csv_of(found, request.actor, asked["period"], request.at)


def _asked(request: Request, given: QueryDict, task: UUID) -> dict[str, Any]:
    """Which list: where, and in which state."""
    return asked_of(request, given, task) | {"state": given.get("state", "owed")}


def _board(request: Request, task: UUID) -> Board:
    return board_of(
        actor=request.actor,
        task_uid=task,
        at=request.at,
        period=request.GET.get("period", ""),
        unit_uid=uid_of(request.GET.get("unit")),
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def _crumbs(board: Board) -> list[dict[str, str]]:
    notice = board.task.notice
    day = zhdate(notice.issued_on, "short")
    name = _("notice of %(day)s") % {"day": day} if day else notice.title or _("notice")
    clause = board.period.clause  # type: ignore[attr-defined]
    return [
        {"label": _("Boards"), "url": reverse("workspace:boards")},
        {"label": name, "url": reverse("workspace:notice", args=[notice.uid])},
        {"label": _("clause %(position)s") % {"position": clause} if clause else said(board.task.title), "url": ""},
    ]


def _quotas(board: Board) -> list[str]:
    """What the task comes to, on the board of its owner: two queries, none where it asks no number."""
    is_owners = board.top.unit.pk == board.task.owner_id
    asks: bool = board.period.has_quotas  # type: ignore[attr-defined]
    return total_words(city_total(board.task, board.day), board.top.unit) if is_owners and asks else []


def _steps(board: Board, setting: Setting, request: Request) -> dict[str, Any] | None:
    """The way to the day before and after, and to any day; none for a task that asks once."""
    if board.task.recurrence == Task.Recurrence.ONCE:
        return None
    period: Any = board.period
    unit, links = board.top.unit, setting.links
    return {
        "earlier": links.on(period.earlier, unit) if period.earlier else "",
        "later": links.on(period.later, unit) if period.later else "",
        "key": period.key,
        "unit": unit.uid,
        "first": board.task.starts_on.isoformat(),
        "last": min(board.task.ends_on, working_date(request.at)).isoformat(),
    }


def _source(board: Board) -> dict[str, Any]:
    """The list that counts who owes, beside what the notice says of the same place and level."""
    unit: Any = board.top.unit
    stated = stated_at(unit.name).get(whole_level(board.task.selector.definition) or 0)
    return {
        "publisher": list_word(unit.edition_of or ""),
        "as_of": unit.edition_as_of,
        "n": board.top.owed,
        "asked": asked_word(board.task),
        "stated": stated["n"] if stated else None,
        "differs": abs(board.top.owed - stated["n"]) if stated else 0,
        "since_moved": abs(board.since_moved.get("owed", 0)),
    }
