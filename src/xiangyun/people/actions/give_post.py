"""Give an account a post at a unit."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.models import Account, Post, Role
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
) -> Post:
    """The account acts for the unit in this role from a day on. Only administrators may."""
    if not actor.holds(Role.ADMIN):
        raise NotAllowed(step="give_post")
    if role not in Role.values:
        raise BadInput("unknown_role", role=role)
    with transaction.atomic():
        post = Post.objects.create(account=account, unit=unit, role=role, from_on=from_on, is_sample=is_sample)
        record(
            "post.given",
            actor=actor,
            at=at,
            subject=("post", post.uid),
            detail={"unit": str(unit.uid), "role": role},
        )
    return post
