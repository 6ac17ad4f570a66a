"""The cloud's own export: chosen, its columns mapped, units cleared up, then kept as of a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.actions.load_cloud_list import load_cloud_list
from xiangyun.people.actions.save_mapping import save_mapping
from xiangyun.people.models import CloudMapping
from xiangyun.people.models.roster import CLOUD_LOADERS
from xiangyun.people.queries.rosters import lists_of, mapping_for, own_path, places_within, units_by_uid
from xiangyun.people.roster.cloud import MEANINGS, NEEDED, UNIT, CloudLine, guess, headers_digest, read_cloud
from xiangyun.people.roster.places import Places
from xiangyun.sheets.headers import LOOKED_AT, header_row
from xiangyun.units.models import Unit
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .roster_words import meaning_words
from .uploads import Rows, packed, table_in, unpacked

LISTS = 20
SAMPLE = 3
ASKED = 100
"""Names of units asked about on one page; the others stay to be cleared up."""


def _check(request: Request) -> None:
    if not request.actor.holds(*CLOUD_LOADERS):
        raise NotAllowed(step="load_cloud_list")


@require_http_methods(["GET", "POST"])
def choose(request: Request) -> HttpResponse:
    """Choose the file; then say which column is what."""
    _check(request)
    if request.method == "POST":
        try:
            rows = table_in(request).rows
            return _map(request, rows, header_row(rows))
        except BadInput as refused:
            return _choose(request, sentence(refused.reason))
    return _choose(request)


def _choose(request: Request, error: str = "") -> HttpResponse:
    context = {"lists": lists_of(request.actor.own_unit)[:LISTS], "error": error}
    return render(request, "workspace/cloud_choose.html", context, status=400 if error else 200)


def _map(
    request: Request, rows: Rows, header: int, columns: Mapping[str, str] | None = None, error: str = ""
) -> HttpResponse:
    """The page of columns: what was said of these headers before, else a guess by their words."""
    headers = list(rows[header])
    saved = mapping_for(request.actor.own_unit, headers_digest(headers))
    chosen = columns or (saved.columns if saved else guess(headers))
    names = [{"value": name, "label": name} for name in dict.fromkeys(headers) if name]
    fields = [_column(meaning, label, names, chosen) for meaning, label in meaning_words().items()]
    heads = [{"value": str(n), "label": f"{n + 1}: {_row_words(row)}"} for n, row in enumerate(rows[:LOOKED_AT])]
    context = {
        "rows": packed(rows),
        "header": header,
        "heads": heads,
        "headers": headers,
        "sample": [list(row) for row in rows[header + 1 : header + 1 + SAMPLE]],
        "fields": fields,
        "is_saved": saved is not None and columns is None,
        "error": error,
    }
    return render(request, "workspace/cloud_map.html", context, status=400 if error else 200)


def _column(meaning: str, label: str, names: list[dict[str, str]], chosen: Mapping[str, str]) -> dict[str, Any]:
    needed = meaning in NEEDED
    return {
        "name": f"column-{meaning}",
        "label": label,
        "required": needed,
        "value": chosen.get(meaning, ""),
        "choices": names,
    }


def _row_words(row: Any) -> str:
    return " | ".join(text for text in row if text)[:60] or "–"


@require_POST
def columns(request: Request) -> HttpResponse:
    """Keep which column is what; then ask about units that are not known, and for the day."""
    _check(request)
    rows, header = unpacked(request), _header(request)
    if "look-again" in request.POST:
        return _map(request, rows, header)
    said = {meaning: request.POST.get(f"column-{meaning}", "") for meaning in MEANINGS}
    try:
        mapping = save_mapping(actor=request.actor, headers=rows[header], columns=said, units={}, at=request.at)
    except BadInput as refused:
        return _map(request, rows, header, said, sentence(refused.reason))
    return _preview(request, rows, header, mapping)


def _header(request: Request) -> int:
    text = request.POST.get("header", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if number >= LOOKED_AT:
        raise BadInput("upload_over")
    return number


def _places(request: Request, rows: Rows, header: int, mapping: CloudMapping) -> Places:
    day = working_date(request.at)
    at = list(rows[header]).index(mapping.columns[UNIT])
    return places_within(own_path(request.actor, day), day, (row[at] for row in rows[header + 1 :]))


def _lines(request: Request, rows: Rows, header: int, mapping: CloudMapping) -> tuple[list[CloudLine], Places]:
    places = _places(request, rows, header, mapping)
    known = units_by_uid(mapping.units, places)
    return read_cloud(rows, header, mapping.columns, places, known), places


def _preview(request: Request, rows: Rows, header: int, mapping: CloudMapping, error: str = "") -> HttpResponse:
    lines, places = _lines(request, rows, header, mapping)
    unknown = list(dict.fromkeys(line.unit_text for line in lines if line.unit is None))
    day = request.POST.get("as_of") or working_date(request.at).isoformat()
    context = {
        "rows": packed(rows),
        "header": header,
        "count": len(lines),
        "known": sum(line.unit is not None for line in lines),
        "units": len({line.unit for line in lines} - {None}),
        "asked": [_asked(n, text, places) for n, text in enumerate(unknown[:ASKED])],
        "unknown_count": len(unknown),
        "as_of": {"name": "as_of", "label": _("The list is as of"), "type": "date", "required": True, "value": day},
        "error": error,
    }
    return render(request, "workspace/cloud_preview.html", context, status=400 if error else 200)


def _asked(n: int, text: str, places: Places) -> dict[str, Any]:
    """A unit's name that is not known: one of ours by code or name, or left open."""
    could_be = [places.units[pk].names[0] for pk in places.find(text).could_be]
    return {
        "text": text,
        "field": {
            "name": f"unit-{n}",
            "label": text or _("(empty)"),
            "type": "text",
            "value": "",
            "hint": _("Several are possible: %(names)s") % {"names": ", ".join(could_be)} if could_be else "",
        },
    }


@require_POST
def apply(request: Request) -> HttpResponse:
    """Keep what was said of units, and the list."""
    _check(request)
    rows, header = unpacked(request), _header(request)
    mapping = mapping_for(request.actor.own_unit, headers_digest(rows[header]))
    if mapping is None:
        raise BadInput("columns_lack")
    said = _said_units(request, _places(request, rows, header, mapping))
    mapping = save_mapping(
        actor=request.actor, headers=rows[header], columns=mapping.columns, units=said, at=request.at
    )
    try:
        as_of = date.fromisoformat(request.POST.get("as_of", ""))
    except ValueError:
        return _preview(request, rows, header, mapping, sentence("not_a_day"))
    try:
        lines = _lines(request, rows, header, mapping)[0]
        load_cloud_list(actor=request.actor, lines=lines, as_of=as_of, at=request.at)
    except BadInput as refused:
        return _preview(request, rows, header, mapping, sentence(refused.reason))
    messages.success(request, _("The list is kept. Below stands what differs from the roster."))
    return redirect("workspace:rosters")


def _said_units(request: Request, places: Places) -> dict[str, str]:
    """Text of the export → the uid of our unit, for what was answered with a code or a name."""
    found: dict[str, int] = {}
    for n in range(ASKED):
        answered = request.POST.get(f"unit-{n}", "").strip()
        text = request.POST.get(f"text-{n}", "")
        if answered and (unit := places.find(answered[:200]).unit):
            found[text[:200]] = unit
    uids = dict(Unit.objects.visible_to(request.actor).filter(pk__in=found.values()).values_list("pk", "uid"))
    return {text: str(uids[pk]) for text, pk in found.items()}
