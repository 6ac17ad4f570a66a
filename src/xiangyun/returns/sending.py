"""What sending, recalling and reviewing share: lock, count, keep the version. All inside the caller's transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict, NotVisible
from xiangyun.core.ids import uuid7
from xiangyun.facts.ledger import reverse_facts, write_facts
from xiangyun.facts.numbers import numbers_in
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.models import Answer, AnswerVersion
from xiangyun.forms.values import body_hash
from xiangyun.measures.ledger import add_changes
from xiangyun.notices.models import TaskPeriod
from xiangyun.units.queries import path_of, standing_above

from .duties import counting_day, keep_open
from .models import Return
from .states import ReturnState
from .tally import change, tally


def form_of(period: TaskPeriod) -> StoredForm:
    """The stored form that a period's task asks."""
    return StoredForm.from_plain(period.task.form_version.definition)


def digest_of(values: Mapping[str, Any], *, nil: bool) -> str:
    """The identity of what is sent."""
    return body_hash({"nil": nil, "values": dict(values)})


def locked_return(actor: Actor, uid: UUID) -> Return:
    """A return the actor sees, locked, with all that a step needs."""
    found = Return.objects.visible_to(actor).whole().select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise NotVisible(kind="return")
    return found


def own_return(actor: Actor, period: TaskPeriod) -> Return | None:
    """The return of the actor's unit for a period, locked."""
    mine = Return.objects.whole().select_for_update(of=("self",))
    return mine.filter(unit=actor.unit_id, period=period).first()


def draft_to_fill(actor: Actor, period: TaskPeriod, at: datetime, uid: UUID | None = None) -> Return:
    """The unit's return to work on, locked; begun if there is none, while the period is held open for it.

    What is under way comes as it is: the caller decides what that means.
    """
    found = own_return(actor, period)
    if found is None or found.state == ReturnState.DRAFT:
        keep_open(period)
    return found or _start(actor, period, at, uid)


def _start(actor: Actor, period: TaskPeriod, at: datetime, uid: UUID | None) -> Return:
    """An empty draft; of two that begin at once the database lets one in, and the other goes on with that."""
    try:
        with transaction.atomic():
            answer = Answer.objects.create(form_version=period.task.form_version, unit_id=actor.own_unit, saved_at=at)
            return Return.objects.create(uid=uid or uuid7(), period=period, unit_id=actor.own_unit, answer=answer)
    except IntegrityError:
        if found := own_return(actor, period):
            return found
        raise Conflict("uid_used", uid=str(uid)) from None


def save_values(draft: Return, values: dict[str, Any], *, rev: int, at: datetime) -> None:
    """Compare-and-set on the answer's revision; what stands there already is not written again."""
    answer = draft.answer
    if answer.values == values and answer.rev > 1:
        return
    if rev not in (answer.rev, 0) or (rev == 0 and answer.values and answer.values != values):
        raise Conflict("saved_elsewhere", rev=answer.rev, mine=values, theirs=answer.values)
    fresh = {"values": values, "rev": answer.rev + 1, "saved_at": at}
    if Answer.objects.filter(pk=answer.pk, rev=answer.rev).update(**fresh) != 1:
        raise Conflict("saved_elsewhere", rev=answer.rev, mine=values, theirs=answer.values)
    for name, value in fresh.items():
        setattr(answer, name, value)


def sent_values(returned: Return) -> dict[str, Any]:
    """The values of the version that counts; empty when none does."""
    if not returned.version:
        return {}
    version = AnswerVersion.objects.filter(answer=returned.answer_id, number=returned.version).first()
    return version.values if version else {}


def place_of(returned: Return, at: datetime) -> str:
    """Where it counts: where the unit stood in the task's line when it was first sent, so that no step moves it."""
    return returned.path or path_of(returned.unit_id, counting_day(returned.period, at), returned.period.task.line)


def reviewer_of(returned: Return, at: datetime) -> int:
    """The unit directly above in the task's line, stepping over what is not in use; a top looks at its own."""
    day, line = counting_day(returned.period, at), returned.period.task.line
    return standing_above(returned.unit_id, day, line) or returned.unit_id


@contextmanager
def counted(returned: Return, at: datetime) -> Iterator[StoredForm]:
    """Whatever is done to the return inside, its figures follow: after minus before, at its place in the tree."""
    period = returned.period
    form = form_of(period)
    before = tally(returned, form, sent_values(returned))
    yield form
    after = tally(returned, form, sent_values(returned))
    add_changes(
        subject_uid=period.task.uid,
        grain=period.task.recurrence,
        period=period.key,
        path=place_of(returned, at),
        changes=change(before, after),
    )


def keep_version(returned: Return, form: StoredForm, *, before: int, actor: Actor, at: datetime) -> None:
    """Freeze what is sent, and write its numbers as facts in place of the version that counted before."""
    answer, source = returned.answer, ("return", returned.uid)
    AnswerVersion.objects.create(
        answer=answer,
        number=returned.version,
        values=answer.values,
        digest=returned.body_digest,
        post_id=actor.post_id,
        at=at,
    )
    if before:
        reverse_facts(unit_id=returned.unit_id, source=source, version=before, at=at)
    write_facts(
        unit_id=returned.unit_id,
        source=source,
        subject_uid=returned.period.task.uid,
        period=returned.period.key,
        version=returned.version,
        numbers=list(numbers_in(form, {} if returned.nil else answer.values).values()),
        at=at,
    )
