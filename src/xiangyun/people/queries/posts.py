"""Reads of posts: who holds them, who held them, who is invited; and of accounts that could."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from xiangyun.core.errors import BadInput
from xiangyun.units.models import Unit
from xiangyun.units.paths import unit_ids

from ..invitations import why_gone
from ..models import Account, Invitation, Post, Tenure
from ..phones import fold_phone


def tenures_at(units: Collection[int], day: date) -> int:
    """How many people hold a post at one of these units on a day."""
    return Tenure.objects.on(day).filter(post__unit__in=list(units)).count()


@dataclass
class PostView:
    """A post with everybody who holds, held or will hold it, and the invitation that waits for it."""

    post: Post
    tenures: list[Tenure] = field(default_factory=list)
    invitation: Invitation | None = None

    def now(self, day: date) -> list[Tenure]:
        """Who holds it on a day, the holder first."""
        return sorted((t for t in self.tenures if t.is_held_on(day)), key=lambda t: t.is_deputy)

    def later(self, day: date) -> list[Tenure]:
        return [t for t in self.tenures if t.from_on > day]

    def before(self, day: date) -> list[Tenure]:
        return [t for t in self.tenures if t.to_on is not None and t.to_on <= day]

    def holder(self, day: date) -> Tenure | None:
        """Who holds it on a day, deputies left out."""
        return next((t for t in self.now(day) if not t.is_deputy), None)


def posts_of(unit: Unit, at: datetime) -> list[PostView]:
    """The posts of a unit as they were made, each with its people and its open invitation; three queries."""
    views = {post.pk: PostView(post) for post in Post.objects.at_units([unit.pk]).whole().in_order()}
    return _filled(views, at)


def post_view(post: Post, at: datetime) -> PostView:
    """One post with its people and its open invitation."""
    return _filled({post.pk: PostView(post)}, at)[0]


def _filled(views: dict[int, PostView], at: datetime) -> list[PostView]:
    for tenure in Tenure.objects.of_posts(views):
        views[tenure.post_id].tenures.append(tenure)
    for invitation in Invitation.objects.to_posts(views).waiting():
        if not why_gone(invitation, at):
            views[invitation.post_id].invitation = invitation
    return list(views.values())


def colleagues_of(unit: Unit, path: str, day: date) -> list[Account]:
    """Who could act at a unit's post: whoever holds a post there or directly above; each once, by name."""
    near = {unit.pk, *unit_ids(path)[-2:-1]}
    held = Tenure.objects.on(day).filter(post__unit__in=near, account__is_active=True).whole().order_by("pk")
    return sorted({t.account_id: t.account for t in held}.values(), key=lambda account: account.name)


def account_named(text: str) -> Account:
    """The account that signs in with this name or phone; BadInput `no_such_account`."""
    name, phone = text.strip(), fold_phone(text)
    found: Account | None = Account.objects.filter(username=name, is_active=True).first() if name else None
    found = found or (Account.objects.filter(phone=phone, is_active=True).first() if phone else None)
    if found is None:
        raise BadInput("no_such_account")
    return found


def account_with(uid: str) -> Account:
    """The account of a public id; BadInput `no_such_account` for none."""
    found: Account | None
    try:
        found = Account.objects.filter(uid=UUID(uid), is_active=True).first()
    except ValueError:
        found = None
    if found is None:
        raise BadInput("no_such_account")
    return found


def usernames_like(name: str) -> set[str]:
    """Sign-in names that begin with a name."""
    return set(Account.objects.filter(username__startswith=name).values_list("username", flat=True)) if name else set()
