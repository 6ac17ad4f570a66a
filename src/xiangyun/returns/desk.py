"""The desk: what a unit owes now, what came back, what is later this month, what was sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.db.models import F, Q

from xiangyun.core.actor import Actor
from xiangyun.core.clock import instant, working_date
from xiangyun.notices.extensions import came_late, due_for, more_time_for, more_time_on, with_more_time
from xiangyun.notices.handing_down import Word, earliest, words_above
from xiangyun.notices.models import WORKERS, Clause, Extension, Task, TaskPeriod
from xiangyun.notices.selectors import selectors_reaching

from .models import Return, Review
from .states import ReturnState

LAST = datetime.max.replace(tzinfo=UTC)
SENT_SHOWN = 5
LATER_DAYS = 31


@dataclass(slots=True)
class Duty:
    """One thing on the desk: the period, the clause it comes from, the answer so far, the answer before.

    `more` is the time that the unit was given by name, `words` what bodies above it say of the task.
    """

    period: TaskPeriod
    returned: Return | None = None
    clause: Clause | None = None
    before: Return | None = None
    review: Review | None = None
    is_late: bool = False
    more: Extension | None = None
    words: list[Word] = field(default_factory=list)

    @property
    def task(self) -> Task:
        return self.period.task

    @property
    def due_at(self) -> datetime | None:
        """When its answer is due from this unit: what late and on time are counted by."""
        return due_for(self.period, self.more)

    @property
    def word(self) -> Word | None:
        """Whose earlier day the unit is asked to keep; more time by name stands above it."""
        return None if self.more else earliest(self.words, self.period)

    @property
    def asked_at(self) -> datetime | None:
        """By when it is asked: a body's own day above it, else the due day. What the desk is sorted by."""
        return (self.word.due_in(self.period) if self.word else None) or self.due_at


@dataclass(slots=True)
class Desk:
    """Four lists, each in order of urgency; `minutes` for what is to be done now."""

    now: list[Duty] = field(default_factory=list)
    sent_back: list[Duty] = field(default_factory=list)
    later: list[Duty] = field(default_factory=list)
    sent: list[Duty] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(d.task.minutes for d in self.now)


def desk_of(actor: Actor, at: datetime, asked: Collection[int] | None = None) -> Desk:
    """The desk of the actor's unit; the number of queries does not grow with what is on it.

    `asked` are the selectors that reach the unit, where they are known already.
    """
    desk = Desk()
    if asked is not None and not asked:
        return desk
    if actor.unit_id is None or actor.role not in WORKERS:
        return desk
    duties = open_duties(actor.unit_id, actor.all_paths, at, asked)
    _add_clauses(duties)
    _add_answers(duties, actor)
    add_words(duties, actor, at)
    tomorrow = instant(working_date(at) + timedelta(days=1), time(0))
    for duty in sorted(duties, key=lambda d: d.asked_at or LAST):
        duty.is_late = came_late(duty.period, at, duty.more)
        _shelf(desk, duty, tomorrow).append(duty)
    desk.sent = _sent(actor)
    return desk


def _shelf(desk: Desk, duty: Duty, tomorrow: datetime) -> list[Duty]:
    state = duty.returned.state if duty.returned else ReturnState.DRAFT
    if state == ReturnState.SENT_BACK:
        return desk.sent_back
    if state != ReturnState.DRAFT:
        return []
    return desk.now if duty.asked_at and duty.asked_at < tomorrow else desk.later


def duty_in(actor: Actor, period: TaskPeriod, at: datetime) -> Duty:
    """One period as the actor's unit owes it: with its more time and the words of bodies above; two queries."""
    found = Duty(period, more=more_time_for(period, actor.own_unit))
    add_words([found], actor, at)
    return found


def add_words(duties: Collection[Duty], actor: Actor, at: datetime) -> None:
    """What bodies above the actor's unit say of each task; one query."""
    words = words_above(actor.own_unit, actor.all_paths, {d.task.pk for d in duties}, working_date(at))
    for duty in duties:
        duty.words = words[duty.task.pk]


def open_duties(unit_id: int, paths: tuple[str, ...], at: datetime, asked: Collection[int] | None = None) -> list[Duty]:
    """What a unit may answer now, by due time, without the answers: open periods, and what was sent back to it."""
    sent_back = Return.objects.to_mend_by(unit_id).values("period")
    let_in = Extension.objects.of_unit(unit_id).open_at(at).values("period")
    not_locked = Q(locks_at__gt=at) | Q(locks_at__isnull=True) | Q(pk__in=let_in)
    can_answer = Q(not_locked, opens_at__lte=at, closed_at__isnull=True) | Q(pk__in=sent_back)
    periods = list(
        with_more_time(TaskPeriod.objects.from_above(paths), unit_id)
        .filter(can_answer)
        .with_task()
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )
    selectors = {p.task.selector_id: p.task.selector for p in periods}
    if asked is None:
        asked = selectors_reaching(unit_id, selectors.values(), working_date(at))
    return [Duty(p, more=more_time_on(p, unit_id)) for p in periods if p.task.selector_id in asked]


def _add_clauses(duties: Iterable[Duty]) -> None:
    """The first clause of each task: the reason beside the request."""
    first = Task.objects.first_clauses({d.task.pk for d in duties})
    for duty in duties:
        duty.clause = first.get(duty.task.pk)


def _add_answers(duties: list[Duty], actor: Actor) -> None:
    """The answer so far, the last review of it, and the last answer before to the same task."""
    tasks = {d.task.pk for d in duties}
    mine = Return.objects.visible_to(actor).filter(unit=actor.unit_id, period__task__in=tasks).whole()
    by_period: dict[int, Return] = {}
    before: dict[int, list[Return]] = {}
    since = min((d.period.start_on for d in duties if d.task.recurrence != "once"), default=None)
    recent = mine.filter(period__start_on__gte=since - timedelta(days=LATER_DAYS)) if since else mine.none()
    once = mine.filter(period__in=[d.period.pk for d in duties])
    for returned in (recent | once).order_by("-period__start_on"):
        by_period[returned.period_id] = returned
        before.setdefault(returned.period.task_id, []).append(returned)
    reviews = Review.objects.last_of([r.pk for r in by_period.values() if r.state == ReturnState.SENT_BACK])
    for duty in duties:
        duty.returned = by_period.get(duty.period.pk)
        duty.review = reviews.get(duty.returned.pk) if duty.returned else None
        earlier = (r for r in before.get(duty.task.pk, []) if r.period.start_on < duty.period.start_on and r.sent_at)
        duty.before = next(earlier, None)


def _sent(actor: Actor) -> list[Duty]:
    mine = Return.objects.visible_to(actor).filter(unit=actor.unit_id, sent_at__isnull=False)
    mine = mine.exclude(state=ReturnState.SENT_BACK).whole().order_by("-sent_at")[:SENT_SHOWN]
    return [Duty(r.period, r) for r in mine]
