"""Give an account a post at a unit."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.models import Account, Post, Role, Tenure
from xiangyun.units.models import Unit


def give_post(
    *,
    actor: Actor,
    account: Account,
    unit: Unit,
    role: str,
    from_on: date,
    at: datetime,
    is_sample: bool = False,
) -> Tenure:
    """A new post at the unit, held by the account from a day on. Only administrators may."""
    if not actor.holds(Role.ADMIN):
        raise NotAllowed(step="give_post")
    if role not in Role.values:
        raise BadInput("unknown_role", role=role)
    with transaction.atomic():
        post = Post.objects.create(unit=unit, role=role, is_sample=is_sample)
        tenure = Tenure.objects.create(
            account=account, post=post, from_on=from_on, given_by_id=actor.account_id, is_sample=is_sample
        )
        detail = {"unit": str(unit.uid), "role": role, "account": str(account.uid)}
        record("post.given", actor=actor, at=at, subject=("post", post.uid), detail=detail)
    return tenure
