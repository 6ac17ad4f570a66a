"""One's own second factor: an app with codes, passkeys, recovery codes."""

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import real_now
from xiangyun.core.errors import DomainError
from xiangyun.people.actions.add_passkey import add_passkey
from xiangyun.people.actions.begin_authenticator import begin_authenticator
from xiangyun.people.actions.confirm_authenticator import confirm_authenticator
from xiangyun.people.actions.remove_authenticator import remove_authenticator
from xiangyun.people.actions.remove_passkey import remove_passkey
from xiangyun.people.actions.renew_recovery_codes import renew_recovery_codes
from xiangyun.people.asking import ask_password
from xiangyun.people.factors.passkeys import PasskeyRefused, ask_for_new
from xiangyun.people.factors.sealing import SealBroken, unseal
from xiangyun.people.factors.totp import address_of
from xiangyun.people.models import Authenticator, Passkey, RecoveryCode
from xiangyun.web.shared.middleware import open_without_factor
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .origin import origin_of
from .passkeys import answer_in, ask, can_have_passkeys, site_of
from .second import code_field

NEW_KEY = "new"


@never_cache
@require_safe
@open_without_factor
def page(request: Request) -> HttpResponse:
    """What there is, and how to add to it."""
    return _page(request)


@never_cache
@require_POST
@open_without_factor
def begin_app(request: Request) -> HttpResponse:
    """A secret for the app; the page shows it as a QR code until a code confirms it."""
    try:
        begin_authenticator(**_asked(request), password=_password(request))
    except DomainError as refused:
        return _page(request, refused)
    return redirect("workspace:account-factors")


@never_cache
@require_POST
@open_without_factor
def confirm_app(request: Request) -> HttpResponse:
    """The app's first code; then the recovery codes, shown once."""
    try:
        shown = confirm_authenticator(**_asked(request), code=request.POST.get("code", "")[:40])
    except DomainError as refused:
        return _page(request, refused)
    messages.success(request, _("The app is set up."))
    return _codes_page(request, shown) if shown else redirect("workspace:account-factors")


@require_POST
@open_without_factor
def remove_app(request: Request) -> HttpResponse:
    """Without the app; an administrator keeps another factor."""
    try:
        remove_authenticator(**_asked(request), password=_password(request))
    except DomainError as refused:
        return _page(request, refused)
    messages.success(request, _("The app is removed."))
    return redirect("workspace:account-factors")


@never_cache
@require_POST
@open_without_factor
def codes(request: Request) -> HttpResponse:
    """Ten new recovery codes, shown once."""
    try:
        shown = renew_recovery_codes(**_asked(request), password=_password(request))
    except DomainError as refused:
        return _page(request, refused)
    return _codes_page(request, shown)


@require_POST
@open_without_factor
def ask_passkey(request: Request) -> HttpResponse:
    """The question that makes a new passkey; first the password."""
    account = request.user
    ask_password(request.actor, account, _password(request), origin_of(request), real_now())
    known = [bytes(key.credential) for key in Passkey.objects.of_account(account.pk)]
    site = site_of(request)
    asked = ask_for_new(site, account=account.uid, name=account.username, person=account.name, known=known)
    return ask(request, NEW_KEY, *asked)


@require_POST
@open_without_factor
def passkey(request: Request) -> HttpResponse:
    """The passkey that the browser made."""
    try:
        answer = answer_in(request, NEW_KEY)
        if answer is None:
            raise PasskeyRefused
        name = request.POST.get("name", "") or origin_of(request).label
        add_passkey(actor=request.actor, account=request.user, name=name, answer=answer, at=real_now())
    except DomainError as refused:
        return _page(request, refused)
    messages.success(request, _("The passkey is set up. You can sign in with it alone."))
    return redirect("workspace:account-factors")


@require_POST
@open_without_factor
def remove_key(request: Request, uid: UUID) -> HttpResponse:
    """Without this passkey; an administrator keeps another factor."""
    try:
        remove_passkey(**_asked(request), uid=uid, password=_password(request))
    except DomainError as refused:
        return _page(request, refused)
    messages.success(request, _("The passkey is removed."))
    return redirect("workspace:account-factors")


def _asked(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "account": request.user, "origin": origin_of(request), "at": real_now()}


def _password(request: Request) -> str:
    return request.POST.get("password", "")[:200]


def _page(request: Request, refused: DomainError | None = None) -> HttpResponse:
    account = request.user
    app = Authenticator.objects.of_account(account.pk).first()
    wrong = refused is not None and refused.reason == "wrong_password"
    said = _("The password is not right.") if wrong else sentence(refused.reason) if refused else ""
    if refused and not said:
        raise refused
    context = {
        "app": app if app and app.confirmed_at else None,
        "begun": _begun(request, app) if app and not app.confirmed_at else None,
        "keys": list(Passkey.objects.of_account(account.pk)),
        "codes_left": RecoveryCode.objects.unused(account.pk).count(),
        "passkeys": can_have_passkeys(request),
        "device_label": origin_of(request).label,
        "code_field": code_field(_("Six digits, from the app.")),
        "error": said,
    }
    return render(request, "workspace/factors.html", context, status=refused.status if refused else 200)


def _begun(request: Request, app: Authenticator) -> dict[str, Any] | None:
    """The secret as a picture, as a link for this phone, and in groups for typing."""
    try:
        secret = unseal(app.sealed, request.user.uid)
    except SealBroken:
        return None
    address = address_of(secret, name=request.user.username, site=site_of(request))
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"qr": _qr(address), "address": address, "groups": groups}


def _qr(address: str) -> SafeString:
    """Drawn here, black on white in every theme: an SVG without a style of its own, as the pages' policy asks."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False)
    return mark_safe(drawn)


def _codes_page(request: Request, shown: list[str]) -> HttpResponse:
    return render(request, "workspace/recovery_codes.html", {"codes": shown})
