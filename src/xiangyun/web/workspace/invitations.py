"""Invitations from the side of who invites: made, shown with link and code, listed, withdrawn, taken out as a table."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.people.actions.export_invitations import export_invitations
from xiangyun.people.actions.invite import Guest, NewPost, invite
from xiangyun.people.actions.withdraw_invitation import withdraw_invitation
from xiangyun.people.invitations import InvitationGone, has_link, link_token, why_gone
from xiangyun.people.masking import name_for, phone_for
from xiangyun.people.models import Invitation, Role
from xiangyun.people.models.roster import INVITERS
from xiangyun.people.rights import roles_open_to
from xiangyun.sheets import Column, write_sheet
from xiangyun.units.models import Unit
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .post_forms import NewPostForm
from .post_words import post_word, shows_in_full
from .posts import near_unit

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_FIELD = {"not_a_phone": "phone", "name_long": "name"}


@require_http_methods(["GET", "POST"])
def new(request: Request, uid: UUID) -> HttpResponse:
    """A new post of a unit, and somebody invited to it."""
    unit = near_unit(request, uid)
    roles = roles_open_to("invite", request.actor, unit.path)
    if not roles:
        raise NotAllowed(step="invite")
    start = {"from_on": working_date(request.at), "role": roles[0]}
    form, wrong = NewPostForm(roles, request.POST or None, initial=start), {}
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = invite(
                actor=request.actor,
                post=NewPost(unit, given["role"], given["title"]),
                guest=Guest(given["name"], given["phone"]),
                from_on=given["from_on"],
                at=request.at,
            )
        except BadInput as refused:
            wrong = {AT_FIELD.get(refused.reason, "name"): sentence(refused.reason)}
        else:
            messages.success(request, _("The invitation is made. Send its link, or let the code be scanned."))
            return redirect("workspace:invitation", made.uid)
    context = {"unit": unit, "fields": form.shown(wrong)}
    return render(request, "workspace/invitation_new.html", context, status=400 if form.is_bound else 200)


@require_safe
def listing(request: Request) -> HttpResponse:
    """Open and expired invitations at and below the own unit, the latest first."""
    if not request.actor.holds(*INVITERS, Role.ADMIN):
        raise NotAllowed(step="invitations")
    waiting = Invitation.objects.visible_to(request.actor).waiting().whole().latest_first()
    found = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    whole = _whole(request, list(found))
    rows = [_row(i, request, full=i.pk in whole) for i in found]
    return render(request, "workspace/invitations.html", {"found": found, "rows": rows})


def _whole(request: Request, invitations: Sequence[Invitation]) -> set[int]:
    """Those whose name and phone are shown whole: made by the own unit, or to a post near enough; one query."""
    placed = Unit.objects.placed(working_date(request.at)).filter(pk__in={i.post.unit_id for i in invitations})
    near = {unit.pk for unit in placed if shows_in_full(request.actor, unit.path)}
    own = request.actor.unit_id
    return {i.pk for i in invitations if i.from_unit_id == own or i.post.unit_id in near}


def _row(invitation: Invitation, request: Request, *, full: bool) -> dict[str, Any]:
    gone = why_gone(invitation, request.at)
    until = _("until %(when)s") % {"when": zhdate(invitation.expires_at, "time")}
    return {
        "title": f"{invitation.post.unit} · {post_word(invitation.post)}",
        "note": " · ".join(filter(None, [name_for(invitation.name, full=full), until])),
        "url": reverse("workspace:invitation", args=[invitation.uid]),
        "tag": _("Expired") if gone else pgettext("invitation", "Open"),
        "tag_kind": "late" if gone else "wait",
    }


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """One invitation: link, code, a text to forward or print."""
    invitation = _seen(request, uid)
    gone = why_gone(invitation, request.at)
    is_open = not gone and has_link(invitation)
    link = link_of(request, invitation) if is_open else ""
    invitation.name = name_for(invitation.name, full=bool(_whole(request, [invitation])))
    context = {
        "invitation": invitation,
        "unit": invitation.post.unit,
        "post": invitation.post,
        "title": post_word(invitation.post),
        "is_open": is_open,
        "gone": sentence(gone) if gone else "",
        "may_withdraw": gone in {"", "invitation_expired"},
        "link": link,
        "text": _forwardable(invitation, link),
    }
    return render(request, "workspace/invitation.html", context)


def _seen(request: Request, uid: UUID) -> Invitation:
    invitation = Invitation.objects.visible_to(request.actor).whole().filter(uid=uid).first()
    if invitation is None:
        raise NotVisible(kind="invitation")
    return invitation


def link_of(request: Request, invitation: Invitation) -> str:
    """The whole address that the invited person opens."""
    return request.build_absolute_uri(reverse("workspace:invite", args=[link_token(invitation.uid)]))


def _forwardable(invitation: Invitation, link: str) -> str:
    """A few lines for a message or a printed slip."""
    return _(
        "%(name)s, you are invited to take the post “%(post)s” at %(unit)s. "
        "Open this address on your phone until %(day)s; it asks only for your name and a password: %(link)s"
    ) % {
        "name": invitation.name or _("Hello"),
        "post": post_word(invitation.post),
        "unit": invitation.post.unit,
        "day": zhdate(invitation.expires_at, "short"),
        "link": link,
    }


@require_safe
def code(request: Request, uid: UUID) -> HttpResponse:
    """The link as a code to be scanned."""
    invitation = _seen(request, uid)
    if reason := why_gone(invitation, request.at):
        raise InvitationGone(reason)
    out = io.BytesIO()
    made = segno.make(link_of(request, invitation), error="m")
    made.save(out, kind="svg", scale=6, border=4, light="white", svgclass=None, lineclass=None)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@require_POST
def withdraw(request: Request, uid: UUID) -> HttpResponse:
    """The link opens nothing from now on."""
    invitation = withdraw_invitation(actor=request.actor, uid=uid, at=request.at)
    messages.success(request, _("Withdrawn; the link opens nothing any more."))
    return redirect("workspace:post", invitation.post.uid)


@require_POST
def export(request: Request) -> HttpResponse:
    """All open invitations with their links, for forwarding; the log keeps who took them."""
    columns = [
        Column(_("Unit"), 34),
        Column(_("Post"), 14),
        Column(_("Name"), 12),
        Column(_("Mobile phone"), 16),
        Column(_("Valid until"), 18),
        Column(_("Link"), 80),
    ]
    found = export_invitations(actor=request.actor, at=request.at)
    whole = _whole(request, found)
    rows = [_exported(i, request, full=i.pk in whole) for i in found]
    return xlsx_answer(write_sheet(_("Invitations"), columns, rows), "invitations.xlsx")


def _exported(invitation: Invitation, request: Request, *, full: bool) -> tuple[str, ...]:
    name, phone = name_for(invitation.name, full=full), phone_for(invitation.phone, full=full)
    until, link = zhdate(invitation.expires_at, "time"), link_of(request, invitation)
    return (str(invitation.post.unit), post_word(invitation.post), name, phone, until, link)


def xlsx_answer(content: bytes, name: str) -> HttpResponse:
    """A table to be saved."""
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
