"""Erase a person: names and phones go, posts end, what was done stays on record without them."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from xiangyun.audit.actions.erase_personal_values import erase_personal_values
from xiangyun.audit.log import record
from xiangyun.audit.models import PersonalValue
from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now, working_date
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.people.holding import check_another_admin
from xiangyun.people.key_digests import ident_of, key_digest
from xiangyun.people.masking import mask_phone
from xiangyun.people.models import (
    Account,
    ApiToken,
    Authenticator,
    CloudRow,
    Device,
    Invitation,
    Passkey,
    PastPassword,
    RecoveryCode,
    RosterEntry,
    SamePerson,
    SignInFailure,
    Tenure,
)

GONE = "***"
"""What stands where the name stood."""
PROOFS = (Authenticator, Device, Passkey, PastPassword, RecoveryCode, SignInFailure)


def erase_person(*, actor: Actor, account_uid: UUID, at: datetime) -> Account:
    """Only an administrator, and not himself. Blank afterwards: the account's name, sign-in name and phone, its
    rows on rosters and cloud lists, invitations, and what the log holds beside its entries; the chain still verifies.

    Raises NotAllowed, NotVisible, LastAdministrator.
    """
    if not actor.holds("admin") or actor.account_id is None:
        raise NotAllowed(step="erase_person")
    with transaction.atomic():
        account: Account | None = Account.objects.select_for_update().filter(uid=account_uid).first()
        if account is None:
            raise NotVisible(kind="account")
        if account.pk == actor.account_id:
            raise NotAllowed("own_account")
        units = _end_tenures(account, working_date(at))
        _blank_lists(account, units, working_date(at))
        invitations = _blank_invitations(account)
        _blank_account(account)
        erase_personal_values(actor=actor, values=_in_the_log(account, invitations), at=at)
        record("person.erased", actor=actor, at=at, subject=("account", account.uid))
    return account


def _end_tenures(account: Account, day: date) -> set[int]:
    """All posts end today; what has not begun goes. Gives the units of all posts ever held."""
    held = list(Tenure.objects.of_account(account.pk))
    ApiToken.objects.filter(tenure__account=account).delete()
    for tenure in held:
        check_another_admin(tenure, day)
        if tenure.from_on >= day:
            tenure.delete()
        elif tenure.to_on is None or tenure.to_on > day:
            tenure.to_on = day
            tenure.save(update_fields=["to_on"])
    Tenure.objects.filter(account=account).update(reason="")
    return {tenure.post.unit_id for tenure in held}


def _blank_lists(account: Account, units: set[int], day: date) -> None:
    """Rows of rosters and of the cloud's lists that name the person: by phone anywhere, by name at the own units."""
    named = Q(name=account.name, unit__in=units)
    phone = account.phone or ""
    digest = key_digest(phone)
    mine = Q(phone__in=["", phone])  # a namesake has another number
    entries = RosterEntry.objects.filter((named & mine) | Q(phone=phone) if phone else named)
    keys = {(e.unit_id, e.name, e.phone) for e in entries} | {(unit, account.name, phone) for unit in units}
    idents = [ident_of(unit, name, key_digest(key) or mask_phone(key)) for unit, name, key in keys]
    SamePerson.objects.filter(ours__in=idents).delete()
    entries.delete()
    listed = Q(key_digest__in=["", digest])
    rows = CloudRow.objects.filter((named & listed) | Q(key_digest=digest) if digest else named)
    rows.update(name="", key_digest="", key_masked="", registered_on=None)


def _blank_invitations(account: Account) -> list[UUID]:
    """Those the person accepted, and open ones to the same phone, which are withdrawn."""
    found = Q(accepted_by=account)
    if account.phone:
        found |= Q(phone=account.phone)
    rows = Invitation.objects.filter(found)
    uids = list(rows.values_list("uid", flat=True))
    rows.filter(used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=real_now())
    Invitation.objects.filter(uid__in=uids).update(name="", phone="")
    return uids


def _blank_account(account: Account) -> None:
    for proof in PROOFS:
        proof.objects.filter(account=account).delete()
    account.name, account.phone = GONE, None
    account.username = f"{GONE}{account.uid}"
    account.is_active, account.session_rev = False, account.session_rev + 1
    account.set_unusable_password()
    account.save()


def _in_the_log(account: Account, invitations: list[UUID]) -> list[PersonalValue]:
    """Names and phones beside entries about the person; addresses of sign-ins are kept for their six months."""
    about = Q(entry__subject_kind="account", entry__subject_uid=account.uid)
    about |= Q(entry__subject_kind="invitation", entry__subject_uid__in=invitations)
    return list(PersonalValue.objects.filter(about, name__in=("name", "phone")))
