"""An administrator's timed session: a reason, the second factor now, at most thirty minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import real_now
from xiangyun.core.errors import DomainError, NotAllowed
from xiangyun.people.actions.end_admin_session import end_admin_session
from xiangyun.people.actions.start_admin_session import LONGEST, start_admin_session
from xiangyun.people.factors.passkeys import ask_for_proof
from xiangyun.people.models import AdminSession, Authenticator, Passkey, Role, Tenure
from xiangyun.people.proving import Proof
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.sessions import ADMIN_SESSION_KEY

from .origin import origin_of
from .passkeys import answer_in, ask, can_have_passkeys, site_of
from .second import code_field

ELEVATE = "elevate"
CHOICES = (10, 20, 30)
LATELY = 10


def _as_admin(request: Request) -> Tenure:
    """Only for a post of an administrator."""
    if request.tenure is None or request.tenure.role != Role.ADMIN:
        raise NotAllowed(step="admin_session")
    return request.tenure


@never_cache
@require_safe
def page(request: Request) -> HttpResponse:
    """Start one, or see the one that runs; what can be done in it; the last ones."""
    return _page(request, _as_admin(request))


@require_POST
def ask_passkey(request: Request) -> HttpResponse:
    """The question for one of one's own passkeys."""
    tenure = _as_admin(request)
    keys = [bytes(key.credential) for key in Passkey.objects.of_account(tenure.account_id)]
    return ask(request, ELEVATE, *ask_for_proof(site_of(request), keys))


@require_POST
def start(request: Request) -> HttpResponse:
    """Rights from now on, in this browser."""
    tenure = _as_admin(request)
    try:
        begun = start_admin_session(
            actor=request.actor,
            tenure=tenure,
            reason=request.POST.get("reason", ""),
            minutes=_minutes(request.POST.get("minutes", "")),
            proof=Proof(code=request.POST.get("code", "")[:40], passkey=answer_in(request, ELEVATE)),
            origin=origin_of(request),
            at=real_now(),
        )
    except DomainError as refused:
        return _page(request, tenure, refused)
    request.session[ADMIN_SESSION_KEY] = str(begun.uid)
    return redirect("workspace:admin-session")


@require_POST
def end(request: Request) -> HttpResponse:
    """Rights end now; a session that has ended already is left as it is."""
    _as_admin(request)
    if request.admin_session:
        end_admin_session(actor=request.actor, uid=request.admin_session.uid, at=real_now())
    request.session.pop(ADMIN_SESSION_KEY, None)
    messages.success(request, _("The administrator's session has ended."))
    return redirect("workspace:admin-session")


def _minutes(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _page(request: Request, tenure: Tenure, refused: DomainError | None = None) -> HttpResponse:
    account, said = tenure.account, sentence(refused.reason) if refused else ""
    if refused and not said:
        raise refused
    has_keys = Passkey.objects.of_account(account.pk).exists()
    context = {
        "fields": _fields(request),
        "has_app": Authenticator.objects.of_account(account.pk).in_use().exists(),
        "passkeys": has_keys and can_have_passkeys(request),
        "code_field": code_field(_("Six digits, from the app.")),
        "error": said,
        "lately": list(AdminSession.objects.lately(account.pk)[:LATELY]),
    }
    return render(request, "workspace/admin_session.html", context, status=refused.status if refused else 200)


def _fields(request: Request) -> list[dict[str, Any]]:
    minutes = [{"value": str(n), "label": ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}} for n in CHOICES]
    return [
        {"name": "reason", "label": _("What for"), "type": "text", "required": True, "max_length": 200,
         "hint": _("It stands in the log, with what you do."), "value": request.POST.get("reason", "")},
        {"name": "minutes", "label": _("How long"), "type": "select_one", "required": True, "choices": minutes,
         "value": request.POST.get("minutes", str(LONGEST))},
    ]  # fmt: skip
