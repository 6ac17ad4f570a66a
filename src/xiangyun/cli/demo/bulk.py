"""Writing sample returns in bulk: the rows, tallies and figures that the actions make, one audit entry a batch."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from xiangyun.audit.log import record
from xiangyun.core.models import StepTaken
from xiangyun.facts.ledger import fact_rows
from xiangyun.facts.models import Evidence, Fact
from xiangyun.facts.numbers import numbers_in
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.models import Answer, AnswerVersion
from xiangyun.forms.values import missing_in
from xiangyun.measures.ledger import add_to_cells, measures_by_name
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.models import Return, Review
from xiangyun.returns.sending import digest_of
from xiangyun.returns.states import ReturnState
from xiangyun.returns.tally import tally
from xiangyun.units.paths import unit_ids

from .chance import uid_of
from .world import SYSTEM

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A village: its unit, path and post, the station above it with its post, and its code, by which chance draws."""

    unit_id: int
    path: str
    post_id: int
    station_id: int
    station_post_id: int
    code: str = ""


@dataclass(slots=True)
class Given:
    """What a village answered: when, what, and what the station made of it, if it has looked."""

    place: Place
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)
    nil: bool = False
    verdict: str = ""
    verdict_at: datetime | None = None
    note: str = ""
    field_notes: dict[str, str] = field(default_factory=dict)
    photos: list[Evidence] = field(default_factory=list)


def write(period: TaskPeriod, form: StoredForm, given: Iterable[Given]) -> int:
    """Store a period's answers; gives how many. Refuses, like the action, what is not complete."""
    written = list(given)
    if not written:
        return 0
    for one in written:
        if not one.nil and (lacks := missing_in(form, one.values)):
            raise ValueError(f"sample answer lacks {lacks}")
    with transaction.atomic():
        returns = _returns(period, written)
        _save(AnswerVersion, (_version(r, g) for r, g in returns))
        _save(StepTaken, (s for r, g in returns for s in _steps(r, g)))
        _save(Review, (_review(r, g) for r, g in returns if g.verdict))
        _save(Fact, (f for r, g in returns for f in _facts(r, g, form)))
        _save(Evidence, (_evidence(r, e) for r, g in returns for e in g.photos))
        _count(period, form, returns)
        digest = hashlib.sha256("".join(str(r.uid) for r, _ in returns).encode()).hexdigest()
        detail = {"count": len(returns), "digest": digest}
        record("demo.returns", actor=SYSTEM, at=_latest(written), subject=("period", period.uid), detail=detail)
    return len(written)


def _latest(given: Iterable[Given]) -> datetime:
    return max(one.verdict_at or one.at for one in given)


def _save(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert rows whose ids nobody needs: half the time of bulk_create, which assembles each statement anew."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    name = connection.ops.quote_name
    columns = ", ".join(name(field.attname) for field in fields)
    sql = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
    values = [[f.get_db_prep_save(f.pre_save(row, True), connection) for f in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _returns(period: TaskPeriod, given: list[Given]) -> list[tuple[Return, Given]]:
    answers = Answer.objects.bulk_create(
        [
            Answer(
                uid=uid_of(g.at, "answer", period.uid, g.place.path),
                form_version_id=period.task.form_version_id,
                unit_id=g.place.unit_id,
                values=g.values,
                rev=2,
                saved_at=g.at,
            )
            for g in given
        ],
        batch_size=CHUNK,
    )
    pairs = [(_return(period, g, a), g) for g, a in zip(given, answers, strict=True)]
    Return.objects.bulk_create([r for r, _ in pairs], batch_size=CHUNK)
    return pairs


def _return(period: TaskPeriod, given: Given, answer: Answer) -> Return:
    state = {"accept": ReturnState.ACCEPTED, "send_back": ReturnState.SENT_BACK}
    return Return(
        uid=uid_of(given.at, "return", period.uid, given.place.path),
        period=period,
        unit_id=given.place.unit_id,
        answer=answer,
        nil=given.nil,
        state=state.get(given.verdict, ReturnState.SUBMITTED),
        rev=3 if given.verdict else 2,
        waiting_at_id=None if given.verdict else given.place.station_id,
        first_sent_at=given.at,
        sent_at=given.at,
        on_time=not period.is_past(given.at),
        by_rule=given.nil,
        sent_count=1,
        version=1,
        path=given.place.path,
        body_digest=digest_of(given.values, nil=given.nil),
        is_sample=True,
    )


def _version(returned: Return, given: Given) -> AnswerVersion:
    return AnswerVersion(
        answer=returned.answer,
        number=1,
        values=given.values,
        digest=returned.body_digest,
        post_id=given.place.post_id,
        at=given.at,
    )


def _steps(returned: Return, given: Given) -> Iterable[StepTaken]:
    def step(name: str, before: str, after: str, at: datetime, **who: Any) -> StepTaken:
        return StepTaken(
            uid=uid_of(at, name, returned.uid),
            subject_kind="return",
            subject_uid=returned.uid,
            step=name,
            from_state=before,
            to_state=after,
            at=at,
            **who,
        )

    place = given.place
    yield step(
        "submit", ReturnState.DRAFT, ReturnState.SUBMITTED, given.at, unit_id=place.unit_id, post_id=place.post_id
    )
    if given.verdict and given.verdict_at:
        who: dict[str, Any] = {"unit_id": place.station_id, "post_id": place.station_post_id, "note": given.note}
        name = "accept_by_rule" if given.nil else given.verdict
        yield step(name, ReturnState.SUBMITTED, returned.state, given.verdict_at, **({} if given.nil else who))


def _review(returned: Return, given: Given) -> Review:
    return Review(
        of_return=returned,
        unit_id=given.place.station_id,
        post_id=None if given.nil else given.place.station_post_id,
        verdict=given.verdict,
        by_rule=given.nil,
        answer_version=1,
        note=given.note,
        field_notes=given.field_notes,
        at=given.verdict_at or given.at,
    )


def _facts(returned: Return, given: Given, form: StoredForm) -> Iterable[Fact]:
    return fact_rows(
        unit_id=returned.unit_id,
        source=("return", returned.uid),
        subject_uid=returned.period.task.uid,
        period=returned.period.key,
        version=1,
        numbers=list(numbers_in(form, given.values).values()),
        at=given.at,
    )


def _evidence(returned: Return, photo: Evidence) -> Evidence:
    photo.unit_id, photo.source_kind, photo.source_uid = returned.unit_id, "return", returned.uid
    return photo


def _count(period: TaskPeriod, form: StoredForm, returns: list[tuple[Return, Given]]) -> None:
    """Straight into the cells: what the worker would have folded by now."""
    measures = measures_by_name(period.task.uid)
    sums: dict[tuple[int, int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for returned, given in returns:
        for name, (num, den) in tally(returned, form, given.values).items():
            for ancestor in unit_ids(given.place.path) if (num, den) != (0, 0) else ():
                pair = sums[ancestor, measures[name].pk, period.task.recurrence, period.key]
                pair[0] += num
                pair[1] += den
    add_to_cells(sums)
