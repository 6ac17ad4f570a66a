"""Set a day as worked or off, otherwise than the shipped table."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.core.texts import is_readable
from xiangyun.notices.events import FIRST_YEAR, LAST_YEAR, HolidayEdit, may_set_holidays
from xiangyun.notices.models import Task
from xiangyun.notices.moved import keep_up_all


def set_holiday(*, actor: Actor, day: date, is_worked: bool, name: str, document: str, at: datetime) -> HolidayEdit:
    """From now on the day counts so for every deadline of the site; open periods follow, closed ones stay.

    An officer of the topmost bureau on the site, or an administrator. Raises NotAllowed, BadInput.
    """
    if not may_set_holidays(actor):
        raise NotAllowed(step="set_holiday")
    if not (name.strip() and document.strip()):
        raise BadInput("document_needed" if name.strip() else "blank_name")
    if not (is_readable(name) and is_readable(document)):
        raise BadInput("not_text")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput("not_a_day", on=day.isoformat())
    with transaction.atomic():
        values = {"is_worked": is_worked, "name": name.strip()[:40], "document": document.strip()[:120], "at": at}
        edit, _ = HolidayEdit.objects.update_or_create(day=day, defaults=values)
        moved = keep_up_all(Task.objects.running(working_date(at)), at)
        detail = {"day": day, "worked": is_worked, "document": document.strip()[:120], "periods": moved}
        record("holiday.set", actor=actor, at=at, detail=detail)
    return edit
