"""The tree of units as it is in use on a day, beside what the notice says of it."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from xiangyun.packs.notice_figures import stated_at
from xiangyun.units.models import Unit
from xiangyun.units.overview import Branch, Decided, branches_of, decisions_within, levels_of, marks_within, rows_of
from xiangyun.units.queries import ancestors_of
from xiangyun.units.rights import MAY_CHANGE
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import number

from .board_words import level_words, list_word
from .days import day_shown

DECISIONS = 50


@require_safe
def overview(request: Request) -> HttpResponse:
    """The tree from the post's unit down on a day: counts by level, what is marked, what was decided and why."""
    shown = day_shown(request)
    day = shown.day
    unit = Unit.objects.visible_to(request.actor).placed(day).filter(pk=request.actor.unit_id or 0).first()
    context: dict[str, Any] = {"shown": shown, "day": day, "unit": unit}
    if unit is not None:
        branches, decisions = branches_of(unit.path, day), decisions_within(unit.path, day)
        context |= {
            "above": ancestors_of(unit.path, day),
            "levels": _levels(unit, levels_of(branches)),
            "rows": codes_of(unit)[:2],
            "marks": _marks(unit.path, day),
            "branches": [_branch(b) for b in branches],
            "decisions": [_decision(d) for d in decisions[:DECISIONS]],
            "more_decisions": max(0, len(decisions) - DECISIONS),
            "may_import": request.actor.holds("admin"),
            "may_change": request.actor.holds(*MAY_CHANGE),
        }
    return render(request, "workspace/units.html", context)


def codes_of(unit: Unit) -> list[dict[str, Any]]:
    """What each official list calls it: a code means something only together with its list."""
    return [
        {"list": list_word(row.edition.publisher), "as_of": row.edition.as_of, "code": row.code, "name": row.name}
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
