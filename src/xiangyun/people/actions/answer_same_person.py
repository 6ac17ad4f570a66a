"""Answer what the roster check asks: whether one of ours and one on the cloud's list are the same person."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotAllowed, WrongState
from xiangyun.people.models import SamePerson
from xiangyun.people.models.roster import CLOUD_ANSWERERS
from xiangyun.people.queries.rosters import check_of, newest_list, own_path


def answer_same_person(*, actor: Actor, ours: str, theirs: str, is_same: bool, at: datetime) -> SamePerson:
    """Kept for this list and later ones, as digests only. WrongState where the check does not ask this now."""
    if not actor.holds(*CLOUD_ANSWERERS):
        raise NotAllowed(step="answer_same_person")
    day = working_date(at)
    path = own_path(actor, day)
    found = newest_list(path)
    doubts = [d for body in check_of(path, found, day).bodies.values() for d in body.doubts] if found else []
    if not any(d.theirs.ident == theirs and ours in {p.ident for p in d.could_be} for d in doubts):
        raise WrongState("not_asked")
    given = {"is_same": is_same, "answered_by_id": actor.account_id, "answered_at": at}
    with transaction.atomic():
        answer, _ = SamePerson.objects.update_or_create(ours=ours, theirs=theirs, defaults=given)
        record("roster.answered", actor=actor, at=at, detail={"is_same": is_same})
    return answer
