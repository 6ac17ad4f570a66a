"""One clause: its words in their place, what would be made of it, what speaks against it, and every way to decide."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyun.core.errors import NotVisible
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.proposals import proposals_for
from xiangyun.notices.states import ORDERS, ClauseState
from xiangyun.web.shared.requests import Request

from .clause_proposals import ProposalCard, proposal_card
from .clause_rows import row_of
from .clause_words import kind_says, stock_reason
from .notice_filters import is_open
from .notice_finding_cards import finding_cards, finding_stretches
from .notice_rules import Ruled, rule_cards, ruled
from .notice_text import MarkedText, Paragraph, Seen
from .notice_words import short_name
from .notices import UNDO, crumbs, notice_at

AROUND = 160
"""Characters of its paragraph that are shown before and behind a clause."""
_STOPS = re.compile(r"[。；;\n]")


@require_safe
def page(request: Request, uid: UUID, clause: UUID) -> HttpResponse:
    """A clause of a draft, for its officer."""
    notice = notice_at(request, uid, "submit")
    clauses = list(notice.clauses.order_by("start"))
    this = clause_in(clauses, clause)
    flags = ruled(notice, clauses)
    waiting = [c for c in clauses if is_open(c)]
    context = {
        "notice": notice,
        "row": row_of(notice, this, is_flagged=this.pk in flags.waiting),
        "kind_says": kind_says(this.kind),
        "around": around(notice, clauses, this, flags),
        "rules": rule_cards(this, flags.flags.get(this.pk, ()), notice.issued_on),
        "findings": _findings(notice, this),
        "proposal": _proposal(request, notice, clauses, this),
        "stock": stock_reason(this.kind),
        "joins": _next_to(clauses, this),
        "undo": _undo(request, notice),
        **_way(waiting, this),
        "crumbs": crumbs(_("Clause %(no)s") % {"no": this.position}, (short_name(notice), _page(notice))),
    }
    return render(request, "workspace/clause.html", context)


def _page(notice: Notice) -> str:
    return reverse("workspace:notice", args=[notice.uid])


def clause_in(clauses: Sequence[Clause], uid: UUID) -> Clause:
    """One of them, or NotVisible."""
    found = next((clause for clause in clauses if clause.uid == uid), None)
    if found is None:
        raise NotVisible(kind="clause")
    return found


def around(notice: Notice, clauses: Sequence[Clause], this: Clause, flags: Ruled) -> list[Paragraph]:
    """The paragraph of a clause, cut at sentences far from it; the clause itself is outlined."""
    text = notice.text
    first = text.rfind("\n", 0, this.start) + 1
    last = text.find("\n", this.end)
    last = len(text) if last < 0 else last
    if this.start - first > AROUND:
        first = next((m.end() for m in _STOPS.finditer(text, this.start - AROUND, this.start)), this.start)
    if last - this.end > AROUND:
        last = next((m.end() for m in _STOPS.finditer(text, this.end, this.end + AROUND)), this.end)
    shown = [clause for clause in clauses if first <= clause.start and clause.end <= last]
    urls = {c.pk: reverse("workspace:clause", args=[notice.uid, c.uid]) for c in shown}
    seen = Seen(urls, inside=True, flagged=frozenset(flags.waiting), facts=True, now=this.pk)
    marks = [*flags.stretches({clause.pk for clause in shown}), *finding_stretches(notice)]
    return list(MarkedText(text, shown, seen, marks).between(first, last))


def _findings(notice: Notice, this: Clause) -> list[Any]:
    """What the text leaves open within its words."""
    touching = {
        number
        for number, found in enumerate(notice.findings)
        if any(span["start"] < this.end and this.start < span["end"] for span in found["spans"])
    }
    return [card for card in finding_cards(notice) if card.number in touching]


def _proposal(request: Request, notice: Notice, clauses: Sequence[Clause], this: Clause) -> ProposalCard | None:
    if this.kind != "duty" or this.state != ClauseState.OPEN:
        return None
    return proposal_card(proposals_for(request.actor, notice, clauses, request.at, {this.uid})[this.pk])


def _next_to(clauses: Sequence[Clause], this: Clause) -> Clause | None:
    """The clause behind it, where the two can become one."""
    following = next((clause for clause in clauses if clause.start >= this.end), None)
    both = (this, following) if following else ()
    return following if both and all(c.state == ClauseState.OPEN and c.kind in ORDERS for c in both) else None


def _undo(request: Request, notice: Notice) -> Any:
    step = request.session.get(UNDO)
    return step if step and step["notice"] == str(notice.uid) else None


def _way(waiting: Sequence[Clause], this: Clause) -> dict[str, Any]:
    """How many still wait, the open clause before and the one behind."""
    return {
        "left": len(waiting),
        "before": next((c for c in reversed(waiting) if c.start < this.start), None),
        "behind": next((c for c in waiting if c.start > this.start), None),
    }
