"""Declare, correct or cancel a named event."""

from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict, NotAllowed
from xiangyun.notices.events import EventStatement, NamedEvent, checked_statement
from xiangyun.notices.moved import keep_up_all
from xiangyun.notices.queries import tasks_under

Kind = EventStatement.Kind


def state_event(*, actor: Actor, name: str, on: date | None, document: str, rev: int, at: datetime) -> NamedEvent:
    """From now on deadlines count from that day; without a day what was said before is cancelled.

    Only an officer, for the own unit and those below. Raises BadInput, NotAllowed, Conflict when `rev` is not the
    event's (0 for one that nobody spoke of yet).
    """
    if not actor.holds("officer"):
        raise NotAllowed(step="state_event")
    name = checked_statement(name, on, document)
    with transaction.atomic():
        event = NamedEvent.objects.select_for_update().own(actor, name).first()
        kind = _kind(event, on)
        if rev != (event.rev if event else 0):
            raise Conflict(name=name, rev=event.rev if event else 0)
        event = _write(event, actor, name, on)
        EventStatement.objects.create(
            event=event, kind=kind, on=on, document=document.strip(), post_id=actor.post_id, at=at
        )
        moved = keep_up_all(tasks_under(actor, working_date(at)).depending(), at)
        detail = {"name": name, "kind": kind, "on": on, "document": document.strip(), "periods": moved}
        record("event.stated", actor=actor, at=at, subject=("event", event.uid), detail=detail)
    return event


def _kind(event: NamedEvent | None, on: date | None) -> Kind:
    stands = event is not None and event.on is not None
    if on is None and not stands:
        raise BadInput("nothing_to_cancel")
    if on is None:
        return Kind.CANCELLED
    return Kind.CORRECTED if stands else Kind.DECLARED


def _write(event: NamedEvent | None, actor: Actor, name: str, on: date | None) -> NamedEvent:
    if event is None:
        event, is_new = NamedEvent.objects.get_or_create(owner_id=actor.own_unit, name=name, defaults={"on": on})
        if not is_new:
            raise Conflict(name=name, rev=event.rev)
        return event
    event.on, event.rev = on, event.rev + 1
    event.save(update_fields=["on", "rev"])
    return event
