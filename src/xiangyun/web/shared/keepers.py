"""Administrators and security officers keep the house: they see none of its work, and their first page is their own."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xiangyun.people.models import Role

from .requests import Request

HOMES = {Role.ADMIN: "workspace:admin-session", Role.SECURITY: "workspace:security"}
"""The page that stands for the desk. What single returns, boards and notices show is held by `visible_to`."""
PAGES = {
    Role.ADMIN: ["admin-session", "units", "invitations"],
    Role.SECURITY: ["security", "security-lock-outs", "security-keys"],
}
"""Their main sections."""
CLOSED = frozenset({"reviews", "sent", "notices", "boards", "to-sign", "signed-off"})


def is_closed(request: Request) -> bool:
    """Whether the page is a list of work, and the acting post one that sees none."""
    return request.actor.role in HOMES and _name(request) in CLOSED


def at_home(request: Request) -> HttpResponse | None:
    """The way from the desk to the post's own first page."""
    if request.actor.role in HOMES and _name(request) == "desk":
        return HttpResponseRedirect(reverse(HOMES[Role(request.actor.role)]))
    return None


def _name(request: Request) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""
