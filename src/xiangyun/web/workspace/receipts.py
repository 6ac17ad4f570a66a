"""Signing for the receipt of a notice, and the list of who did and who has not."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.export_receipts import export_receipts
from xiangyun.notices.actions.sign_receipt import sign_receipt
from xiangyun.notices.handing_down import stands_below
from xiangyun.notices.models import Notice, Receipt
from xiangyun.notices.receipts import (
    MOST_NAME,
    SIGNERS,
    STATES,
    VILLAGE,
    State,
    bodies_of,
    check_may_sign,
    in_state,
    last_leader,
    own_receipt,
    published_notice,
    tally_of,
    unsigned_by,
)
from xiangyun.returns.chasing import contact_of
from xiangyun.returns.desk import Desk
from xiangyun.returns.glance import Glance
from xiangyun.units.models import TERRITORIAL
from xiangyun.units.parents import names_above
from xiangyun.web.shared.middleware import checks_its_texts
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .board_asked import uid_of
from .board_units import safe
from .notice_words import notice_name, short_name
from .notices import crumbs

A_PAGE = 50
DESK_SHOWN = 3


@checks_its_texts
@require_http_methods(["GET", "POST"])
def sign(request: Request, uid: UUID) -> HttpResponse:
    """The unit has the notice, and names who handles it and who leads; later the names can be changed."""
    notice = published_notice(request.actor, uid)
    check_may_sign(request.actor, notice, request.at)
    own, wrong = own_receipt(request.actor, notice), {}
    typed = _known(request, own)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            sign_receipt(actor=request.actor, notice_uid=uid, at=request.at, **typed)
        except BadInput as refused:
            wrong = refused.detail["fields"]
        else:
            messages.success(request, _("Signed for. The issuer sees when, and whom to ask."))
            return redirect("workspace:notice", uid)
    fields = _fields(typed, wrong)
    context = {
        "notice": notice,
        "name": notice_name(notice),
        "signed_at": own.at if own else None,
        "fields": fields,
        "errors": [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["error"]],
        "crumbs": _crumbs(notice, _("Sign for receipt")),
    }
    return render(request, "workspace/receipt.html", context, status=400 if wrong else 200)


def _known(request: Request, own: Receipt | None) -> dict[str, str]:
    """The names as they stand; at first the own one, and the leader who was named last."""
    if own:
        return {"handler": own.handler, "leader": own.leader}
    return {"handler": request.actor.name, "leader": last_leader(request.actor)}


def _fields(typed: dict[str, str], wrong: dict[str, str]) -> list[dict[str, Any]]:
    labels = {"handler": _("Who handles it"), "leader": _("Which leader answers for it")}
    sentences = {
        "blank": _("Write a name."),
        "not_text": _("There are signs in it that cannot be read. Write it again."),
        "too_long": _("This is too long."),
    }
    return [
        {
            "name": name,
            "label": label,
            "type": "text",
            "required": True,
            "max_length": MOST_NAME,
            "value": typed[name],
            "error": sentences.get(wrong.get(name, ""), ""),
        }
        for name, label in labels.items()
    ]


@require_safe
def listing(request: Request, uid: UUID) -> HttpResponse:
    """The bodies in one's own subtree that the notice comes to: who signed, when, who handles it; whom to ask."""
    notice = published_notice(request.actor, uid)
    state, under = _asked(request.GET)
    bodies = bodies_of(request.actor, notice, request.at, under)
    tally = tally_of(bodies)
    numbers = {"": tally.signed + tally.waiting, "signed": tally.signed, "waiting": tally.waiting}
    pages = Paginator(in_state(bodies, state), A_PAGE)
    pages.count = numbers[state]  # counted already
    shown = pages.get_page(request.GET.get("page"))
    query = {name: str(value) for name, value in (("state", state), ("under", under)) if value}
    context = {
        "notice": notice,
        "name": notice_name(notice),
        "states": [_state_link(notice, one, numbers[one], state, under) for one in STATES],
        "state": state,
        "under": under or "",
        "found": shown,
        "base": f"{urlencode(query)}&" if query else "",
        "rows": _rows(list(shown), request, notice),
        "crumbs": _crumbs(notice, _("Who signed for it")),
    }
    return render(request, "workspace/receipts.html", context)


def _asked(given: QueryDict) -> tuple[State, UUID | None]:
    wanted = given.get("state", "")
    state: State = next((state for state in STATES if state == wanted), "")
    return state, uid_of(given.get("under"))


