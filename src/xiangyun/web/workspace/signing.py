"""Signing in and out, the post that acts, and how pages look."""

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import real_now, working_date
from xiangyun.core.errors import DomainError, NotVisible
from xiangyun.people.actions.sign_in import sign_in as sign_in_account
from xiangyun.people.actions.switch_post import switch_post as act_by
from xiangyun.people.models import Tenure
from xiangyun.web.shared.context import LOOK_COOKIE
from xiangyun.web.shared.middleware import TENURE_KEY, open_to_all
from xiangyun.web.shared.requests import Request

YEAR = 365 * 24 * 3600


class SignInForm(forms.Form):
    """Name and password; what is wrong is not said, so that names cannot be tried out."""

    username = forms.CharField(max_length=60)
    password = forms.CharField(max_length=200, strip=False)


def _way_on(request: Request) -> str:
    """Where the visitor wanted to go, if that is here."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Name and password, then on to where one wanted to go."""
    form = SignInForm(request.POST or None)
    if request.method == "GET":
        return _door(request, form)
    if not form.is_valid():
        return _door(request, form, "wrong_password", 400)
    address = request.META.get("REMOTE_ADDR", "")
    try:
        account = sign_in_account(**form.cleaned_data, address=address, at=real_now())
    except DomainError as refused:
        return _door(request, form, refused.reason, refused.status)
    if not Tenure.objects.of_account(account.pk).on(working_date(request.at)).exists():
        return _door(request, form, "no_post", 403)
    login(request, account)
    return HttpResponseRedirect(_way_on(request))


def _door(request: Request, form: SignInForm, code: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong."""
    sentences = {
        "wrong_password": _("Name or password is not right. Try again, or ask the unit above for a new password."),
        "too_many_tries": _("Too many tries from here. Wait ten minutes, then try again."),
        "no_post": _("This account holds no post now. Ask the unit above to give it one."),
    }
    context = {"fields": _sign_in_fields(form), "error": sentences.get(code, ""), "next": _way_on(request)}
    return render(request, "workspace/sign_in.html", context, status=status)


def _sign_in_fields(form: SignInForm) -> list[dict[str, object]]:
    typed = form.data.get("username", "")
    return [
        {"name": "username", "label": _("Name"), "type": "text", "required": True, "value": typed,
         "autocomplete": "username"},
        {"name": "password", "label": _("Password"), "type": "text", "input_type": "password", "required": True,
         "autocomplete": "current-password"},
    ]  # fmt: skip


@open_to_all
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("workspace:sign-in")


@require_POST
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
    answer = HttpResponseRedirect(_way_on(request))
    theme, mode = request.POST.get("theme", "light"), request.POST.get("mode", "normal")
    if theme in {"light", "dark", "auto"} and mode in {"normal", "elder"}:
        answer.set_cookie(LOOK_COOKIE, f"{theme}.{mode}", max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    if request.POST.get("lang") in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        answer.set_cookie(name, request.POST["lang"], max_age=YEAR, samesite="Lax", secure=settings.SECURE)
    return answer
