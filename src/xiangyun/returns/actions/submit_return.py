"""Send a return to the unit above."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, Conflict
from xiangyun.core.steps import take_step
from xiangyun.facts.models import Evidence
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.values import parse_values
from xiangyun.notices.extensions import is_late
from xiangyun.notices.models import Task, TaskPeriod
from xiangyun.returns.duties import open_duty
from xiangyun.returns.models import Return, Review
from xiangyun.returns.sending import (
    counted,
    digest_of,
    draft_to_fill,
    form_of,
    keep_version,
    place_of,
    reviewer_of,
    save_values,
)
from xiangyun.returns.states import RETURN_STEPS, TO_FILL


class Incomplete(BadInput):
    """Fields are missing or cannot be read; `errors` names each with a stable code."""

    code = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is sent: raw values by field, or nothing to report. `rev` is the answer's revision (0 for none)."""

    raw: Mapping[str, Any] = field(default_factory=dict)
    nil: bool = False
    rev: int = 0
    uid: UUID | None = None


def submit_return(*, actor: Actor, period_uid: UUID, sending: Sending, at: datetime) -> Return:
    """Send the answer, or the word that there is nothing to report, once.

    The same uid and body again gives the same return; another body is a Conflict with both sides. Raises
    Incomplete, BadInput("nil_not_allowed"), WrongState outside the period's clocks.
    """
    period = open_duty(actor, period_uid, at)
    form = form_of(period)
    values = _checked(form, period, sending)
    digest = digest_of(values, nil=sending.nil)
    with transaction.atomic():
        returned = draft_to_fill(actor, period, at, sending.uid)
        if returned.state not in TO_FILL:
            return _same(returned, sending, values, digest)
        if sending.uid and sending.uid != returned.uid:
            raise Conflict("answered_elsewhere", uid=str(returned.uid), theirs=returned.answer.values)
        _check_photos(form, returned, values)
        with counted(returned, at):
            save_values(returned, values, rev=sending.rev, at=at)
            before = returned.version
            _send(returned, digest, sending.nil, actor=actor, at=at)
            keep_version(returned, form, before=before, actor=actor, at=at)
            _accept_by_rule(returned, at=at)
        record(
            "return.submitted",
            actor=actor,
            at=at,
            subject=("return", returned.uid),
            detail={"nil": sending.nil},
        )
    return returned


def _checked(form: StoredForm, period: TaskPeriod, sending: Sending) -> dict[str, Any]:
    if sending.nil:
        if not period.task.nil_allowed:
            raise BadInput("nil_not_allowed")
        return {}
    values, errors = parse_values(form, sending.raw, complete=True)
    if errors:
        raise Incomplete(errors=errors)
    return values


def _same(returned: Return, sending: Sending, values: dict[str, Any], digest: str) -> Return:
    """Sent twice is stored once; anything else is shown beside what is there."""
    if returned.body_digest == digest and sending.uid in (None, returned.uid):
        return returned
    theirs = {"nil": returned.nil, "values": returned.answer.values}
    raise Conflict("already_sent", uid=str(returned.uid), mine={"nil": sending.nil, "values": values}, theirs=theirs)


def _check_photos(form: StoredForm, returned: Return, values: Mapping[str, Any]) -> None:
    """A photo counts only when it was attached to this return's field."""
    images = {f.path: values[f.path] for f in form.fields if f.type == "image" and f.path in values}
    if not images:
        return
    attached = set(Evidence.objects.of_source("return", returned.uid).values_list("field", "sha256"))
    if lost := {p: "photo_not_here" for p, digests in images.items() if {(p, d) for d in digests} - attached}:
        raise Incomplete(errors=lost)


def _send(returned: Return, digest: str, nil: bool, *, actor: Actor, at: datetime) -> None:
    first = returned.first_sent_at or at
    changes = {
        "nil": nil,
        "sent_at": at,
        "first_sent_at": first,
        "on_time": not is_late(returned.period, returned.unit_id, first),
        "waiting_at_id": reviewer_of(returned, at),
        "sent_count": returned.sent_count + 1,
        "version": returned.sent_count + 1,
        "path": place_of(returned, at),
        "body_digest": digest,
    }
    take_step(returned, "submit", table=RETURN_STEPS, actor=actor, at=at, changes=changes)


def _accept_by_rule(returned: Return, *, at: datetime) -> None:
    """Nothing to report needs nobody's look where the task says so; marked as accepted by rule."""
    if not (returned.nil and returned.period.task.review == Task.Review.NIL_BY_RULE):
        return
    reviewer = returned.waiting_at_id or returned.unit_id
    rule = Actor.system("rule")
    changes = {"waiting_at_id": None, "by_rule": True}
    take_step(returned, "accept_by_rule", table=RETURN_STEPS, actor=rule, at=at, changes=changes)
    Review.objects.create(
        of_return=returned,
        unit_id=reviewer,
        verdict=Review.Verdict.ACCEPT,
        by_rule=True,
        answer_version=returned.version,
        at=at,
    )
