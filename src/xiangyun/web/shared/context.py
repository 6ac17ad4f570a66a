"""What every page shows around its own content."""

import math
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiangyun.core.clock import real_now, working_date
from xiangyun.core.texts import pick
from xiangyun.people.models import Role

from .keepers import HOMES, PAGES
from .requests import Request

LOOK_COOKIE = "look"
TABS = 5
"""As many sections as stand at the bottom of a phone."""
ICONS = {
    "desk": "list",
    "reviews": "check",
    "sent": "check",
    "to-sign": "check",
    "notices": "notice",
    "boards": "board",
    "units": "pin",
    "admin-session": "lock",
    "invitations": "person",
    "rosters": "list",
    "security": "list",
    "security-lock-outs": "lock",
    "security-keys": "person",
}
SITE = {"zh-Hans": "公共文化服务", "en": "Public culture"}


def language_code() -> str:
    """The page's language as data texts name it."""
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(get_language() or "", "en")


def page(request: Request) -> dict[str, Any]:
    """Context of every page; an error page may come before the actor is known."""
    site, post = getattr(request, "site", None), getattr(request, "post", None)
    sections = _sections(request) if post else []
    theme, _sep, mode = request.COOKIES.get(LOOK_COOKIE, "light.normal").partition(".")
    return {
        "site_name": _brand(request),
        "demo": bool(site and site.is_demo),
        "working_date": working_date(request.at) if site and site.working_on else None,
        "nav": sections,
        "tabs": [{**tab, "icon": ICONS[tab["name"]]} for tab in sections if tab["name"] in ICONS][:TABS],
        "me_unit": str(post.unit) if post else "",
        "me_name": _me(request) if post else "",
        "me_key": str(post.uid) if post else "",
        "account_url": reverse("workspace:account") if post else "",
        "elevated": _elevated(request),
        "must": getattr(request, "lacks_factor", False),
        "sign_out_url": reverse("workspace:sign-out") if post else "",
        "look": {
            "theme": theme if theme in {"light", "dark", "auto"} else "light",
            "mode": "elder" if mode == "elder" else "normal",
            "lang": get_language(),
            "tag": language_code(),
            "url": reverse("workspace:look"),
            "languages": settings.LANGUAGES,
        },
    }


def _elevated(request: Request) -> dict[str, Any] | None:
    """The administrator's session that runs, with the minutes left, begun ones included."""
    session = getattr(request, "admin_session", None)
    if session is None:
        return None
    left = math.ceil((session.ends_at - real_now()).total_seconds() / 60)
    return {"minutes": left, "reason": session.reason, "end_url": reverse("workspace:admin-session-end")}


def _me(request: Request) -> str:
    """Who acts; a deputy is marked."""
    name, tenure = request.user.name, getattr(request, "tenure", None)
    return _("%(name)s (deputy)") % {"name": name} if tenure and tenure.is_deputy else name


def _sections(request: Request) -> list[dict[str, Any]]:
    """The main sections that the acting post has a use for; on a phone the first five stand at the bottom."""
    words = {
        "desk": _("Desk"),
        "reviews": _("Review"),
        "sent": _("Sent"),
        "to-sign": _("To sign"),
        "notices": _("Notices"),
        "boards": _("Boards"),
        "units": _("Units"),
        "admin-session": _("Session"),
        "invitations": _("Invitations"),
        "rosters": _("Rosters"),
        "security": _("Sign-ins"),
        "security-lock-outs": _("Lock-outs"),
        "security-keys": _("Keys"),
    }
    checks = request.actor.holds("reviewer", "officer")
    second = "to-sign" if request.actor.holds("director") else "reviews" if checks else "sent"
    names = ["desk", second, "notices", "boards", "units"]
    if request.actor.role in HOMES:
        names = PAGES[Role(request.actor.role)]
    return [
        {"name": name, "label": words[name], "url": url, "current": _is_here(request, url)}
        for name in names
        for url in [reverse(f"workspace:{name}")]
    ]


def _is_here(request: Request, url: str) -> bool:
    whole = {"/", reverse("workspace:security")}  # others stand below it
    return request.path == url or (url not in whole and request.path.startswith(url))


def _brand(request: Request) -> str:
    """A village or station sees its own name; who works for many sees the site's."""
    site, post = getattr(request, "site", None), getattr(request, "post", None)
    if post and post.role in {Role.REPORTER, Role.REVIEWER}:
        return str(post.unit)
    return pick((site and site.name) or SITE, language_code())
