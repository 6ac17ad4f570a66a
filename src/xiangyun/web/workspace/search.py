"""Finding a unit by what it is or was called, in pinyin, or by a code; as a page, or as suggestions in JSON."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from xiangyun.core.clock import working_date
from xiangyun.search.models import SearchKey
from xiangyun.units.finding import Found, find_units
from xiangyun.web.shared.problems import wants_json
from xiangyun.web.shared.requests import Request

from .board_words import list_word
from .tree_words import unit_url
from .units import mark_words

MOST = 40
SUGGESTED = 8
What = SearchKey.What


@require_safe
def page(request: Request) -> HttpResponse:
    """Results with where each stands and by what it was found; what has ended leads to its successor."""
    text, day = request.GET.get("q", "").strip(), working_date(request.at)
    most = SUGGESTED if wants_json(request) else MOST
    found = find_units(request.actor, text, day, most + 1) if text else []
    rows = [_row(one, text) for one in found[:most]]
    if wants_json(request):
        return JsonResponse({"results": rows}, json_dumps_params={"ensure_ascii": False})
    context = {"q": text, "rows": rows, "most": MOST, "too_many": len(found) > most}
    return render(request, "workspace/unit_search_page.html", context)


def _row(one: Found, text: str) -> dict[str, Any]:
    return {
        "name": one.unit.name,
        "url": unit_url(one.unit.uid),
        "level": level_word(one.unit.level),
        "above": " › ".join(one.above),
        "matched": _matched(one),
        "mark": mark_words().get(one.unit.mark, ""),
        "has_ended": one.has_ended,
        "successors": [{"name": unit.name, "url": unit_url(unit.uid)} for unit in one.successors],
    }


def level_word(level: int | None) -> str:
    """One unit of a level in a word."""
    words = {
        1: pgettext("level", "province"),
        2: pgettext("level", "city"),
        3: pgettext("level", "county"),
        4: pgettext("level", "township"),
        5: pgettext("level", "village"),
    }
    return words.get(level or 0, pgettext("level", "institution"))


def _matched(one: Found) -> str:
    """By what it was found, where the name shown does not say it."""
    if one.by_code:
        return _("code %(code)s in the list of %(list)s") % {"code": one.by_code[1], "list": list_word(one.by_code[0])}
    if one.by_name and one.is_former:
        return _("formerly %(name)s") % {"name": one.by_name}
    if one.by_name:
        return _("also called %(name)s") % {"name": one.by_name}
    words = {What.PINYIN: _("by pinyin"), What.INITIALS: _("by initials")}
    return words.get(one.what, "")
