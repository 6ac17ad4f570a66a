"""A try is written down before anything is checked, so that tries at the same instant cannot pass the limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.crypto import salted_hmac

from xiangyun.core.errors import DomainError

from .limits import KEPT, WINDOW, is_too_many
from .models import Account, SignInFailure
from .origins import Origin


class TooManyTries(DomainError):
    """This address or device tried too often; `minutes` until the next try."""

    status = 429
    code = "too_many_tries"


@contextmanager
def one_try(what: str, *, account: Account | None, typed: str, origin: Origin, at: datetime) -> Iterator[None]:
    """Counts what happens inside as one try at `what`, unless it succeeds. Call it outside any transaction.

    Raises TooManyTries; `typed` is the name that was given when there is no such account.
    """
    name = _named(what, f"account {account.pk}" if account else typed.strip().lower())
    device = origin.device_of(account.pk if account else None)
    SignInFailure.objects.old(at - KEPT).delete()
    mine = SignInFailure.objects.create(
        name=name, account=account, address=origin.address, device=device.digest if device else "", at=at
    )
    if _is_too_many(mine):
        mine.delete()  # what is not even checked does not make the wait longer
        raise TooManyTries(minutes=int(WINDOW.total_seconds() // 60))
    yield
    mine.delete()


def _is_too_many(mine: SignInFailure) -> bool:
    recent = SignInFailure.objects.recent(mine.name, mine.at - WINDOW)
    strangers = recent.filter(device="")
    here = recent.filter(device=mine.device) if mine.device else strangers.filter(address=mine.address)
    return is_too_many(here=here.count(), everywhere=strangers.count(), is_known=bool(mine.device))


def _named(what: str, name: str) -> str:
    """Names are kept as keyed digests: what people type at the door is often their password."""
    return salted_hmac("xiangyun.sign-in", f"{what}:{name}", algorithm="sha256").hexdigest()
