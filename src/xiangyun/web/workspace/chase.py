"""Chasing: who has not answered below a unit, whom to ask there, what to write to a group, and who asked already."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.messages.models import Chase
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.actions.chase_missing import chase_missing
from xiangyun.returns.chasing import Counted, asked_at, chases_of, contact_of, counted_below, may_chase, missing_below
from xiangyun.units.models import Unit
from xiangyun.units.parents import names_above
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .board_asked import asked_of
from .board_lines import Links
from .board_words import asked_word, deadline_words, period_words
from .chat_texts import TITLE, in_chinese, messages_of, shortened
from .numbers import Part, few
from .share import due_in_full, share_block
from .short_links import link_to
from .wording import said

PAGE = 50
NAMED = 200
"""Up to so many units the text names each; above, it counts them under each unit directly below."""


@require_safe
def page(request: Request, task: UUID) -> HttpResponse:
    """The missing in list order by the unit above, with whom to ask, and a text, link and code for a group."""
    asked = asked_of(request, request.GET, task)
    period, unit = asked["period"], asked["unit"]
    missing = missing_below(actor=request.actor, **asked)
    counted = counted_below(missing, unit, asked["day"], period.task.line)
    named = list(missing.prefetch_related(None)) if 0 < counted.n <= NAMED else []
    shown = _shown(request, missing, named)
    above = names_above(row.path for row in named or shown.rows)
    chases = chases_of(period)
    context = {
        "title": said(period.task.title),
        "deadline": deadline_words(period, request.at),
        "asked_word": asked_word(period.task),
        "task": task,
        "unit": unit,
        "n": counted.n,
        "shown": shown,
        "parts": list(_parts(shown.rows, above, period, chases, request)),
        "asked": asked_words(chases, unit.path, request),
        "may_chase": may_chase(request.actor) and period.closed_at is None,
        "texts": chase_texts(request, period, unit, counted, [(above.get(u.path, ""), u.name) for u in named]),
        "share": share_block(request, "period", period.pk, period.uid),
    }
    return render(request, "workspace/chase.html", context | _around(request, task, period, unit, counted))


@require_POST
def done(request: Request, task: UUID) -> HttpResponse:
    """Keep that the missing were asked now."""
    asked = asked_of(request, request.POST, task)
    chase = chase_missing(actor=request.actor, at=request.at, **asked)
    says = ngettext("Noted: %(n)s unit was chased.", "Noted: %(n)s units were chased.", chase.n)
    messages.success(request, says % {"n": chase.n})
    return redirect(chase_url(task, asked["period"], asked["unit"]))


def chase_url(task: UUID, period: TaskPeriod, unit: Unit) -> str:
    """The list of the missing at and below a unit."""
    query = urlencode({"period": period.key, "unit": unit.uid})
    return f"{reverse('workspace:chase', args=[task])}?{query}"


def _around(request: Request, task: UUID, period: TaskPeriod, unit: Any, counted: Counted) -> dict[str, Any]:
    """The ways to other lists: the board, narrower ones, the pages before and after."""
    q = request.GET.get("q", "")
    kept = {"period": period.key, "unit": unit.uid, "q": q}
    below = counted.groups if any(group.n > 1 for group in counted.groups) else []  # else they are the list itself
    return {
        "key": period.key,
        "period": period_words(period),
        "q": q,
        "base": f"{urlencode(kept)}&",
        "board_url": Links(task, period.key).board(unit),
        "groups": [{"name": g.unit.name, "n": g.n, "url": chase_url(task, period, g.unit)} for g in below],
    }


def _shown(request: Request, missing: QuerySet[Unit], named: Sequence[Unit]) -> Part:
    """A page of the list, by what is in the name; of a short list that was read already, or read now."""
    q, number = request.GET.get("q", "").strip(), few(request.GET.get("page"), 1)
    start = (number - 1) * PAGE
    if named:
        found = [unit for unit in named if q in unit.name][start : start + PAGE + 1]
    else:
        found = list(missing.prefetch_related(None).filter(Q(name__contains=q) if q else Q())[start : start + PAGE + 1])
    return Part(found[:PAGE], number, len(found) > PAGE)


def _parts(
    rows: Sequence[Any], above: dict[str, str], period: TaskPeriod, chases: Sequence[Chase], request: Request
) -> Iterator[dict[str, Any]]:
    """The rows under the name of the unit above them, with how often that one's were chased."""
    for name, units in groupby(rows, lambda unit: above.get(unit.path, "")):
        there = list(units)
        yield {
            "name": name,
            "asked": asked_words(chases, there[0].path, request),
            "rows": [
                {
                    "name": unit.name,
                    "url": reverse("workspace:unit", args=[unit.uid]),
                    "contact": contact_of(request.actor, unit, period.task.line),
                }
                for unit in there
            ],
        }


def asked_words(chases: Sequence[Chase], path: str, request: Request) -> str:
    """How often the missing of a place were chased, when last and by which body; blank if never."""
    asked = asked_at(chases, path)
    if asked is None:
        return ""
    at = asked.last.at
    is_today = working_date(at) == working_date(request.at)
    when = _("today %(clock)s") % {"clock": zhdate(at, "clock")} if is_today else zhdate(at, "time")
    says = ngettext("chased %(n)s time, %(when)s, %(unit)s", "chased %(n)s times, last %(when)s, %(unit)s", asked.times)
    return says % {"n": asked.times, "when": when, "unit": asked.last.by_unit_name}


def chase_texts(
    request: Request, period: TaskPeriod, unit: Unit, counted: Counted, named: Sequence[tuple[str, str]]
) -> list[str]:
    """What to write to a group: who is missing, by when it was due, where to answer. `named` are (above, name); a list
    too long to name is counted under the units directly below. None when nobody is missing."""
    if not counted.n:
        return []
    link = link_to(request, "period", period.pk)
    with in_chinese():
        words = {
            "title": shortened(said(period.task.title), TITLE),
            "due": due_in_full(period),
            "now": zhdate(request.at, "time"),
            "unit": unit.name,
            "n": counted.n,
        }
        head = _("[Reminder] %(title)s, due %(due)s. As of %(now)s not in yet from %(unit)s: %(n)s units.") % words
        tail = _("Answer here: %(link)s") % {"link": link}
        return messages_of(head, _named_lines(named) if named else _counted_lines(counted), tail)


def _named_lines(named: Sequence[tuple[str, str]]) -> list[list[str]]:
    """A line for each unit above, with the names below it; without its name where there is only one."""
    several = len({above for above, _name in named}) > 1
    return [
        [_("%(unit)s: ") % {"unit": above} if several and above else "", *(name for _above, name in rows)]
        for above, rows in groupby(named, lambda pair: pair[0])
    ]


def _counted_lines(counted: Counted) -> list[list[str]]:
    return [["", *(_("%(unit)s %(n)s") % {"unit": group.unit.name, "n": group.n} for group in counted.groups)]]
