"""Give an account a post at a unit."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.people.holding import check_is_another, check_is_free, check_right
from xiangyun.people.models import Account, Post, Tenure
from xiangyun.people.separation import keep_roles_apart
from xiangyun.units.models import Unit


def give_post(
    *,
    actor: Actor,
    account: Account,
    unit: Unit,
    role: str,
    from_on: date,
    at: datetime,
    post: Post | None = None,
    is_sample: bool = False,
) -> Tenure:
    """The post, a new one unless one of this unit and role is given, is the account's from a day on.

    Raises NotAllowed as the table of rights says, PostIsHeld, RolesKeptApart.
    """
    check_right("give", actor, unit=unit, role=post.role if post else role, at=at)
    check_is_another(actor, account)
    with transaction.atomic():
        if post is None:
            post = Post.objects.create(unit=unit, role=role, is_sample=is_sample)
        else:
            post = Post.objects.locked(post.pk)
            check_is_free(post, from_on)
        keep_roles_apart(account, post.role, from_on)
        tenure = Tenure.objects.create(
            account=account, post=post, from_on=from_on, given_by_id=actor.account_id, is_sample=is_sample
        )
        detail = {"unit": unit.uid, "role": post.role, "account": account.uid, "from_on": from_on}
        record("post.given", actor=actor, at=at, subject=("post", post.uid), detail=detail)
    return tenure
