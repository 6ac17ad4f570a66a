"""Three roles watch each other: no account holds two of administrator, auditor and security officer at a time."""

from datetime import date

from xiangyun.core.errors import WrongState

from .models import Account, Role

SEPARATED = frozenset({Role.ADMIN, Role.AUDITOR, Role.SECURITY})


class RolesKeptApart(WrongState):
    """The account holds, in the same days, a role that must stay with somebody else; `role` says which."""

    code = "roles_kept_apart"


def keep_roles_apart(account: Account, role: str, from_on: date, to_on: date | None = None) -> None:
    """Locks the account's row and refuses a second watching role in the same days. Call it in the transaction."""
    if role not in SEPARATED:
        return
    Account.objects.locked(account.pk)
    others = account.tenures.overlapping(from_on, to_on).filter(post__role__in=SEPARATED - {role})
    if found := others.values_list("post__role", flat=True).first():
        raise RolesKeptApart(role=found)
