"""What the page shows on which several clauses are decided together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.queries import tasks_near
from xiangyun.notices.states import KINDS, ClauseState

from .clause_rows import rows_in
from .clause_words import kind_says, kind_word, stock_reason
from .notice_filters import Asked, Ground, asked_in, chosen
from .notice_rules import ruled
from .notice_text import chapters_of
from .notice_views import Link
from .notice_words import short_name
from .notices import crumbs
from .wording import said

MOST = 300


def group_context(notice: Notice, given: QueryDict, wanted: Sequence[UUID]) -> dict[str, Any]:
    """The open clauses that were ticked, or that a choice names; the tasks they may go with."""
    clauses = list(notice.clauses.order_by("start"))
    flags, asked, chapters = ruled(notice, clauses), asked_in(given), chapters_of(notice.text)
    found = [c for c in clauses if c.uid in set(wanted)] if wanted else []
    if not wanted:
        found = chosen(clauses, asked, Ground(notice.text, chapters, flags.rules, flags.rules_waiting))
    open_ones = [clause for clause in found if clause.state == ClauseState.OPEN][:MOST]
    kinds = {clause.kind for clause in open_ones}
    page = reverse("workspace:notice", args=[notice.uid])
    return {
        "notice": notice,
        "rows": rows_in(notice, open_ones, flags),
        "chosen": {clause.uid for clause in open_ones},
        "tasks": task_choices(notice, open_ones[0].start if open_ones else 0),
        "kinds": [(kind, kind_word(kind), kind_says(kind)) for kind in KINDS],
        "stock": stock_reason(kinds.pop()) if len(kinds) == 1 else "",
        "filters": _filters(asked, clauses),
        "crumbs": crumbs(_("Decide several together"), (short_name(notice), page)),
    }


def _filters(asked: Asked, clauses: Sequence[Clause]) -> list[Link]:
    """Open clauses by kind."""
    counts = {kind: sum(c.kind == kind and c.state == ClauseState.OPEN for c in clauses) for kind in KINDS}
    return [
        Link(f"{kind_word(kind)} {n}", asked.address(kind=kind, show="open"), asked.kind == kind)
        for kind, n in counts.items()
        if n
    ]


def task_choices(notice: Notice, near: int) -> list[tuple[UUID, str]]:
    """The tasks of a draft, as (uid, title), those of clauses near a place of the text first."""
    return [(task.uid, said(task.title)) for task in tasks_near(notice, near)]
