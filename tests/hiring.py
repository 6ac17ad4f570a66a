"""Making posts and those who hold them, without the actions: the tests' people are there before the story begins."""

from datetime import date, timedelta

from django.test import Client

from xiangyun.core.clock import real_now
from xiangyun.people.factors.sealing import seal
from xiangyun.people.models import Account, AdminSession, Authenticator, Post, Tenure
from xiangyun.units.models import Unit

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def hire(account: Account, unit: Unit, role: str, from_on: date) -> Tenure:
    """A new post at a unit, held by an account."""
    return Tenure.objects.create(account=account, post=Post.objects.create(unit=unit, role=role), from_on=from_on)


def equip(account: Account) -> Authenticator:
    """An authenticator set up to the end, with the tests' secret."""
    now, sealed = real_now(), seal(SECRET, account.uid)
    return Authenticator.objects.create(account=account, sealed=sealed, begun_at=now, confirmed_at=now)


def elevate(client: Client, tenure: Tenure) -> AdminSession:
    """A timed session of an administrator, begun now, in the client's session."""
    now, account = real_now(), tenure.account
    begun = {"started_at": now, "ends_at": now + timedelta(minutes=30), "reason": "test"}
    made = AdminSession.objects.create(account=account, tenure=tenure, **begun)
    session = client.session
    session["admin_session"] = str(made.uid)
    session.save()
    return made
