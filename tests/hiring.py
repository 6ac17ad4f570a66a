"""Making posts and those who hold them, without the actions: the tests' people are there before the story begins."""

from datetime import date

from xiangyun.people.models import Account, Post, Tenure
from xiangyun.units.models import Unit


def hire(account: Account, unit: Unit, role: str, from_on: date) -> Tenure:
    """A new post at a unit, held by an account."""
    return Tenure.objects.create(account=account, post=Post.objects.create(unit=unit, role=role), from_on=from_on)
