"""Rules of who may hold a post, shared by the actions that give, end and hand over posts."""

from datetime import date, datetime
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict, NotAllowed, NotVisible, WrongState
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of

from .models import Account, Post, Role, Tenure
from .rights import Deed, may

MOST_TITLE = 60
MOST_REASON = 200


class PostIsHeld(Conflict):
    """Somebody holds the post in these days; `until` is the day from which it is free, if one is set."""

    code = "post_is_held"


class LastAdministrator(WrongState):
    """Nobody would be left who can give posts."""

    code = "last_admin"


def check_right(deed: Deed, actor: Actor, *, unit: Unit, role: str, at: datetime) -> None:
    """NotAllowed unless the table of rights lets the actor do it to a post of the role at the unit."""
    if role not in Role.values:
        raise BadInput("unknown_role", role=role)
    if actor.is_system:
        return
    if not may(deed, actor, role=role, path=path_of(unit.pk, working_date(at))):
        raise NotAllowed(step=deed)


def check_is_another(actor: Actor, account: Account) -> None:
    """Nobody gives a post to the own account."""
    if not actor.is_system and account.pk == actor.account_id:
        raise NotAllowed("own_account")


def check_is_free(post: Post, from_on: date, to_on: date | None = None) -> None:
    """A post has one holder at a time; call it with the post's row held."""
    held = Tenure.objects.of_posts([post.pk]).holders().overlapping(from_on, to_on).first()
    if held is not None:
        raise PostIsHeld(until=held.to_on)


def check_another_admin(tenure: Tenure, from_on: date) -> None:
    """Refuses to take the last administrator of the site; call it with the post's row held."""
    if tenure.role != Role.ADMIN or tenure.is_deputy:
        return
    others = Tenure.objects.of_role(Role.ADMIN).holders().overlapping(from_on, None)
    if not others.exclude(pk=tenure.pk).filter(account__is_active=True).exists():
        raise LastAdministrator


def visible_post(actor: Actor, uid: UUID) -> Post:
    """The post with its unit; NotVisible where the actor sees none."""
    post = Post.objects.visible_to(actor).whole().filter(uid=uid).first()
    if post is None:
        raise NotVisible(kind="post")
    return post


def visible_tenure(actor: Actor, uid: UUID) -> Tenure:
    """A tenure of a post that the actor sees."""
    seen = Post.objects.visible_to(actor)
    tenure = Tenure.objects.whole().filter(uid=uid, post__in=seen).first()
    if tenure is None:
        raise NotVisible(kind="tenure")
    return tenure
