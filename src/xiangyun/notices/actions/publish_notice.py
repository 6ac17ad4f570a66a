"""Publish a signed notice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.core.steps import take_step
from xiangyun.core.texts import is_readable
from xiangyun.notices.amending import apply_amendments
from xiangyun.notices.counting import count_selector
from xiangyun.notices.drafts import locked
from xiangyun.notices.figures import measures_of
from xiangyun.notices.models import Notice
from xiangyun.notices.periods import open_ahead
from xiangyun.notices.states import NOTICE_STEPS
from xiangyun.people.signoff.queries import unchanged_since_signed

MOST_NUMBER = 80


def publish_notice(*, actor: Actor, uid: UUID, at: datetime, number: str | None = None) -> Notice:
    """From now on its tasks are owed. Writes a handful of rows, however many units owe.

    `number` is its document number, None for the one its text bears, blank for none. Raises
    Conflict("changed_since_signed") if what would go out is not what was signed.
    """
    with transaction.atomic():
        notice = locked(actor, uid)
        number = _number(notice, number)
        changes = {"published_at": at, "number": number}
        take_step(notice, "publish", table=NOTICE_STEPS, actor=actor, at=at, changes=changes)
        signed = unchanged_since_signed("notice", notice)
        for task in notice.tasks.select_related("form_version__form", "selector"):
            count_selector(task.selector, working_date(at))
            open_ahead(task, at)
            measures_of(task)
        amended = apply_amendments(notice, at)
        detail = {"number": number, "signed": signed.uid, "amended": amended}
        record("notice.published", actor=actor, at=at, subject=("notice", notice.uid), detail=detail)
    return notice


def _number(notice: Notice, given: str | None) -> str:
    number = (notice.head.get("number", "") if given is None else given).strip()
    if len(number) > MOST_NUMBER or not is_readable(number):
        raise BadInput("not_text")
    if number and Notice.objects.filter(owner=notice.owner_id, number=number).exclude(pk=notice.pk).exists():
        raise BadInput("number_used")
    return number
