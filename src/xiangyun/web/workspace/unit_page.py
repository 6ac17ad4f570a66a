"""One unit on one day: who acts for it, where it stands in every line, what became of it, what it owes and sent."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.core.slots import UNIT, filled_slots
from xiangyun.people.masking import name_for, phone_for, sees_in_full
from xiangyun.people.models import Tenure
from xiangyun.returns.desk import Duty, open_duties
from xiangyun.returns.models import Return
from xiangyun.returns.queries import may_look
from xiangyun.returns.states import ReturnState
from xiangyun.units.contacts import may_edit_contact
from xiangyun.units.history import (
    Chain,
    Family,
    Happened,
    Life,
    chain_of,
    changes_of,
    families_of,
    life_of,
    standing_then,
)
from xiangyun.units.models import TERRITORIAL, Placement, Unit
from xiangyun.units.paths import parent_path
from xiangyun.units.queries import counts_below
from xiangyun.units.rights import MAY_CHANGE
from xiangyun.web.shared.requests import Request

from .board_lines import Links
from .board_words import level_words
from .days import A_DAY, Shown, day_shown
from .tree_words import Told, line_label, told, unit_link, unit_url
from .units import codes_of, mark_words
from .wording import due_words, said, state_word

SENT = 5


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """The unit on a day; a day on which it stands nowhere is said, with the way to a day on which it does."""
    shown, life = day_shown(request), life_of(request.actor, uid)
    if life is None:
        raise NotVisible(kind="unit")
    places = life.places_on(shown.day)
    if TERRITORIAL not in places and life.unit.kind != Unit.Kind.RECEIVER:
        return _absent(request, life, shown)
    return render(request, "workspace/unit.html", _context(request, life, places, shown))


def _absent(request: Request, life: Life, shown: Shown) -> HttpResponse:
    """Before it began or after it ended: the nearest day, and who was or is there instead."""
    chain, nearest, changes = chain_of(life.unit.pk), life.nearest_day(shown.day), changes_of(life.unit.pk)
    context = {
        "unit": life.unit,
        "shown": shown,
        "has_begun": life.has_begun(shown.day),
        "nearest": {"day": nearest, "url": unit_url(life.unit.uid, nearest)} if nearest else None,
        "instead": [unit_link(unit, shown.day) for unit in standing_then(chain, shown.day)],
        "chain": _chain(chain),
        "history": [told(happened, life.labels) for happened in changes],
        "since": life.territorial[0].from_on if life.territorial else None,
        "done": _done(request, changes),
        "may_change": life.has_begun(shown.day) and _may_reopen(request.actor, life),
    }
    return render(request, "workspace/unit_absent.html", context)


def _may_reopen(actor: Actor, life: Life) -> bool:
    return actor.holds(*MAY_CHANGE) and life.territorial[-1].path.startswith(actor.paths or ("~",))


def _context(request: Request, life: Life, places: dict[str, Placement], shown: Shown) -> dict[str, Any]:
    place, families = places.get(TERRITORIAL), families_of(places, shown.day)
    unit = life.as_on(shown.day, place) if place else life.unit
    near, below = relation(request.actor, places)
    changes, chain = changes_of(unit.pk), chain_of(unit.pk)
    full = bool(place) and is_shown_in_full(request.actor, place.path if place else "")
    return {
        "unit": unit,
        "shown": shown,
        "mark": mark_words().get(unit.mark, ""),
        "lines": [_line(line_label(slug, life.labels), family, shown) for slug, family in families.items()],
        "rows": codes_of(unit),
        "chain": _chain(chain),
        "history": [told(happened, life.labels) for happened in changes],
        "since": life.territorial[0].from_on if life.territorial else None,
        "is_near": near,
        "contact": _contact(unit, full=full),
        "posts": _posts(unit, shown, full=full) if near else [],
        "is_below": bool(below),
        "may_change": bool(below) and request.actor.holds(*MAY_CHANGE),
        "may_edit": may_edit_contact(request.actor, unit.pk, place.path) if place else False,
        "done": _done(request, changes),
    }


def _done(request: Request, changes: list[Happened]) -> Told | None:
    """The change that led here, for the way to take it back."""
    uid = request.GET.get("done", "")
    return next((told(h, {}) for h in changes if uid and str(h.change.uid) == uid), None)


@require_safe
def work(request: Request, uid: UUID) -> HttpResponse:
    """For one above it: what the unit owes now, what it sent lately, its counts, and what later layers know of it."""
    shown, life = day_shown(request), life_of(request.actor, uid)
    places = life.places_on(shown.today) if life else {}
    _near, below = relation(request.actor, places)
    if life is None or not below:
        raise NotVisible(kind="unit")
    unit = life.as_on(shown.today, places.get(TERRITORIAL) or next(iter(places.values())))
    context = {
        "unit": unit,
        "counts": _counts(places.get(TERRITORIAL), shown),
        **_work(request, unit, below),
        "slots": [
            render_to_string(slot.template, dict(slot.context), request)
            for slot in filled_slots(UNIT, unit, request.actor, request.at)
        ],
    }
    return render(request, "workspace/unit_work.html", context)


def relation(actor: Actor, places: dict[str, Placement]) -> tuple[bool, tuple[str, ...]]:
    """Whether the actor stands near the unit, above or below it; and the unit's places that lie below the actor's."""
    below = tuple(place.path for line, place in places.items() if may_look(actor, place.path, line))
    home = places.get(TERRITORIAL)
    return bool(below) or bool(home and any(own.startswith(home.path) for own in actor.paths)), below


def _line(label: str, family: Family, shown: Shown) -> dict[str, Any]:
    return {
        "label": label,
        "above": [{"name": up.name, "url": unit_url(up.uid) + shown.suffix} for up in family.above],
        "below": [{"unit": u, "url": unit_url(u.uid) + shown.suffix} for u in family.below],
        "n": ngettext("%(n)s directly below", "%(n)s directly below", len(family.below)) % {"n": len(family.below)},
    }


def _counts(place: Placement | None, shown: Shown) -> list[dict[str, Any]]:
    """How many stand below, by level, as selectors see them."""
    words = level_words()
    counted = counts_below(place.path, shown.day) if place else {}
    return [{"label": words[level], "value": n} for level, n in counted.items()]


def _chain(chain: Chain) -> list[dict[str, Any]]:
    """Whom it took over from, each on its last day; who took over from it, on their first."""
    took = [
        {
            "word": pgettext("succession", "took over from"),
            **unit_link(s.old, s.on - A_DAY),
            "on": s.on,
            "steps": s.steps,
            "is_split": s.kind == "split",
        }
        for s in chain.before
    ]
    gave = [
        {
            "word": pgettext("succession", "taken over by"),
            **unit_link(s.new, s.on),
            "on": s.on,
            "steps": s.steps,
            "is_split": s.kind == "split",
        }
        for s in chain.after
    ]
    return took + gave


def role_words() -> dict[str, str]:
    """What each role is called."""
    return {
        "reporter": pgettext("role", "reporter"),
        "reviewer": pgettext("role", "reviewer"),
        "officer": pgettext("role", "officer"),
        "director": pgettext("role", "director"),
        "expert": pgettext("role", "expert"),
        "auditor": pgettext("role", "auditor"),
        "security": pgettext("role", "security officer"),
        "admin": pgettext("role", "administrator"),
    }


def is_shown_in_full(actor: Actor, path: str) -> bool:
    """Contacts: at the unit, directly above it, and directly below, whose people must be able to ask."""
    asks = any(parent_path(own) == path for own in actor.paths)
    return actor.is_system or asks or sees_in_full(actor.paths, path)


def _contact(unit: Unit, *, full: bool) -> dict[str, str]:
    """Whom to ask, masked for those further away; `dial` only where the number is whole."""
    phone = phone_for(unit.contact_phone, full=full)
    return {"name": name_for(unit.contact_name, full=full), "phone": phone, "dial": phone if full else ""}


def _posts(unit: Unit, shown: Shown, *, full: bool) -> list[dict[str, str]]:
    words, deputy = role_words(), _("%(name)s (deputy)")
    return [
        {"name": deputy % {"name": name} if held.is_deputy else name, "role": held.post.title or words[held.role]}
        for held in Tenure.objects.on(shown.day).at_unit(unit.pk)
        for name in [name_for(held.account.name, full=full)]
    ]


def _work(request: Request, unit: Unit, below: tuple[str, ...]) -> dict[str, Any]:
    """Looked at by one above it: what it owes now and what it sent lately."""
    duties = open_duties(unit.pk, below, request.at)
    sent = Return.objects.visible_to(request.actor).sent_by(unit.pk)
    latest = sent.order_by("-sent_at").values("pk")[:SENT]
    asked = [duty.period.pk for duty in duties]
    rows = list(sent.whole().filter(Q(period__in=asked) | Q(pk__in=latest)).order_by("-sent_at", "-pk"))
    answered = {row.period_id for row in rows if row.state != ReturnState.SENT_BACK}
    return {
        "owes": [_owed(d, unit, request) for d in duties if d.period.pk not in answered],
        "sent": [_sent(row) for row in rows[:SENT]],
    }


def _owed(duty: Duty, unit: Unit, request: Request) -> dict[str, Any]:
    return {
        "title": said(duty.task.title),
        "due": due_words(duty.period, request.at),
        "is_late": duty.period.is_past(request.at),
        "url": Links(duty.task.uid, duty.period.key).board(unit),
    }


def _sent(returned: Return) -> dict[str, Any]:
    return {
        "title": said(returned.period.task.title),
        "sent_at": returned.sent_at,
        "state": state_word(returned),
        "url": reverse("workspace:return", args=[returned.uid]),
    }
