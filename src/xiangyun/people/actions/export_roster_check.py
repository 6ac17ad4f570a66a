"""Take out the roster check: who is on which of the two lists."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotVisible
from xiangyun.people.models import CloudList
from xiangyun.people.queries.rosters import check_of, newest_list, own_path
from xiangyun.people.roster.checking import Check


def export_roster_check(*, actor: Actor, at: datetime) -> tuple[CloudList, Check]:
    """The check at and below the actor's unit by the newest list; the log keeps who took it."""
    day = working_date(at)
    path = own_path(actor, day)
    found = newest_list(path)
    if found is None:
        raise NotVisible(kind="cloud_list")
    check = check_of(path, found, day)
    with transaction.atomic():
        detail = {"as_of": found.as_of, "bodies": len(check.bodies)}
        record("roster.check_exported", actor=actor, at=at, subject=("cloud_list", found.uid), detail=detail)
    return found, check
