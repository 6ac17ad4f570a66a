"""Asking for the password again before something that only its owner should do."""

from datetime import datetime

from xiangyun.core.actor import Actor
from xiangyun.core.errors import DomainError, NotVisible

from .models import Account
from .origins import Origin
from .tries import one_try


class WrongPassword(DomainError):
    """Name or password is not right; which of them is not said."""

    code = "wrong_password"


def ask_password(actor: Actor, account: Account, password: str, origin: Origin, at: datetime) -> None:
    """Only the account's own person, and with the password; tries are counted. WrongPassword, TooManyTries."""
    if actor.account_id != account.pk:
        raise NotVisible(kind="account")
    with one_try("password", account=account, typed="", origin=origin, at=at):
        if not account.check_password(password):
            raise WrongPassword
