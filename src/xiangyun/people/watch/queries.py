"""The security officer's reads: everything about accounts at or below the officer's unit, and nothing about work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from xiangyun.audit.models import AuditQuerySet, Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.people.knocking import SIGN_IN
from xiangyun.people.limits import WINDOW, allowed
from xiangyun.people.models import Account, ApiToken, Authenticator, Device, Passkey, Role, SignInFailure
from xiangyun.people.phones import fold_phone

LONGEST = 400
MOST_TRIES = 5000
KINDS: dict[str, tuple[Any, str]] = {  # kind -> (model, way to the account)
    "token": (ApiToken, "tenure__account"),
    "passkey": (Passkey, "account"),
    "authenticator": (Authenticator, "account"),
    "device": (Device, "account"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sign-ins: of one account (its sign-in name, phone or person's name), one outcome, the last so many days."""

    name: str = ""
    outcome: str = ""
    days: int = 30


@dataclass(frozen=True, slots=True)
class LockOut:
    """An address, or a device that the account knows, which has used up its tries at an account."""

    account: Account
    address: str
    is_known: bool
    tries: int
    until: datetime


def check_watches(actor: Actor) -> None:
    """Only a security officer; not the administrator and not the auditor."""
    if not actor.holds(Role.SECURITY):
        raise NotAllowed(step="security")


def accounts_called(actor: Actor, name: str) -> QuerySet[Account]:
    """The accounts in reach; with a name those that sign in by it, or whose person is called so."""
    check_watches(actor)
    found: QuerySet[Account] = Account.objects.within(actor)
    name = name.strip()
    if not name:
        return found
    phone = fold_phone(name)
    return found.filter(Q(username=name) | Q(name=name) | (Q(phone=phone) if phone else Q()))


def sign_ins(actor: Actor, wanted: Wanted, now: datetime) -> AuditQuerySet:
    """Entries about signing in, the last first; tries at names that nobody has are everybody's."""
    if not 1 <= wanted.days <= LONGEST:
        raise BadInput("bad_days", most=LONGEST)
    accounts = accounts_called(actor, wanted.name)
    whose = Q(subject_uid__in=accounts.values("uid"))
    if not wanted.name.strip():
        whose |= Q(subject_uid__isnull=True)
    found = Entry.objects.of_action(SIGN_IN).filter(whose, recorded_at__gte=now - timedelta(days=wanted.days))
    return found.filter(outcome=wanted.outcome) if wanted.outcome else found


def addresses_of(entries: Sequence[Entry]) -> dict[int, str]:
    """Entry → the address, empty once it was erased."""
    values = Entry.objects.personal_of([entry.pk for entry in entries], "address")
    return dict(values.values_list("entry_id", "value"))


def accounts_of(entries: Sequence[Entry]) -> dict[Any, Account]:
    """The accounts that entries are about, by uid."""
    found = Account.objects.filter(uid__in={entry.subject_uid for entry in entries if entry.subject_uid})
    return {account.uid: account for account in found}


def lock_outs(actor: Actor, now: datetime) -> list[LockOut]:
    """Who can not try now, and until when; the last one first."""
    accounts = accounts_called(actor, "")
    recent = SignInFailure.objects.since(now - WINDOW).filter(account__in=accounts).select_related("account")
    places: dict[tuple[str, str, str], list[SignInFailure]] = {}
    strangers: dict[str, int] = {}
    for failed in recent[:MOST_TRIES]:
        where = ("", failed.device) if failed.device else (failed.address, "")
        places.setdefault((failed.name, *where), []).append(failed)
        strangers[failed.name] = strangers.get(failed.name, 0) + (not failed.device)
    found = (_lock_out(failures, strangers[name]) for (name, *_), failures in places.items())
    return [one for one in found if one is not None]


def _lock_out(failures: list[SignInFailure], everywhere: int) -> LockOut | None:
    """`failures` of one place, the last first; the next try is open when one of the allowed ones is old enough."""
    last = failures[0]
    most = allowed(everywhere=everywhere + 1, is_known=bool(last.device))
    if len(failures) < most or last.account is None:
        return None
    until = failures[most - 1].at + WINDOW
    return LockOut(last.account, last.address, bool(last.device), len(failures), until)


def keys(actor: Actor, kind: str, name: str) -> "QuerySet[Any]":
    """The keys of a kind, the newest first; names and dates only are for showing."""
    if kind not in KINDS:
        raise BadInput("unknown_kind")
    model, way = KINDS[kind]
    accounts = accounts_called(actor, name)
    found: QuerySet[Any] = model.objects.filter(**{f"{way}__in": accounts}).select_related(way).order_by("-id")
    return found
