"""Making tasks of duties as they were read: one, or after a preview all that are clear."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.accept_proposals import accept_proposals
from xiangyun.notices.models import Notice, Task
from xiangyun.notices.proposals import proposals_for
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .clause_forms import uids_in
from .clause_proposals import proposal_card
from .clause_undo import remember
from .clauses import onward
from .notice_words import short_name
from .notices import crumbs, notice_at


@require_http_methods(["GET", "POST"])
def accept(request: Request, uid: UUID) -> HttpResponse:
    """All that need no decision, each ticked; or with a post those that are."""
    notice = notice_at(request, uid, "submit")
    if request.method == "POST":
        return _accepted(request, notice, uids_in(request.POST.getlist("clause")))
    made = proposals_for(request.actor, notice, list(notice.clauses.order_by("start")), request.at).values()
    cards = [proposal_card(one) for one in made]
    page = reverse("workspace:notice", args=[uid])
    context = {
        "notice": notice,
        "clear": [card for card in cards if card.can_make],
        "others": [card for card in cards if not card.can_make],
        "crumbs": crumbs(_("Make all that are clear"), (short_name(notice), page)),
    }
    return render(request, "workspace/task_accept.html", context)


def _accepted(request: Request, notice: Notice, wanted: Sequence[UUID]) -> HttpResponse:
    if not wanted:
        messages.error(request, _("Choose a clause that is still open."))
        return redirect("workspace:tasks-accept", notice.uid)
    titles = {uid: request.POST.get(f"title_{uid}", "") for uid in wanted}
    try:
        tasks = accept_proposals(
            actor=request.actor, notice_uid=notice.uid, clause_uids=wanted, titles=titles, at=request.at
        )
    except BadInput as refused:
        messages.error(request, sentence(refused.reason) or _("This could not be done."))
        return redirect("workspace:tasks-accept", notice.uid)
    if not tasks:
        messages.error(request, _("Nothing is made: each of these must be looked at first."))
        return redirect("workspace:notice", notice.uid)
    told_made(request, notice, tasks)
    return onward(request, notice, wanted)


def told_made(request: Request, notice: Notice, tasks: Sequence[Task]) -> None:
    """Say how many tasks were made, and how to take them back."""
    remember(request, notice.uid, "remove", made_words(tasks), [task.uid for task in tasks])


def made_words(tasks: Sequence[Any]) -> str:
    """How many."""
    n = len(tasks)
    return ngettext("%(n)s task is made.", "%(n)s tasks are made.", n) % {"n": n}
