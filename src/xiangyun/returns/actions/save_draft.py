"""Save what is typed so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import WrongState
from xiangyun.forms.values import parse_values
from xiangyun.returns.duties import open_duty
from xiangyun.returns.models import Return
from xiangyun.returns.sending import draft_to_fill, form_of, save_values
from xiangyun.returns.states import TO_FILL


def save_draft(*, actor: Actor, period_uid: UUID, raw: Mapping[str, Any], rev: int, at: datetime) -> Return:
    """Keep the values that can be read; one draft for a body and a duty, whatever the device.

    `rev` is the answer's revision that the page was made from (0 for none). Raises Conflict with both
    sides when another device saved in between, WrongState when the return is under way.
    """
    period = open_duty(actor, period_uid, at)
    values, _ = parse_values(form_of(period), raw)
    with transaction.atomic():
        draft = draft_to_fill(actor, period, at)
        if draft.state not in TO_FILL:
            raise WrongState(step="save", state=draft.state)
        save_values(draft, values, rev=rev, at=at)
        record("return.draft_saved", actor=actor, at=at, subject=("return", draft.uid))
    return draft
