"""The second factor at the door."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import real_now
from xiangyun.core.errors import DomainError, NotVisible
from xiangyun.people.actions.confirm_sign_in import confirm_sign_in
from xiangyun.people.factors.passkeys import ask_for_proof
from xiangyun.people.models import Account, Authenticator, Passkey
from xiangyun.people.proving import Proof
from xiangyun.web.shared.middleware import open_to_all
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .entering import enter_whole, half_signed_in
from .origin import origin_of
from .passkeys import answer_in, ask, can_have_passkeys, site_of

SECOND = "second"


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def second(request: Request) -> HttpResponse:
    """A code, a recovery code or a passkey, after the right password."""
    account = half_signed_in(request)
    if account is None:
        return redirect("workspace:sign-in")
    if request.method == "GET":
        return _page(request, account)
    try:
        proof = Proof(code=request.POST.get("code", "")[:40], passkey=answer_in(request, SECOND))
        confirm_sign_in(account=account, proof=proof, origin=origin_of(request), at=real_now())
        return enter_whole(request, account)
    except DomainError as refused:
        return _page(request, account, refused.reason, refused.status)


@open_to_all
@require_POST
def ask_passkey(request: Request) -> HttpResponse:
    """The question for one of this account's passkeys."""
    account = half_signed_in(request)
    if account is None:
        raise NotVisible(kind="question")
    keys = [bytes(key.credential) for key in Passkey.objects.of_account(account.pk)]
    return ask(request, SECOND, *ask_for_proof(site_of(request), keys))


def _page(request: Request, account: Account, code: str = "", status: int = 200) -> HttpResponse:
    has_keys = Passkey.objects.of_account(account.pk).exists()
    context = {
        "who": account.name,
        "field": code_field(_("A recovery code does it too.")),
        "has_app": Authenticator.objects.of_account(account.pk).in_use().exists(),
        "passkeys": has_keys and can_have_passkeys(request),
        "error": sentence(code),
    }
    return render(request, "workspace/second.html", context, status=status)


def code_field(hint: str = "") -> dict[str, Any]:
    """Where a code is typed; phones offer the digits, and put in what came by message."""
    return {"name": "code", "label": _("Code of now"), "type": "text", "required": True, "hint": hint,
            "autocomplete": "one-time-code", "max_length": 40}  # fmt: skip
