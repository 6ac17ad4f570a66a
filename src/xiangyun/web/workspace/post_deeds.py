"""What is done with a post: handed over, delegated, ended, kept, taken back; and a person erased."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import DomainError, NotAllowed, NotVisible
from xiangyun.people.actions.delegate_post import delegate_post
from xiangyun.people.actions.end_post import end_post
from xiangyun.people.actions.erase_person import erase_person
from xiangyun.people.actions.hand_over_post import hand_over_post
from xiangyun.people.actions.invite import Guest, invite
from xiangyun.people.actions.keep_post import keep_post
from xiangyun.people.actions.take_back_post import take_back_post
from xiangyun.people.holding import visible_post
from xiangyun.people.models import Account, Post, Role
from xiangyun.people.queries.posts import account_named, account_with, colleagues_of, post_view
from xiangyun.units.queries import path_of
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .post_forms import A_DAY, DelegateForm, EndForm, GuestForm, HandOverForm, SpokenForm
from .posts import show

AT_FIELD = {
    "no_such_account": "account",
    "own_account": "account",
    "roles_kept_apart": "account",
    "holds_it_already": "account",
    "reason_needed": "reason",
    "bad_span": "last_on",
    "begins_in_the_past": "from_on",
    "not_a_phone": "phone",
    "name_long": "name",
    "post_is_held": "from_on",
}


def _tried(request: Request, post: Post, form: SpokenForm, deed: Callable[[dict[str, Any]], str]) -> HttpResponse:
    """Do it and say so; or the page again, with what is wrong at its field. What may not be done at all is 403."""
    if not form.is_valid():
        return show(request, post, form=form)
    try:
        messages.success(request, deed(form.cleaned_data))
    except (NotVisible, NotAllowed) as refused:
        if refused.reason != "own_account":
            raise
        return show(request, post, form=form, wrong={"account": sentence(refused.reason)})
    except DomainError as refused:
        place = AT_FIELD.get(refused.reason, "")
        first = next(iter(form.labels()))
        wrong = {place if place in form.fields else first: sentence(refused.reason)}
        return show(request, post, form=form, wrong=wrong)
    return redirect("workspace:post", post.uid)


@require_POST
def hand_over(request: Request, uid: UUID) -> HttpResponse:
    """To an account, or to somebody who is invited."""
    post = visible_post(request.actor, uid)

    def deed(given: dict[str, Any]) -> str:
        to: Account | Guest = Guest(given["name"], given["phone"])
        if given["account"].strip():
            to = account_named(given["account"])
        done = hand_over_post(actor=request.actor, post_uid=uid, on=given["on"], to=to, at=request.at)
        if done.invitation:
            return _("Handed over. Send the successor the invitation below.")
        return _("Handed over. Duties and drafts stay with the post.")

    return _tried(request, post, HandOverForm(request.POST), deed)


@require_POST
def delegate(request: Request, uid: UUID) -> HttpResponse:
    """To a deputy, from the first day to the last."""
    post = visible_post(request.actor, uid)
    day = working_date(request.at)
    near = colleagues_of(post.unit, path_of(post.unit_id, day), day)

    def deed(given: dict[str, Any]) -> str:
        typed = given["account"].strip()
        account = account_named(typed) if typed else account_with(given["colleague"])
        days = {"from_on": given["from_on"], "to_on": given["last_on"] + A_DAY}
        delegate_post(actor=request.actor, post_uid=uid, account=account, reason=given["reason"], at=request.at, **days)
        return _("The deputy is named; it ends by itself after the last day.")

    return _tried(request, post, DelegateForm(near, request.POST), deed)


@require_POST
def end(request: Request, uid: UUID) -> HttpResponse:
    """The holder's time, after the last day."""
    post = visible_post(request.actor, uid)

    def deed(given: dict[str, Any]) -> str:
        held = post_view(post, request.at).holder(working_date(request.at))
        if held is None:
            raise NotVisible(kind="tenure")
        on = given["last_on"] + A_DAY
        end_post(actor=request.actor, tenure_uid=held.uid, on=on, at=request.at, reason=given["reason"])
        return _("The end is set. The post stays, with its duties and drafts.")

    return _tried(request, post, EndForm(request.POST), deed)


@require_POST
def invite_to(request: Request, uid: UUID) -> HttpResponse:
    """Somebody to a post that is free."""
    post = visible_post(request.actor, uid)

    def deed(given: dict[str, Any]) -> str:
        guest = Guest(given["name"], given["phone"])
        invite(actor=request.actor, post=post, guest=guest, from_on=given["from_on"], at=request.at)
        return _("The invitation is made. Send its link, or let the code be scanned.")

    return _tried(request, post, GuestForm(request.POST), deed)


@require_POST
def keep(request: Request, uid: UUID) -> HttpResponse:
    """Undo an end that has not come."""
    tenure = keep_post(actor=request.actor, tenure_uid=uid, at=request.at)
    messages.success(request, _("The end is taken back."))
    return redirect("workspace:post", tenure.post.uid)


@require_POST
def end_deputy(request: Request, uid: UUID) -> HttpResponse:
    """A deputy's time ends after today."""
    on = working_date(request.at) + A_DAY
    tenure = end_post(actor=request.actor, tenure_uid=uid, on=on, at=request.at)
    messages.success(request, _("The deputy's time ends today."))
    return redirect("workspace:post", tenure.post.uid)


@require_POST
def take_back(request: Request, uid: UUID) -> HttpResponse:
    """Undo a tenure that has not begun."""
    post = take_back_post(actor=request.actor, tenure_uid=uid, at=request.at)
    messages.success(request, _("Taken back before it began."))
    return redirect("workspace:post", post.uid)


@require_http_methods(["GET", "POST"])
def erase(request: Request, uid: UUID) -> HttpResponse:
    """Ask once more, then blank a person's name, phone and rows, and end the posts."""
    if not request.actor.holds(Role.ADMIN):
        raise NotAllowed(step="erase_person")
    account = account_with(str(uid))
    if request.method == "POST":
        erase_person(actor=request.actor, account_uid=uid, at=request.at)
        messages.success(request, _("The person is erased. What was done stays on record without the name."))
        return redirect("workspace:units")
    return render(request, "workspace/erase.html", {"account": account})
