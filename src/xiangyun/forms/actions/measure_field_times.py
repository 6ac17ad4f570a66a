"""Correct a bureau's table by how long its own forms took."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.effort import ANSWERS, factor_of, shipped_table
from xiangyun.forms.models import AnswerVersion, FieldTime, FormVersion
from xiangyun.units.models import Unit

MOST = 5000
"""The newest first sendings that are looked at."""


def measure_field_times(*, actor: Actor, owner: Unit, at: datetime) -> int:
    """Measure the fields of an answer from what is stored, and keep it beside the estimates; gives how many answers.

    An answer's id tells when its first autosave came, its first version when it was sent, both in real time. The
    median over the owner's forms, against the estimates, is one factor for all kinds of fields. It leaves out what
    comes before the first change, so opening is not measured; answers sent in one go and nothing-to-report have no
    span. Without an answer nothing is written. Raises NotAllowed.
    """
    if not (actor.is_system or (actor.holds("officer") and actor.unit_id == owner.pk)):
        raise NotAllowed(step="measure_field_times")
    rows = list(FieldTime.objects.filter(owner=owner))
    estimates = {**shipped_table(), **{row.kind: row.seconds for row in rows}}
    factor, n = factor_of(_spans(owner), estimates)
    if not n:
        return 0
    fresh = [
        FieldTime(
            owner=owner, kind=kind, seconds=estimates[kind], measured_seconds=round(estimates[kind] * factor), n=n
        )
        for kind in ANSWERS
    ]
    with transaction.atomic():
        FieldTime.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["owner", "kind"],
            update_fields=["measured_seconds", "n"],
        )
        detail = {"answers": n, "factor": f"{factor:.3f}"}
        record("field_times.measured", actor=actor, at=at, subject=("unit", owner.uid), detail=detail)
    return n


def _spans(owner: Unit) -> list[tuple[float, StoredForm]]:
    """Seconds from the first autosave to the first sending, with the form that was answered."""
    sent = AnswerVersion.objects.first_sendings(owner.pk, MOST)
    versions = FormVersion.objects.of_owner(owner.pk).values_list("pk", "definition")
    forms = {pk: StoredForm.from_plain(definition) for pk, definition in versions}
    return [
        ((version.recorded_at - _made_at(version.answer.uid)).total_seconds(), forms[version.answer.form_version_id])
        for version in sent
        if version.values
    ]


def _made_at(uid: UUID) -> datetime:
    """When an answer was begun: the milliseconds in its id."""
    return datetime.fromtimestamp((uid.int >> 80) / 1000, tz=UTC)
