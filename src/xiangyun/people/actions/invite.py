"""Invite a person to a post, by a link that can be forwarded or scanned."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict
from xiangyun.core.ids import uuid7
from xiangyun.core.texts import is_readable
from xiangyun.people.holding import MOST_TITLE, check_is_free, check_right
from xiangyun.people.invitations import LASTS, link_token
from xiangyun.people.models import Invitation, Post
from xiangyun.people.roster.phones import is_phone, plain_phone
from xiangyun.people.tokens import digest_of
from xiangyun.units.models import Unit


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that is made together with its invitation."""

    unit: Unit
    role: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited, as far as it is known."""

    name: str = ""
    phone: str = ""


class AlreadyInvited(Conflict):
    """An invitation to this post waits; withdraw it first. `invitation` is its uid."""

    code = "already_invited"


def invite(
    *,
    actor: Actor,
    post: Post | NewPost,
    guest: Guest,
    from_on: date,
    at: datetime,
    is_sample: bool = False,
) -> Invitation:
    """An invitation that holds fourteen days and opens once. One that has expired is replaced.

    Raises NotAllowed, PostIsHeld if the post is held on that day, AlreadyInvited, BadInput.
    """
    check_right("invite", actor, unit=post.unit, role=post.role, at=at)
    guest = _checked(post, guest)
    uid = uuid7()
    with transaction.atomic():
        made = _post(post, from_on, at, is_sample)
        invitation = Invitation.objects.create(
            uid=uid, post=made, name=guest.name, phone=guest.phone, digest=digest_of(link_token(uid)),
            from_on=max(from_on, working_date(at)), from_unit_id=actor.unit_id, invited_by_id=actor.account_id,
            made_at=at, expires_at=at + LASTS, is_sample=is_sample,
        )  # fmt: skip
        detail = {"post": made.uid, "unit": made.unit.uid, "role": made.role, "from_on": invitation.from_on}
        personal = {name: text for name, text in (("name", guest.name), ("phone", guest.phone)) if text}
        subject = ("invitation", uid)
        record("post.invited", actor=actor, at=at, subject=subject, detail=detail, personal=personal)
    return invitation


def _checked(post: Post | NewPost, guest: Guest) -> Guest:
    name, phone = " ".join(guest.name.split()), plain_phone(guest.phone)
    if len(name) > 60 or len(post.title) > MOST_TITLE or not is_readable(name + post.title):
        raise BadInput("name_long")
    if phone and not is_phone(phone):
        raise BadInput("not_a_phone")
    return Guest(name, phone)


def _post(post: Post | NewPost, from_on: date, at: datetime, is_sample: bool) -> Post:
    """The post's row, held; free from that day, and no other invitation to it waits."""
    if isinstance(post, NewPost):
        title = " ".join(post.title.split())
        return Post.objects.create(unit=post.unit, role=post.role, title=title, is_sample=is_sample)
    post = Post.objects.locked(post.pk)
    check_is_free(post, max(from_on, working_date(at)))
    for other in Invitation.objects.to_posts([post.pk]).waiting():
        if other.expires_at > at:
            raise AlreadyInvited(invitation=str(other.uid))
        other.withdrawn_at = at
        other.save(update_fields=["withdrawn_at"])
    return post
