"""Let somebody act at a post for a time: a deputy, marked 代 wherever the name stands."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.people.holding import MOST_REASON, check_is_another, check_right, visible_post
from xiangyun.people.models import Account, Post, Tenure
from xiangyun.people.separation import keep_roles_apart

MOST_DAYS = 366


def delegate_post(
    *, actor: Actor, post_uid: UUID, account: Account, from_on: date, to_on: date, reason: str, at: datetime
) -> Tenure:
    """The account acts at the post from a day until the day before `to_on`, and then no longer, by itself.

    Whoever holds the post may, besides those of the table of rights; a deputy may not delegate further, and nobody
    to the own account.
    """
    post = visible_post(actor, post_uid)
    if not _holds(actor, post, working_date(at)):
        check_right("delegate", actor, unit=post.unit, role=post.role, at=at)
    check_is_another(actor, account)
    _check(from_on, to_on, reason, working_date(at))
    with transaction.atomic():
        Post.objects.locked(post.pk)
        if Tenure.objects.of_posts([post.pk]).overlapping(from_on, to_on).filter(account=account).exists():
            raise BadInput("holds_it_already")
        keep_roles_apart(account, post.role, from_on, to_on)
        deputy = Tenure.objects.create(
            account=account, post=post, kind=Tenure.Kind.DEPUTY, from_on=from_on, to_on=to_on,
            reason=reason.strip(), given_by_id=actor.account_id,
        )  # fmt: skip
        detail = {"account": account.uid, "tenure": deputy.uid, "from_on": from_on, "to_on": to_on}
        record("post.delegated", actor=actor, at=at, subject=("post", post.uid), detail=detail)
    return deputy


def _holds(actor: Actor, post: Post, day: date) -> bool:
    if actor.post_id != post.pk or actor.account_id is None:
        return False
    return Tenure.objects.of_posts([post.pk]).holders().on(day).filter(account=actor.account_id).exists()


def _check(from_on: date, to_on: date, reason: str, today: date) -> None:
    if not reason.strip() or len(reason.strip()) > MOST_REASON:
        raise BadInput("reason_needed")
    if from_on < today:
        raise BadInput("begins_in_the_past")
    if not 0 < (to_on - from_on).days <= MOST_DAYS:
        raise BadInput("bad_span", most=MOST_DAYS)
