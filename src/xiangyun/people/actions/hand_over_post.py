"""Hand a post over: its holder ends and another begins on the same day; duties and drafts stay with the post."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, WrongState
from xiangyun.people.holding import check_another_admin, check_is_another, check_right, visible_post
from xiangyun.people.models import Account, Invitation, Post, Tenure
from xiangyun.people.separation import keep_roles_apart

from .invite import Guest, invite


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of it: the tenure that ends, and who follows: an account at once, or a guest by invitation."""

    ended: Tenure
    begun: Tenure | None = None
    invitation: Invitation | None = None


def hand_over_post(*, actor: Actor, post_uid: UUID, on: date, to: Account | Guest, at: datetime) -> HandedOver:
    """From `on` the post is the successor's; the old tenure and its machines' tokens end that day.

    Raises NotAllowed, WrongState when nobody holds it on that day, BadInput for a day not after the holder began,
    LastAdministrator for a guest in the last administrator's place, or what `invite` raises.
    """
    post = visible_post(actor, post_uid)
    check_right("hand_over", actor, unit=post.unit, role=post.role, at=at)
    with transaction.atomic():
        Post.objects.locked(post.pk)
        held = _held_on(post, on)
        if not isinstance(to, Account):
            check_another_admin(held, on)  # a guest may never come
        held.to_on = on
        held.save(update_fields=["to_on"])
        begun = _begin(actor, post, on, to) if isinstance(to, Account) else None
        detail = {"from": held.account.uid, "on": on, "to": begun.account.uid if begun else None}
        record("post.handed_over", actor=actor, at=at, subject=("post", post.uid), detail=detail)
        if isinstance(to, Account):
            return HandedOver(held, begun=begun)
        return HandedOver(held, invitation=invite(actor=actor, post=post, guest=to, from_on=on, at=at))


def _held_on(post: Post, on: date) -> Tenure:
    """Whose time ends: the holder of that day, with nobody after."""
    later = list(Tenure.objects.of_posts([post.pk]).holders().overlapping(on, None))
    if not later:
        raise WrongState("nobody_holds_it")
    if len(later) > 1:
        raise WrongState("successor_is_set")
    if later[0].from_on >= on:
        raise BadInput("ends_before_it_begins", from_on=later[0].from_on)
    return later[0]


def _begin(actor: Actor, post: Post, on: date, account: Account) -> Tenure:
    check_is_another(actor, account)
    if Tenure.objects.of_posts([post.pk]).holders().overlapping(on, None).exists():
        raise WrongState("successor_is_set")
    keep_roles_apart(account, post.role, on)
    return Tenure.objects.create(account=account, post=post, from_on=on, given_by_id=actor.account_id)
