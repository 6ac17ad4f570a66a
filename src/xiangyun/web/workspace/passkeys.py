"""Questions for passkeys: asked as JSON by the script, kept in the session, answered once within five minutes."""

import json
from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest, JsonResponse

from xiangyun.core.clock import real_now
from xiangyun.people.factors.passkeys import Answer, PasskeyRefused, State
from xiangyun.web.shared.sessions import QUESTION_KEY

SECONDS = 300
MOST_SIGNS = 20_000


def site_of(request: HttpRequest) -> str:
    """The host's name without its port: what a passkey is bound to."""
    return request.get_host().rsplit(":", 1)[0]


def can_have_passkeys(request: HttpRequest) -> bool:
    """Browsers bind passkeys to names, not to bare addresses."""
    try:
        ip_address(site_of(request).strip("[]"))
    except ValueError:
        return True
    return False


def ask(request: HttpRequest, purpose: str, options: Any, state: State) -> JsonResponse:
    """The options for the script; the question stays here, and an earlier one is void."""
    request.session[QUESTION_KEY] = {"for": purpose, "state": state, "at": int(real_now().timestamp())}
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)
    return JsonResponse(options)


def answer_in(request: HttpRequest, purpose: str) -> Answer | None:
    """The answer in the form's field `credential`, None without one; PasskeyRefused for one to no question."""
    given = request.POST.get("credential", "")
    if not given:
        return None
    asked = request.session.pop(QUESTION_KEY, None)
    if not asked or asked["for"] != purpose or real_now().timestamp() - asked["at"] > SECONDS:
        raise PasskeyRefused("question_over")
    return Answer(site_of(request), asked["state"], _read(given))


def _read(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text) if len(text) <= MOST_SIGNS else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise PasskeyRefused
    return read
