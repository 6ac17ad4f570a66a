"""A unit's posts, and one post: who holds it, who did, who deputises, who is invited; and what may be done."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotVisible
from xiangyun.people.holding import visible_post
from xiangyun.people.models import Post, Role, Tenure
from xiangyun.people.models.roster import INVITERS, ROSTER_READERS
from xiangyun.people.queries.posts import PostView, colleagues_of, post_view, posts_of
from xiangyun.people.rights import may, relation_to, roles_open_to
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of
from xiangyun.web.shared.requests import Request

from .post_forms import A_DAY, DelegateForm, EndForm, GuestForm, HandOverForm, SpokenForm
from .post_words import invitation_row, post_card, post_word, shows_in_full, tenure_row

Deed = tuple[str, str, str, SpokenForm]
"""What its address is called, its heading, its button, its form."""


@require_safe
def listing(request: Request, uid: UUID) -> HttpResponse:
    """Every post of a unit with its holder, deputies and open invitation."""
    unit = near_unit(request, uid)
    day, full = working_date(request.at), shows_in_full(request.actor, unit.path)
    roles = roles_open_to("invite", request.actor, unit.path)
    cards = [post_card(v, day, full=full, may_invite=v.post.role in roles) for v in posts_of(unit, request.at)]
    context = {
        "unit": unit,
        "posts": [card for card in cards if card["now"] or card["later"] or card["invitation"] or card["was_held"]],
        "is_masked": not full,
        "may_invite": bool(roles),
        "sees_invitations": request.actor.holds(*INVITERS, Role.ADMIN),
        "sees_roster": request.actor.holds(*ROSTER_READERS),
    }
    return render(request, "workspace/posts.html", context)


def near_unit(request: Request, uid: UUID) -> Unit:
    """A unit at, below or above the own one, with its path today; any for an administrator."""
    placed = Unit.objects.visible_to(request.actor).placed(working_date(request.at))
    unit = placed.filter(uid=uid).first()
    if unit is None or not _is_near(request.actor, unit.path):
        raise NotVisible(kind="unit")
    return unit


def _is_near(actor: Actor, path: str) -> bool:
    if actor.holds(Role.ADMIN) or relation_to(actor, path):
        return True
    return any(own.startswith(path) for own in actor.paths)


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """One post: its people now, later and before, and the forms for what the actor may do with it."""
    return show(request, visible_post(request.actor, uid))


def show(
    request: Request,
    post: Post,
    *,
    form: SpokenForm | None = None,
    wrong: dict[str, str] | None = None,
) -> HttpResponse:
    """The page; with a form that was refused, and what is wrong with it."""
    day = working_date(request.at)
    path = path_of(post.unit_id, day)
    view, full = post_view(post, request.at), shows_in_full(request.actor, path)
    invites, ends = (_may(request, deed, post, path) for deed in ("invite", "end"))
    context = {
        "post": post,
        "title": post_word(post),
        "unit": post.unit,
        "now": [tenure_row(t, full=full) for t in view.now(day)],
        "later": [tenure_row(t, full=full) for t in view.later(day)],
        "before": [tenure_row(t, full=full) for t in view.before(day)],
        "invitation": invitation_row(view.invitation, full=full) if view.invitation else None,
        "invitation_uid": view.invitation.uid if view.invitation and invites else None,
        "is_masked": not full,
        "may_end": ends,
        "me": request.actor.account_id,
        "may_erase": request.actor.holds(Role.ADMIN),
        "has_buttons": request.actor.holds(Role.ADMIN) or any(_has_button(t, request, ends) for t in view.now(day)),
        "deeds": _deeds(request, view, path, form, wrong),
    }
    return render(request, "workspace/post.html", context, status=400 if form or wrong else 200)


def _deeds(
    request: Request, view: PostView, path: str, form: SpokenForm | None, wrong: dict[str, str] | None
) -> list[dict[str, Any]]:
    """The forms of what may be done, the one that was refused open."""
    day, post = working_date(request.at), view.post
    held = view.holder(day)
    found: list[Deed] = []
    if held and _may(request, "hand_over", post, path) and held.to_on is None:
        start = {"on": day + A_DAY}
        found.append(("hand-over", _("Hand over"), _("Hand it over"), HandOverForm(initial=start)))
    if held and (_may(request, "delegate", post, path) or _is_own(request, view, day)):
        near = [a for a in colleagues_of(post.unit, path, day) if a.pk != held.account_id]
        start = {"from_on": day, "last_on": day + 6 * A_DAY}
        found.append(("delegate", _("Name a deputy"), _("Name the deputy"), DelegateForm(near, initial=start)))
    if held and _may(request, "end", post, path):
        found.append(("end", _("End"), _("End it"), EndForm(initial={"last_on": day})))
    if not view.invitation and _free_from(view, day) and _may(request, "invite", post, path):
        start = {"from_on": max(day, _free_from(view, day) or day)}
        found.append(("invite", _("Invite somebody"), _("Make the invitation"), GuestForm(initial=start)))
    return [_deed(parts, form, wrong) for parts in found]


def _deed(parts: Deed, refused: SpokenForm | None, wrong: dict[str, str] | None) -> dict[str, Any]:
    name, title, button, own = parts
    is_it = type(refused) is type(own)
    used = refused if is_it and refused is not None else own
    return {
        "name": name,
        "address": f"workspace:post-{name}",
        "title": title,
        "button": button,
        "fields": used.shown(wrong if is_it else None),
        "is_open": is_it,
    }


def _may(request: Request, deed: Any, post: Post, path: str) -> bool:
    return may(deed, request.actor, role=post.role, path=path)


def _has_button(tenure: Tenure, request: Request, ends: bool) -> bool:
    """Whether something can be done with one person's time: a deputy ended, an end taken back."""
    if tenure.is_deputy:
        return ends or tenure.given_by_id == request.actor.account_id
    return ends and tenure.to_on is not None


def _is_own(request: Request, view: PostView, day: date) -> bool:
    """Whether who looks holds the post, and not as a deputy."""
    held = view.holder(day)
    return held is not None and held.account_id == request.actor.account_id and held.post_id == request.actor.post_id


def _free_from(view: PostView, day: date) -> date | None:
    """The first day from which nobody holds the post for good; None while that is not in sight."""
    ends = [t.to_on for t in view.tenures if not t.is_deputy and (t.to_on is None or t.to_on > day)]
    if None in ends:
        return None
    return max((end for end in ends if end), default=day)
