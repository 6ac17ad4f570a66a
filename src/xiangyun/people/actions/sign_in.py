"""Sign in."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import authenticate

from xiangyun.audit.log import record
from xiangyun.core.errors import DomainError
from xiangyun.people.asking import WrongPassword
from xiangyun.people.knocking import SIGN_IN, admitted, turn_away
from xiangyun.people.models import Account
from xiangyun.people.origins import Origin
from xiangyun.people.phones import fold_phone
from xiangyun.people.proving import has_factor
from xiangyun.people.tries import one_try


@dataclass(frozen=True, slots=True)
class Knocked:
    """The account whose password was right; until `needs_second` is answered nobody is signed in."""

    account: Account
    needs_second: bool


def sign_in(*, username: str, password: str, origin: Origin, at: datetime) -> Knocked:
    """Name or phone, and the password. Every outcome is logged, what was typed is not.

    Raises WrongPassword or TooManyTries: tries are counted by name and address, so that whoever guesses locks
    out himself, and a device that the account knows is not held up by anybody else's.
    """
    name = username.strip()
    known = Account.objects.called(name, fold_phone(name)).first()
    try:
        with one_try("password", account=known, typed=name, origin=origin, at=at):
            account = authenticate(None, username=known.username if known else name, password=password)
            if not isinstance(account, Account):
                raise WrongPassword
    except DomainError as refused:
        turn_away(known, origin, at, "password", refused)
        raise
    needs_second = has_factor(account.pk)
    record(SIGN_IN, at=at, **admitted(account, origin, "half" if needs_second else "password"))
    return Knocked(account, needs_second)