def _state_link(notice: Notice, state: State, n: int, now: State, under: UUID | None) -> dict[str, Any]:
    words = {"": _("All bodies"), "signed": _("Signed for"), "waiting": _("Not signed for yet")}
    query = {name: str(value) for name, value in (("state", state), ("under", under)) if value}
    url = f"{reverse('workspace:receipts', args=[notice.uid])}?{urlencode(query)}"
    kinds = {"signed": "ok", "waiting": "wait" if n else ""}
    return {"label": words[state], "value": n, "url": url, "kind": kinds.get(state, ""), "is_now": state == now}


def _rows(bodies: list[Any], request: Request, notice: Notice) -> list[dict[str, Any]]:
    above = names_above(unit.path for unit in bodies)
    listed = reverse("workspace:receipts", args=[notice.uid])
    return [
        {
            "name": str(unit),
            "above": above.get(unit.path, ""),
            "url": f"{listed}?under={unit.uid}" if unit.level else reverse("workspace:unit", args=[unit.uid]),
            "signed_at": unit.signed_at,
            "handler": unit.handler or "",
            "leader": unit.leader or "",
            "contact": contact_of(request.actor, unit, TERRITORIAL),
            "sign_url": reverse("workspace:receipt", args=[notice.uid])
            if unit.pk == request.actor.unit_id and request.actor.holds(*SIGNERS)
            else "",
        }
        for unit in bodies
    ]


@require_POST
def export(request: Request, uid: UUID) -> HttpResponse:
    """The same list as a file. It leaves the site with names of persons, so the log keeps who took it."""
    notice = published_notice(request.actor, uid)
    state, under = _asked(request.POST)
    found = export_receipts(actor=request.actor, notice=notice, state=state, under=under, at=request.at)
    out = io.StringIO()
    writer = csv.writer(out)
    head = [_("Unit above"), _("Unit"), _("Signed for"), _("Handler"), _("Leader"), _("Contact"), _("Telephone")]
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in _cells(row)] for row in _rows(list(found), request, notice))
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="receipts.csv"'
    return answer


def _cells(row: dict[str, Any]) -> list[str]:
    at, contact = row["signed_at"], row["contact"]
    when = f"{zhdate(at, 'year')} {zhdate(at, 'clock')}" if at else _("not yet")
    return [row["above"], row["name"], when, row["handler"], row["leader"], contact.name, contact.phone]


def _crumbs(notice: Notice, last: str) -> list[dict[str, str]]:
    return crumbs(last, (short_name(notice), reverse("workspace:notice", args=[notice.uid])))


def receipts_waiting(request: Request, glances: Sequence[Glance], desk: Desk) -> list[dict[str, str]]:
    """On the desk of a unit above the villages: the notices in force that it has not signed for. No query of its own
    for those that see boards, one for the others."""
    actor = request.actor
    if not actor.holds(*SIGNERS) or request.post is None or request.post.unit.level == VILLAGE:
        return []
    day = working_date(request.at)
    tasks = [g.task for g in glances if g.owed and not g.task.is_received]  # type: ignore[attr-defined]
    tasks = tasks if glances else [duty.task for duty in (*desk.now, *desk.later, *desk.sent_back)]
    running = [t for t in tasks if t.ends_on >= day and stands_below(actor, t.owner_id)]
    notices = {task.notice.pk: task.notice for task in running}
    waiting = list(notices.values()) if glances else unsigned_by(actor.own_unit, notices)
    return [
        {
            "title": _("Sign for receipt: %(notice)s")
            % {"notice": notice.title or notice.number or short_name(notice)},
            "note": _("and name who handles it"),
            "url": reverse("workspace:receipt", args=[notice.uid]),
            "icon": "check",
        }
        for notice in waiting[:DESK_SHOWN]
    ]


def receipt_card(request: Request, notice: Notice) -> dict[str, Any]:
    """On the page of a published notice: whether one's unit signed, the way to sign, the way to the list. One query."""
    actor = request.actor
    signs = actor.holds(*SIGNERS) and stands_below(actor, notice.owner_id)
    own = own_receipt(actor, notice) if signs else None
    return {
        "signed_at": own.at if own else None,
        "handler": own.handler if own else "",
        "leader": own.leader if own else "",
        "sign_url": reverse("workspace:receipt", args=[notice.uid]) if signs else "",
        "list_url": reverse("workspace:receipts", args=[notice.uid]),
    }
