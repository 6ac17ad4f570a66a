"""On a board: the own earlier day of who looks, its slack to the notice's, what those above ask; more time by name."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyun.notices.handing_down import HANDERS, Word, stands_below
from xiangyun.returns.board import Board
from xiangyun.returns.own_days import OwnDay, words_on
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import number, zhdate

from .board_lines import Setting


def handed_words(board: Board, setting: Setting, request: Request) -> dict[str, Any]:
    """Lines under the figures, and the ways to hand on and to more time.

    One query for those below the task's owner that set no own day; nobody hands a task down to the owner.
    """
    actor, task, own = request.actor, board.task, setting.own_day
    is_below = stands_below(actor, task.owner_id)
    hands = actor.holds(*HANDERS) and is_below and board.top.owed > 0
    gives = actor.holds("officer") and actor.unit_id == task.owner_id
    has_more = board.period.has_more_time  # type: ignore[attr-defined]
    return {
        "own": _own(own, board) if own else {},
        "told": [
            _told(word, board) for word in (words_on(board, actor, request.at) if own is None and is_below else [])
        ],
        "url": reverse("workspace:hand-down", args=[task.uid]) if hands else "",
        "has_more": has_more,
        "more_url": reverse("workspace:more-time", args=[task.uid]) + f"?period={board.period.key}"
        if gives or has_more
        else "",
    }


def _own(own: OwnDay, board: Board) -> dict[str, Any]:
    if own.due_at is None:
        return {"void": True}
    n = own.after(board.top)
    words = {"when": zhdate(own.due_at, "time"), "notice": zhdate(board.period.due_at, "time")}
    return {
        "says": _("Our own date: %(when)s; the notice's: %(notice)s") % words,
        "slack": slack_words(own.slack),
        "after": ngettext("%(n)s after our own date", "%(n)s after our own date", n) % {"n": number(n)}
        if own.is_past
        else _("not over yet"),
    }


def slack_words(days: int) -> str:
    """What lies between the own day and the notice's."""
    if not days:
        return _("earlier on the same day")
    return ngettext("slack: %(n)s day", "slack: %(n)s days", days) % {"n": days}


def _told(word: Word, board: Board) -> dict[str, str]:
    due = word.due_in(board.period)
    return {"who": str(word.unit), "note": word.note, "by": zhdate(due, "time") if due else ""}
