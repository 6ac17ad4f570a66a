"""The page behind an invitation's link, open to all: who invites to what; a name, a password, and in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import real_now, working_date
from xiangyun.core.errors import DomainError
from xiangyun.people.actions.accept_invitation import NameTaken, NewPerson, accept_invitation
from xiangyun.people.actions.sign_in import sign_in
from xiangyun.people.factors.passwords import WeakPassword
from xiangyun.people.invitations import InvitationGone, invitation_of
from xiangyun.people.models import Invitation, Tenure
from xiangyun.people.naming import free_name
from xiangyun.people.queries.posts import usernames_like
from xiangyun.web.shared.door_problems import password_sentences
from xiangyun.web.shared.middleware import open_to_all
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .entering import ask_second, enter
from .origin import origin_of
from .post_words import post_word


class ComeInForm(forms.Form):
    """Name and password; `username` is the sign-in name that the page said."""

    name = forms.CharField(max_length=60)
    password = forms.CharField(max_length=200, strip=False)
    username = forms.CharField(max_length=60, required=False)
    mine = forms.BooleanField(required=False)


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def come_in(request: Request, token: str) -> HttpResponse:
    """Show the invitation; with name and password the account is made and signed in."""
    try:
        invitation = invitation_of(token, request.at)
        if request.method == "GET":
            return _show(request, invitation, token)
        return _accept(request, invitation, token, ComeInForm(request.POST))
    except InvitationGone as gone:
        return _gone(request, gone.reason)


def _accept(request: Request, invitation: Invitation, token: str, form: ComeInForm) -> HttpResponse:
    if not form.is_valid():
        lacking = {"name": _("Write your name."), "password": _("Choose a password.")}
        return _show(request, invitation, token, form, {name: lacking.get(name, "") for name in form.errors})
    given = form.cleaned_data
    person = NewPerson(given["name"], _sign_in_name(given), given["password"])
    try:
        tenure = accept_invitation(token=token, by=person, at=request.at)
    except NameTaken as taken:
        says = _("Somebody else signs in as “%(name)s”. You will sign in as “%(other)s”; press the button once more.")
        told = says % {"name": person.username, "other": taken.detail["suggestion"]}
        return _show(request, invitation, token, form, {"name": told}, username=taken.detail["suggestion"])
    except WeakPassword as weak:
        words = password_sentences()
        lacks = _("It needs: %(list)s") % {"list": "; ".join(words[code] for code in weak.detail["missing"])}
        return _show(request, invitation, token, form, {"password": lacks})
    return _in(request, tenure, is_mine=given["mine"])


def _sign_in_name(given: dict[str, Any]) -> str:
    """The name that the page said, if it is made of the one typed now; else the one typed."""
    name, said = " ".join(given["name"].split()), given["username"]
    return said if said.startswith(name) and said[len(name) :].isdigit() else name


def _show(
    request: Request,
    invitation: Invitation,
    token: str,
    form: ComeInForm | None = None,
    wrong: dict[str, str] | None = None,
    *,
    username: str = "",
) -> HttpResponse:
    wrong = wrong or {}
    name = form.data.get("name", "") if form else invitation.name
    free = username or (free_name(name, usernames_like(name)) if name else "")
    fields = [
        {"name": "name", "label": _("Your name"), "type": "text", "required": True, "value": name,
         "autocomplete": "name", "error": wrong.get("name", ""), "max_length": 60},
        {"name": "password", "label": _("A password you will remember"), "type": "text", "input_type": "password",
         "required": True, "autocomplete": "new-password", "error": wrong.get("password", ""), "reveal": True,
         "hint": _("At least 10 signs, of three kinds: capital and small letters, digits, others.")},
    ]  # fmt: skip
    context = {
        "invitation": invitation,
        "title": post_word(invitation.post),
        "unit": invitation.post.unit,
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
        "from_unit": invitation.from_unit or invitation.post.unit,
        "begins": invitation.from_on if invitation.from_on > working_date(request.at) else None,
        "token": token,
        "fields": fields,
        "username": free,
        "is_other_name": bool(free and free != name and "name" not in wrong),
        "own_error": wrong.get("own", ""),
        "signed_in_as": getattr(request.user, "name", ""),
    }
    return render(request, "workspace/invite.html", context, status=400 if wrong else 200)


@open_to_all
@never_cache
@require_POST
def with_account(request: Request, token: str) -> HttpResponse:
    """Accept with an account that one has: signed in already, or with its name and password."""
    try:
        invitation = invitation_of(token, request.at)
        if getattr(request.user, "pk", None):
            tenure = accept_invitation(token=token, by=request.user, at=request.at)
            messages.success(request, _("You hold this post now; the desk lets you switch to it."))
            return redirect("workspace:desk") if _has_begun(request, tenure) else _later(request, tenure)
        return _knock(request, token)
    except InvitationGone as gone:
        return _gone(request, gone.reason)
    except DomainError as refused:
        return _show(request, invitation, token, None, {"own": sentence(refused.reason) or _("This did not work.")})


def _knock(request: Request, token: str) -> HttpResponse:
    """The account's own password first, counted as any try; its second factor after that."""
    name, password = request.POST.get("username", "")[:60], request.POST.get("own_password", "")[:200]
    knocked = sign_in(username=name, password=password, origin=origin_of(request), at=real_now())
    tenure = accept_invitation(token=token, by=knocked.account, at=request.at)
    if knocked.needs_second:
        return ask_second(request, knocked.account, is_mine=False)
    return _in(request, tenure, is_mine=False)


def _in(request: Request, tenure: Tenure, *, is_mine: bool) -> HttpResponse:
    """To the desk; or, when the post begins later, a page that says when."""
    if not _has_begun(request, tenure):
        return _later(request, tenure)
    account = tenure.account
    says = _("Welcome, %(name)s. From now on you sign in as “%(username)s” with your password.")
    messages.success(request, says % {"name": account.name, "username": account.username})
    return enter(request, account, is_mine=is_mine, wanted="/")


def _has_begun(request: Request, tenure: Tenure) -> bool:
    return tenure.is_held_on(working_date(request.at))


def _later(request: Request, tenure: Tenure) -> HttpResponse:
    account = tenure.account
    text = _("The post is yours from %(day)s. Sign in then as “%(username)s” with your password.")
    words = text % {"day": zhdate(tenure.from_on, "year"), "username": account.username}
    return render(request, "workspace/invite_said.html", {"title": _("It is set"), "text": words})


def _gone(request: Request, reason: str) -> HttpResponse:
    context = {"title": _("This invitation is over"), "text": sentence(reason), "is_over": True}
    return render(request, "workspace/invite_said.html", context, status=410)
