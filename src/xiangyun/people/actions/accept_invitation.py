"""Accept an invitation: with a name and a new password, or with an account that one has already."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now, working_date
from xiangyun.core.errors import BadInput, Conflict, NotAllowed
from xiangyun.core.texts import is_readable
from xiangyun.people.factors.passwords import WeakPassword, missing_in
from xiangyun.people.holding import check_is_free
from xiangyun.people.invitations import InvitationGone, invitation_of, why_gone
from xiangyun.people.models import Account, Invitation, Post, Tenure
from xiangyun.people.naming import free_name
from xiangyun.people.phones import fold_phone
from xiangyun.people.separation import keep_roles_apart


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who comes without an account: the person's name, the name to sign in with, the password."""

    name: str
    username: str
    password: str


class NameTaken(Conflict):
    """Somebody else signs in with this name; `suggestion` is one that is free."""

    code = "username_taken"


def accept_invitation(*, token: str, by: Account | NewPerson, at: datetime) -> Tenure:
    """The post is the account's, from the invitation's day or today; the link opens nothing any more.

    Raises NotVisible, InvitationGone, NameTaken, WeakPassword, BadInput, NotAllowed for the inviter's own account,
    PostIsHeld, RolesKeptApart.
    """
    invitation = invitation_of(token, at)
    account = by if isinstance(by, Account) else _new_account(by, invitation)
    with transaction.atomic():
        post = Post.objects.locked(invitation.post_id)
        _check_still_open(invitation, at)
        if isinstance(by, NewPerson):
            _save(account, invitation)
        tenure = _begin(post, account, invitation, at)
        invitation.used_at, invitation.accepted_by = at, account
        invitation.save(update_fields=["used_at", "accepted_by"])
        actor = Actor(name=account.name, account_id=account.pk, post_id=post.pk, unit_id=post.unit_id)
        detail = {"post": post.uid, "account": account.uid, "is_new": account is not by, "from_on": tenure.from_on}
        record("post.invitation_accepted", actor=actor, at=at, subject=("invitation", invitation.uid), detail=detail)
    return tenure


def _new_account(person: NewPerson, invitation: Invitation) -> Account:
    """Checked, its password hashed: slow, so before the transaction."""
    name, username = " ".join(person.name.split()), person.username.strip()
    if not 0 < len(name) <= 60 or not is_readable(name):
        raise BadInput("blank_name")
    _check_free(username)
    phone = fold_phone(invitation.phone)
    if missing := missing_in(person.password, names=[name, username], phone=phone):
        raise WeakPassword(missing=missing)
    account = Account(username=username, name=name, password_set_at=real_now(), is_sample=invitation.is_sample)
    account.set_password(person.password)
    return account


def _check_free(username: str) -> None:
    taken = set(Account.objects.filter(username__startswith=username).values_list("username", flat=True))
    phone = fold_phone(username)  # somebody signs in with this number: a name like it would stand in the way
    if username in taken or (phone and Account.objects.filter(phone=phone).exists()):
        raise NameTaken(suggestion=free_name(username, taken | {username}))


def _check_still_open(invitation: Invitation, at: datetime) -> None:
    invitation.refresh_from_db(fields=["used_at", "withdrawn_at"])
    if reason := why_gone(invitation, at):
        raise InvitationGone(reason)


def _save(account: Account, invitation: Invitation) -> None:
    _check_free(account.username)
    phone = fold_phone(invitation.phone)
    if phone and not Account.objects.called(phone, phone).exists():
        account.phone = phone
    account.save(force_insert=True)


def _begin(post: Post, account: Account, invitation: Invitation, at: datetime) -> Tenure:
    if account.pk == invitation.invited_by_id:
        raise NotAllowed("own_account")
    from_on = max(invitation.from_on, working_date(at))
    check_is_free(post, from_on)
    if Tenure.objects.of_posts([post.pk]).overlapping(from_on, None).filter(account=account).exists():
        raise BadInput("holds_it_already")
    keep_roles_apart(account, post.role, from_on)
    return Tenure.objects.create(
        account=account, post=post, from_on=from_on, given_by_id=invitation.invited_by_id,
        is_sample=invitation.is_sample,
    )  # fmt: skip
