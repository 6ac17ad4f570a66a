"""Sign in."""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.utils.crypto import salted_hmac

from xiangyun.audit.log import record, record_refusal
from xiangyun.core.actor import Actor
from xiangyun.core.errors import DomainError
from xiangyun.people.models import Account, SignInFailure

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=1)
FROM_ONE_ADDRESS, FROM_ALL = 5, 50


class WrongPassword(DomainError):
    """Name or password is not right; which of them is not said."""

    code = "wrong_password"


class TooManyTries(DomainError):
    """This address, or very many together, tried this name too often; `minutes` until the next try."""

    status = 429
    code = "too_many_tries"


def sign_in(*, username: str, password: str, address: str, at: datetime) -> Account:
    """The account, if name and password are right. Both outcomes are logged, what was typed is not.

    Tries are counted by name and address, so that whoever guesses locks out himself and not the person.
    """
    name = salted_hmac("xiangyun.sign-in", username.strip().lower(), algorithm="sha256").hexdigest()
    known = Account.objects.filter(username=username.strip()).first()
    subject = ("account", known.uid) if known else None
    visitor = Actor.visitor()
    if _is_too_many(name, address, at):
        record_refusal("sign_in", actor=visitor, at=at, subject=subject, code=TooManyTries.code)
        raise TooManyTries(minutes=int(WINDOW.total_seconds() // 60))
    account = authenticate(None, username=username.strip(), password=password)
    if not isinstance(account, Account):
        SignInFailure.objects.old(at - KEPT).delete()
        SignInFailure.objects.create(name=name, address=address, at=at)
        record_refusal("sign_in", actor=visitor, at=at, subject=subject, code=WrongPassword.code)
        raise WrongPassword
    actor = Actor(name=account.name, account_id=account.pk)
    record("sign_in", actor=actor, at=at, subject=("account", account.uid))
    return account


def _is_too_many(name: str, address: str, at: datetime) -> bool:
    addresses = list(SignInFailure.objects.recent(name, at - WINDOW).values_list("address", flat=True)[:FROM_ALL])
    return len(addresses) >= FROM_ALL or addresses.count(address) >= FROM_ONE_ADDRESS
