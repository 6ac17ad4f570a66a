"""Send a return back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.core.steps import take_step
from xiangyun.core.texts import is_readable
from xiangyun.returns.models import Return, Review
from xiangyun.returns.sending import counted, form_of, locked_return
from xiangyun.returns.states import RETURN_STEPS

NOTE = 500


def send_back_return(
    *, actor: Actor, uid: UUID, rev: int, note: str, field_notes: Mapping[str, str], at: datetime
) -> Return:
    """Say what is to be mended, for the whole or pinned to fields; at least one word is needed."""
    note = note.strip()[:NOTE]
    pinned = {path: text.strip()[:NOTE] for path, text in field_notes.items() if text.strip()}
    if not note and not pinned:
        raise BadInput("reason_needed")
    if not all(map(is_readable, (note, *pinned.values()))):
        raise BadInput("not_text")
    with transaction.atomic():
        returned = locked_return(actor, uid)
        returned.rev = rev
        if unknown := pinned.keys() - {f.path for f in form_of(returned.period).fields}:
            raise BadInput("unknown_field", fields=sorted(unknown))
        with counted(returned, at):
            changes = {"waiting_at_id": None}
            take_step(returned, "send_back", table=RETURN_STEPS, actor=actor, at=at, note=note, changes=changes)
        Review.objects.create(
            of_return=returned,
            unit_id=actor.own_unit,
            post_id=actor.post_id,
            verdict=Review.Verdict.SEND_BACK,
            answer_version=returned.version,
            note=note,
            field_notes=pinned,
            at=at,
        )
        record("return.sent_back", actor=actor, at=at, subject=("return", returned.uid))
    return returned
