"""Know a device from now on."""

from datetime import datetime, timedelta

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.people.models import Account, Device
from xiangyun.people.origins import Origin
from xiangyun.people.tokens import digest_of, new_cookie

FORGOTTEN_AFTER = timedelta(days=400)
MOST = 20


def know_device(*, account: Account, origin: Origin, at: datetime) -> tuple[Device, str]:
    """The device and the cookie it must hold. Just signed in on it, its owner said that it is theirs.

    A cookie that the site gave to another account of the same phone serves for both.
    """
    given = origin.cookie if Device.objects.with_digest(digest_of(origin.cookie)).exists() else new_cookie()
    seen = {"label": origin.label, "seen_at": at}
    with transaction.atomic():
        device, is_new = Device.objects.update_or_create(
            account=account, digest=digest_of(given), defaults=seen, create_defaults={**seen, "created_at": at}
        )
        _forget_old(account, at)
        if is_new:
            actor = Actor(name=account.name, account_id=account.pk)
            detail = {"device": device.uid, "label": device.label}
            record("device.known", actor=actor, at=at, subject=("account", account.uid), detail=detail)
    return device, given


def _forget_old(account: Account, at: datetime) -> None:
    mine = Device.objects.of_account(account.pk)
    mine.unseen_since(at - FORGOTTEN_AFTER).delete()
    too_many = list(mine.values_list("pk", flat=True)[MOST:])
    Device.objects.filter(pk__in=too_many).delete()
