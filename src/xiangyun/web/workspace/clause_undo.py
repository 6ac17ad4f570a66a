"""The last step on a draft, kept in the session so that one press takes it back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyun.core.actor import Actor
from xiangyun.core.errors import DomainError
from xiangyun.notices.actions.reclass_clauses import reclass_clauses
from xiangyun.notices.actions.remove_task import remove_task
from xiangyun.notices.actions.reopen_clauses import reopen_clauses
from xiangyun.web.shared.requests import Request

from .notices import UNDO, notice_at


def remember(request: Request, notice: UUID, step: str, words: str, things: Iterable[UUID], **more: Any) -> None:
    """`step` is how it is taken back: reopen or reclass clauses, remove tasks."""
    uids = [str(uid) for uid in things]
    request.session[UNDO] = {"notice": str(notice), "step": step, "words": words, "things": uids, **more}


@require_POST
def undo(request: Request, uid: UUID) -> HttpResponse:
    """Take the last step on this draft back."""
    notice_at(request, uid, "submit")
    step = request.session.pop(UNDO, None)
    if not step or step["notice"] != str(uid):
        messages.error(request, _("There is nothing to take back."))
        return redirect("workspace:notice", uid)
    try:
        _take_back(request.actor, uid, step, request.at)
    except DomainError:
        messages.error(request, _("It was changed meanwhile and cannot be taken back at once. Look at the plan."))
    else:
        messages.success(request, _("Taken back."))
    return redirect("workspace:notice", uid)


def _take_back(actor: Actor, notice: UUID, step: Mapping[str, Any], at: datetime) -> None:
    things = [UUID(uid) for uid in step["things"]]
    match step["step"]:
        case "reopen":
            reopen_clauses(actor=actor, notice_uid=notice, clause_uids=things, at=at)
        case "remove":
            for task in things:
                remove_task(actor=actor, notice_uid=notice, task_uid=task, at=at)
        case "reclass":
            for kind, some in _by_kind(step["kinds"]).items():
                reclass_clauses(actor=actor, notice_uid=notice, clause_uids=some, kind=kind, at=at)


def _by_kind(kinds: Mapping[str, str]) -> dict[str, Sequence[UUID]]:
    return {kind: [UUID(uid) for uid, old in kinds.items() if old == kind] for kind in set(kinds.values())}
