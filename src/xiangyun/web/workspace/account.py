"""One's own account: password, known devices, sign-ins."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.audit.models import Entry
from xiangyun.core.clock import real_now
from xiangyun.core.errors import DomainError
from xiangyun.people.actions.change_password import change_password
from xiangyun.people.actions.forget_device import forget_device
from xiangyun.people.actions.sign_out_everywhere import sign_out_everywhere as end_all_sessions
from xiangyun.people.factors.passwords import WeakPassword, is_due
from xiangyun.people.masking import mask_phone
from xiangyun.people.models import Authenticator, Device, Passkey
from xiangyun.people.watch.queries import addresses_of
from xiangyun.web.shared.door_problems import password_sentences
from xiangyun.web.shared.middleware import open_without_factor
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.sessions import DEVICE_KEY

from .entering import way_on
from .origin import origin_of
from .sign_in_words import sign_in_row

LATELY = 10


class PasswordForm(forms.Form):
    """The old one, and the new one twice."""

    old = forms.CharField(max_length=200, strip=False)
    new = forms.CharField(max_length=200, strip=False)
    again = forms.CharField(max_length=200, strip=False)


@require_safe
def page(request: Request) -> HttpResponse:
    """What one may change oneself, and who signed in with this account."""
    account = request.user
    entries = list(Entry.objects.about("account", account.uid).of_action("sign_in")[:LATELY])
    addresses = addresses_of(entries)
    context = {
        "account": account,
        "phone": mask_phone(account.phone) if account.phone else "",
        "has_app": Authenticator.objects.of_account(account.pk).in_use().exists(),
        "n_passkeys": Passkey.objects.of_account(account.pk).count(),
        "devices": list(Device.objects.of_account(account.pk)),
        "this_device": request.session.get(DEVICE_KEY, ""),
        "sign_ins": [sign_in_row(entry, addresses.get(entry.pk, "")) for entry in entries],
        "is_due": is_due(account.password_set_at, settings.PASSWORD_DAYS, real_now()),
    }
    return render(request, "workspace/account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@open_without_factor
def password(request: Request) -> HttpResponse:
    """Change it; every other session of the account ends, this one goes on."""
    form = PasswordForm(request.POST or None)
    if request.method == "GET":
        return _password_page(request, {}, 200)
    if faults := _faults(form):
        return _password_page(request, faults, 400)
    given = form.cleaned_data
    try:
        account = change_password(
            actor=request.actor, account=request.user, old=given["old"], new=given["new"],
            origin=origin_of(request), at=real_now(),
        )  # fmt: skip
    except WeakPassword as weak:
        return _password_page(request, {"new": lacks(weak)}, weak.status)
    except DomainError as refused:
        text = _("The old password is not right.") if refused.reason == "wrong_password" else sentence(refused.reason)
        return _password_page(request, {"old": text}, refused.status)
    update_session_auth_hash(request, account)
    messages.success(request, _("The password is changed. All other places are signed out."))
    return HttpResponseRedirect(way_on(request))


def lacks(weak: WeakPassword) -> str:
    """What a new password still needs, in one sentence."""
    words = password_sentences()
    return _("It needs: %(rules)s") % {"rules": " · ".join(words[code] for code in weak.detail["missing"])}


def _faults(form: PasswordForm) -> dict[str, str]:
    """Field → what to mend, of what can be seen without the account."""
    form.is_valid()
    faults = {name: _("Fill this in.") for name in form.errors}
    given = form.cleaned_data
    if not faults and given["new"] != given["again"]:
        faults["again"] = _("The two are not the same.")
    return faults


def _password_page(request: Request, faults: dict[str, str], status: int) -> HttpResponse:
    due = is_due(request.user.password_set_at, settings.PASSWORD_DAYS, real_now())
    fields = _password_fields(faults)
    context = {
        "fields": fields,
        "errors": [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["error"]],
        "next": way_on(request) if "next" in {*request.GET, *request.POST} else "/account/",
        "days": settings.PASSWORD_DAYS if due else 0,
        "was_given": due and request.user.password_set_at is None,
        "rules": [words for code, words in password_sentences().items() if code != "too_long"],
    }
    return render(request, "workspace/password.html", context, status=status)


def _password_fields(faults: dict[str, str]) -> list[dict[str, Any]]:
    names = {
        "old": (_("Old password"), "current-password"),
        "new": (_("New password"), "new-password"),
        "again": (_("New password, once more"), "new-password"),
    }
    return [
        {"name": name, "label": label, "type": "text", "input_type": "password", "required": True,
         "autocomplete": auto, "error": faults.get(name, "")}
        for name, (label, auto) in names.items()
    ]  # fmt: skip


@require_POST
def forget(request: Request, uid: UUID) -> HttpResponse:
    """Sign one device out; if it is this one, that ends the session here."""
    forget_device(actor=request.actor, account=request.user, uid=uid, at=real_now())
    messages.success(request, _("That device is signed out and no longer known."))
    return redirect("workspace:account")


@require_POST
@open_without_factor
def sign_out_everywhere(request: Request) -> HttpResponse:
    """End every session of the account, this one too."""
    end_all_sessions(actor=request.actor, account=request.user, at=real_now())
    logout(request)
    return redirect("workspace:sign-in")
