"""Publish a signed notice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.steps import take_step
from xiangyun.notices.counting import count_selector
from xiangyun.notices.drafts import locked
from xiangyun.notices.figures import measures_of
from xiangyun.notices.models import Notice
from xiangyun.notices.periods import open_ahead
from xiangyun.notices.states import NOTICE_STEPS


def publish_notice(*, actor: Actor, uid: UUID, at: datetime) -> Notice:
    """From now on its tasks are owed. Writes a handful of rows, however many units owe."""
    with transaction.atomic():
        notice = locked(actor, uid)
        take_step(notice, "publish", table=NOTICE_STEPS, actor=actor, at=at, changes={"published_at": at})
        for task in notice.tasks.select_related("form_version__form", "selector"):
            count_selector(task.selector, working_date(at))
            open_ahead(task, at)
            measures_of(task)
        record("notice.published", actor=actor, at=at, subject=("notice", notice.uid))
    return notice
