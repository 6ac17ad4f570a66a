"""The tree of units as it is in use, beside what the notice says of it; and one unit's own page."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.packs.notice_figures import stated_at
from xiangyun.people.models import Tenure
from xiangyun.returns.desk import Duty, open_duties
from xiangyun.returns.models import Return
from xiangyun.returns.queries import may_look
from xiangyun.units.models import Unit
from xiangyun.units.overview import Branch, Decided, branches_of, decisions_within, levels_of, marks_within, rows_of
from xiangyun.units.queries import ancestors_of, around
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import number

from .board_lines import Links
from .board_words import level_words, list_word
from .wording import due_words, said, state_word

DECISIONS = 50
SENT = 5


@require_safe
def overview(request: Request) -> HttpResponse:
    """The tree from the post's unit down on a day: counts by level, what is marked, what was decided and why."""
    day = _day(request)
    unit = _placed(request.actor, day).filter(pk=request.actor.unit_id).first()
    context: dict[str, Any] = {"day": day, "unit": unit}
    if unit is not None:
        branches, decisions = branches_of(unit.path, day), decisions_within(unit.path, day)
        context |= {
            "above": ancestors_of(unit.path, day),
            "levels": _levels(unit, levels_of(branches)),
            "rows": _codes(unit)[:2],
            "marks": _marks(unit.path, day),
            "branches": [_branch(b) for b in branches],
            "decisions": [_decision(d) for d in decisions[:DECISIONS]],
            "more_decisions": max(0, len(decisions) - DECISIONS),
        }
    return render(request, "workspace/units.html", context)


def _day(request: Request) -> date:
    text = request.GET.get("on", "")
    try:
        return date.fromisoformat(text) if text else working_date(request.at)
    except ValueError:
        raise BadInput("not_a_day", on=text[:20]) from None


def _placed(actor: Actor, day: date) -> Any:
    return Unit.objects.visible_to(actor).placed(day)


def _codes(unit: Unit) -> list[dict[str, Any]]:
    """What each official list calls it: a code means something only together with its list."""
    return [
        {"list": list_word(row.edition.publisher), "as_of": row.edition.as_of, "code": row.code}
        for row in rows_of(unit)
    ]


def _levels(unit: Unit, counts: dict[int, int]) -> list[dict[str, Any]]:
    """For each level below: how many are in use, what the notice says, and the difference in words."""
    stated, words = stated_at(unit.name), level_words()
    return [
        {
            "label": words[level],
            "n": n,
            "stated": stated[level]["n"] if level in stated else None,
            "quote": stated[level]["quote"] if level in stated else "",
            "says": _difference(n - stated[level]["n"]) if level in stated else "",
        }
        for level, n in counts.items()
    ]


def _difference(n: int) -> str:
    if n == 0:
        return _("the same")
    more = ngettext("%(n)s more than the notice says", "%(n)s more than the notice says", n)
    fewer = ngettext("%(n)s fewer than the notice says", "%(n)s fewer than the notice says", -n)
    return (more if n > 0 else fewer) % {"n": abs(n)}


def mark_words() -> dict[str, str]:
    """What a mark means."""
    return {
        Unit.Mark.QUASI: pgettext("mark", "listed like a township, but a park, farm or prison"),
        Unit.Mark.ZONE: pgettext("mark", "development zone, no county"),
        Unit.Mark.FILLER: pgettext("mark", "only fills its level in the list"),
    }


def _marks(path: str, day: date) -> list[dict[str, Any]]:
    words = mark_words()
    return [{"label": words[mark], "n": n} for mark, n in sorted(marks_within(path, day).items()) if mark in words]


def _branch(branch: Branch) -> dict[str, Any]:
    words, unit = level_words(), branch.unit
    counts = [_("%(n)s %(units)s") % {"n": number(n), "units": words[level]} for level, n in branch.below.items()]
    return {"unit": unit, "counts": counts, "mark": mark_words().get(unit.mark, "")}


def _decision(decided: Decided) -> dict[str, Any]:
    decision = decided.decision
    words = {
        "mark": pgettext("decision", "marked as outside"),
        "place": pgettext("decision", "stands elsewhere"),
        "keep": pgettext("decision", "stays in use"),
        "same": pgettext("decision", "is the same place"),
        "leave_out": pgettext("decision", "left out"),
    }
    return {
        "unit": decided.unit,
        "code": decision.code,
        "word": words.get(decision.action, decision.action),
        "reason": decision.reason,
        "list": decision.edition.publisher,
    }


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """Who acts for a unit and where it stands; for those near it also whom to ask, who holds posts, what it owes."""
    day = working_date(request.at)
    unit = _placed(request.actor, day).filter(uid=uid).first()
    if unit is None:
        raise NotVisible(kind="unit")
    is_below = may_look(request.actor, unit.path)
    is_near = is_below or any(own.startswith(unit.path) for own in request.actor.paths)
    above, children = around(unit.path, day)
    context = {
        "unit": unit,
        "mark": mark_words().get(unit.mark, ""),
        "level": level_words().get(unit.level or 0, ""),
        "above": above,
        "children": children,
        "rows": _codes(unit),
        "is_near": is_near,
        "posts": _posts(unit, day) if is_near else [],
        "is_below": is_below,
        **(_work(request, unit) if is_below else {}),
    }
    return render(request, "workspace/unit.html", context)


def _posts(unit: Unit, day: date) -> list[dict[str, str]]:
    words = {
        "reporter": pgettext("role", "reporter"),
        "reviewer": pgettext("role", "reviewer"),
        "officer": pgettext("role", "officer"),
        "director": pgettext("role", "director"),
        "expert": pgettext("role", "expert"),
        "auditor": pgettext("role", "auditor"),
        "security": pgettext("role", "security officer"),
        "admin": pgettext("role", "administrator"),
    }
    held = Tenure.objects.on(day).at_unit(unit.pk)
    return [{"name": tenure.account.name, "role": words.get(tenure.role, tenure.role)} for tenure in held]


def _work(request: Request, unit: Any) -> dict[str, Any]:
    """Looked at by one above it: what it owes now and what it sent lately."""
    duties = open_duties(unit.pk, (unit.path,), request.at)
    sent = Return.objects.visible_to(request.actor).sent_by(unit.pk)
    answered = set(sent.answering(d.period.pk for d in duties).values_list("period", flat=True))
    return {
        "owes": [_owed(d, unit, request) for d in duties if d.period.pk not in answered],
        "sent": [_sent(r) for r in sent.whole().order_by("-sent_at")[:SENT]],
    }


def _owed(duty: Duty, unit: Any, request: Request) -> dict[str, Any]:
    return {
        "title": said(duty.task.title),
        "due": due_words(duty.period.due_at, request.at),
        "is_late": duty.period.due_at < request.at,
        "url": Links(duty.task.uid, duty.period.key).board(unit),
    }


def _sent(returned: Return) -> dict[str, Any]:
    return {
        "title": said(returned.period.task.title),
        "sent_at": returned.sent_at,
        "state": state_word(returned),
        "url": reverse("workspace:return", args=[returned.uid]),
    }
