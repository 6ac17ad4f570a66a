"""Signing in and out, the post that acts, and how pages look."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import real_now
from xiangyun.core.errors import DomainError, NotVisible
from xiangyun.people.actions.end_admin_session import end_admin_session
from xiangyun.people.actions.sign_in import sign_in as sign_in_account
from xiangyun.people.actions.sign_in_by_passkey import sign_in_by_passkey
from xiangyun.people.actions.switch_post import switch_post as act_by
from xiangyun.people.factors.passkeys import PasskeyRefused, ask_for_proof
from xiangyun.web.shared.context import LOOK_COOKIE
from xiangyun.web.shared.middleware import TENURE_KEY, open_to_all, open_without_factor
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .entering import NoPost, ask_second, enter, way_on
from .origin import origin_of
from .passkeys import answer_in, ask, can_have_passkeys, site_of

YEAR = 365 * 24 * 3600
DOOR = "door"


class SignInForm(forms.Form):
    """Name and password; what is wrong is not said, so that names cannot be tried out."""

    username = forms.CharField(max_length=60)
    password = forms.CharField(max_length=200, strip=False)
    mine = forms.BooleanField(required=False)


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Name or phone and password, then on to where one wanted to go, or to the second factor."""
    form = SignInForm(request.POST or None)
    if request.method == "GET":
        return _door(request, form)
    if not form.is_valid():
        return _door(request, form, "wrong_password", 400)
    given = form.cleaned_data
    try:
        knocked = sign_in_account(
            username=given["username"], password=given["password"], origin=origin_of(request), at=real_now()
        )
        if knocked.needs_second:
            return ask_second(request, knocked.account, is_mine=given["mine"])
        return enter(request, knocked.account, is_mine=given["mine"], wanted=way_on(request))
    except DomainError as refused:
        return _door(request, form, refused.reason, refused.status)


@open_to_all
@require_POST
def ask_passkey(request: Request) -> HttpResponse:
    """The question for any passkey of this site."""
    return ask(request, DOOR, *ask_for_proof(site_of(request)))


@open_to_all
@never_cache
@require_POST
def by_passkey(request: Request) -> HttpResponse:
    """A passkey alone signs in: it is the device and its owner's finger, face or PIN."""
    try:
        answer = answer_in(request, DOOR)
        if answer is None:
            raise PasskeyRefused
        account = sign_in_by_passkey(answer=answer, origin=origin_of(request), at=real_now())
        return enter(request, account, is_mine=bool(request.POST.get("mine")), wanted=way_on(request))
    except (PasskeyRefused, NoPost) as refused:
        return _door(request, SignInForm(request.POST), refused.reason, refused.status)


def _door(request: Request, form: SignInForm, code: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong."""
    context = {
        "fields": _sign_in_fields(form),
        "mine": bool(form.data.get("mine")) or request.method == "GET",
        "error": sentence(code),
        "next": way_on(request),
        "passkeys": can_have_passkeys(request),
    }
    return render(request, "workspace/sign_in.html", context, status=status)


def _sign_in_fields(form: SignInForm) -> list[dict[str, Any]]:
    typed = form.data.get("username", "")
    return [
        {"name": "username", "label": _("Name or phone"), "type": "text", "required": True, "value": typed,
         "autocomplete": "username"},
        {"name": "password", "label": _("Password"), "type": "text", "input_type": "password", "required": True,
         "autocomplete": "current-password"},
    ]  # fmt: skip


@open_to_all
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Ends the session, and with it an administrator's timed one."""
    if request.admin_session:
        end_admin_session(actor=request.actor, uid=request.admin_session.uid, at=real_now())
    logout(request)
    return redirect("workspace:sign-in")


@require_POST
@open_without_factor
def switch_post(request: Request) -> HttpResponse:
    """Act by another of one's posts from now on."""
    tenure = next((t for t in request.tenures if str(t.uid) == request.POST.get("tenure")), None)
    if tenure is None:
        raise NotVisible(kind="post")
    request.session[TENURE_KEY] = act_by(actor=request.actor, tenure=tenure, at=request.at).pk
    return redirect("workspace:desk")


@open_to_all
@require_POST
def look(request: Request) -> HttpResponse:
    """Theme, size and language, kept in cookies of this browser."""
    answer = HttpResponseRedirect(way_on(request))
    theme, mode = request.POST.get("theme", "light"), request.POST.get("mode", "normal")
    if theme in {"light", "dark", "auto"} and mode in {"normal", "elder"}:
        answer.set_cookie(LOOK_COOKIE, f"{theme}.{mode}", max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    if request.POST.get("lang") in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        answer.set_cookie(name, request.POST["lang"], max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    return answer
