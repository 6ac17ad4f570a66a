"""What each duty of a draft would be as a task: units, day, form, quotas, minutes; and what a person must decide first.

Nothing is written here; the number of queries does not depend on how many duties there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from xiangyun.calendar import (
    Deadline,
    Relative,
    Resolved,
    Unread,
    Workdays,
    counts_workdays,
    due_value,
    names_in,
    resolve,
)
from xiangyun.compiler.flags import Flag
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.forms.drafting import DraftedForm, draft_form, types_asked
from xiangyun.forms.effort import Table, seconds_of, table_for, whole_minutes
from xiangyun.units.paths import unit_ids
from xiangyun.units.queries import path_of

from .almanac import Almanac, Calendar
from .definitions import digest_of, union
from .events import said_at, workdays
from .models import Clause, Notice, Task
from .parties import Resolution, resolve_all
from .party_names import dictionary_for
from .periods import recurrence_of
from .proposal_words import short_title
from .quotas import quota_plans
from .ruling import flags_by_clause, flags_in, unanswered
from .selectors import how_many
from .states import ClauseState
from .task_plans import MOST_WORDS, QuotaPlan, TaskPlan

Why = Literal[
    "flagged", "contradiction", "unresolved", "own_act", "permission", "no_deadline", "unread", "vague", "past"
]
LOCK_HOURS = {
    Task.Recurrence.DAILY: 24,
    Task.Recurrence.WEEKLY: 72,
    Task.Recurrence.TEN_DAY: 72,
    Task.Recurrence.MONTHLY: 240,
}
LONG_HOURS = 720
OPTIONAL = ("可", "可以", "鼓励", "视情")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all proposals of one notice look at; each part is read once, when the first of them asks for it."""

    actor: Actor
    notice: Notice
    day: date
    flagged: Mapping[int, list[Flag]]
    contradicted: tuple[tuple[int, int], ...]

    @cached_property
    def path(self) -> str:
        """Where the notice's owner stands; its own officer brings that along."""
        owner = self.notice.owner_id
        own = [path for path in self.actor.paths if unit_ids(path)[-1:] == [owner]]
        return own[0] if len(own) == 1 else path_of(owner, self.day)

    @cached_property
    def events(self) -> Mapping[str, date]:
        """The days of declared events, the notice's own issue among them; one query."""
        owner = self.notice.owner_id
        said = Almanac({owner: self.path}, tuple(said_at([self.path])), Workdays({}))
        return said.at(owner, self.notice.issued_on).events

    @cached_property
    def workdays(self) -> Workdays:
        """One query."""
        return workdays()

    def due(self, deadline: Deadline) -> Resolved:
        """What it comes to today."""
        known = self.calendar_for(deadline)
        return resolve(deadline, events=known.events, workdays=known.workdays, at=self.day)

    def calendar_for(self, deadline: Deadline) -> Calendar:
        """What this one hangs on of events and working days; two queries at most."""
        hangs = names_in(deadline) or isinstance(deadline, Relative)
        return Calendar(self.events if hangs else {}, self.workdays if counts_workdays(deadline) else Workdays({}))

    @cached_property
    def table(self) -> Table:
        """What questions cost in seconds; one query."""
        return table_for(self.actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A task for one or more duties. `open` are the reasons why a person must look before it is made."""

    clauses: tuple[Clause, ...]
    guidance: tuple[Clause, ...]
    title: str
    who: Resolution
    deadline: Deadline | None
    due_on: date | None
    starts_on: date
    ends_on: date
    quotas: tuple[QuotaPlan, ...]
    condition: str
    receiver: str
    open: tuple[Why, ...]
    ground: Ground = field(repr=False, compare=False)

    @property
    def asked(self) -> dict[str, Any]:
        """What its form asks: every amount and every proof, each once."""
        return _reading(self.clauses)

    @property
    def form(self) -> DraftedForm:
        """The form that its duties call for; drafted when it is wanted."""
        notice, first = self.ground.notice, self.clauses[0]
        words = _words(notice, self.clauses)
        return draft_form(self.asked, key=f"{notice.uid}:{first.position}", title=self.title, clause=words)

    @property
    def minutes(self) -> int:
        """What one answer on that form takes."""
        return whole_minutes(seconds_of(types_asked(self.asked), self.ground.table))

    @property
    def is_clean(self) -> bool:
        """Whether it can be made as it is."""
        return not self.open

    def plan(self, form_version: Any, basis: str, review_minutes: int = 0) -> TaskPlan:
        """As the domain takes it; only for one with units and a deadline."""
        if self.deadline is None or self.who.definition is None:
            raise BadInput("not_ready", reasons=list(self.open))
        recurrence = recurrence_of(self.deadline)
        daily = recurrence == Task.Recurrence.DAILY
        return TaskPlan(
            title={"zh-Hans": self.title},
            form_version=form_version,
            selector=self.who.definition,
            deadline=self.deadline,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            lock_hours=LOCK_HOURS.get(Task.Recurrence(recurrence), LONG_HOURS),
            nil_allowed=daily,
            review=Task.Review.NIL_BY_RULE if daily else Task.Review.PERSON,
            minutes=self.minutes,
            review_minutes=review_minutes,
            condition=self.condition,
            receiver=self.receiver,
            basis=basis,
            quotas=self.quotas,
        )


def proposals_for(
    actor: Actor, notice: Notice, clauses: Sequence[Clause], at: datetime, only: Collection[UUID] | None = None
) -> dict[int, Proposal]:
    """A proposal for every open duty among the clauses of a notice, by the clause's key; `only` keeps to some."""
    duties = [clause for clause in clauses if clause.kind == "duty" and clause.state == ClauseState.OPEN]
    duties = [duty for duty in duties if only is None or duty.uid in only]
    return {group[0].pk: made for group, made in _made(actor, notice, clauses, [[duty] for duty in duties], at)}


def proposal_of(
    actor: Actor, notice: Notice, clauses: Sequence[Clause], chosen: Sequence[Clause], at: datetime
) -> Proposal:
    """One proposal for several clauses together: their units united, a quota for each, the latest day."""
    return next(made for _group, made in _made(actor, notice, clauses, [list(chosen)], at))


def _made(
    actor: Actor, notice: Notice, clauses: Sequence[Clause], groups: Sequence[Sequence[Clause]], at: datetime
) -> Iterable[tuple[Sequence[Clause], Proposal]]:
    ground = _ground(actor, notice, clauses, at)
    names = [clause.said.get("responsible") or [] for group in groups for clause in group]
    found = iter(
        resolve_all(
            names,
            owner=notice.owner,
            addressees=notice.head.get("addressees", []),
            day=ground.day,
            dictionary=dictionary_for(actor),
            issuer=notice.head.get("issuer", ""),
            path=ground.path,
        )
    )
    parties = [[next(found) for _ in group] for group in groups]
    for group, each, who in zip(groups, parties, _united(parties, ground.day), strict=True):
        yield group, _proposal(ground, clauses, group, each, who)


def ground_of(actor: Actor, notice: Notice, at: datetime) -> Ground:
    """The ground alone, for deadlines of a notice; nothing is read yet."""
    return Ground(actor=actor, notice=notice, day=working_date(at), flagged={}, contradicted=())


def _ground(actor: Actor, notice: Notice, clauses: Sequence[Clause], at: datetime) -> Ground:
    spans = [(s["start"], s["end"]) for f in notice.findings if _is_open(f) for s in f["spans"]]
    flagged = flags_by_clause(flags_in(notice, clauses), clauses)
    return Ground(actor=actor, notice=notice, day=working_date(at), flagged=flagged, contradicted=tuple(spans))


def _is_open(finding: Mapping[str, Any]) -> bool:
    """Whether a person must still decide it."""
    return bool(finding.get("must_decide")) and not finding.get("decision")


def _proposal(
    ground: Ground,
    clauses: Sequence[Clause],
    group: Sequence[Clause],
    parties: Sequence[Resolution],
    who: Resolution,
) -> Proposal:
    notice, first = ground.notice, group[0]
    deadline = _deadline(group)
    due_on = _day(ground, deadline)
    begins = max(ground.day, notice.issued_on or ground.day)
    title = short_title(notice.text[first.start : first.end], first.said)
    return Proposal(
        clauses=tuple(group),
        guidance=_guidance(clauses, group),
        title=title,
        who=who,
        deadline=deadline,
        due_on=due_on,
        starts_on=begins,
        ends_on=_end(ground, deadline, due_on, begins),
        quotas=tuple(_quotas(notice, group, parties)),
        condition=_conditions(group),
        receiver=next((to for clause in group if (to := clause.said.get("report_to"))), "")[:MOST_WORDS],
        open=tuple(_open(ground, group, who, deadline, due_on)),
        ground=ground,
    )


def _united(lists: Sequence[Sequence[Resolution]], day: date) -> list[Resolution]:
    """Whom the duties of each group mean together, each unit once; one query, and only where they differ."""
    together = [_together(parties) for parties in lists]
    wanted = {digest_of(who.definition): who.definition for who in together if who.definition and not who.n}
    counted = dict(zip(wanted, how_many(list(wanted.values()), day), strict=True))
    return [replace(w, n=counted.get(digest_of(w.definition), w.n)) if w.definition else w for w in together]


def _together(parties: Sequence[Resolution]) -> Resolution:
    """The same of one group; uncounted where its duties mean different units."""
    if len(parties) == 1:
        return parties[0]
    named = tuple(dict.fromkeys(party for found in parties for party in found.parties))
    definitions = [found.definition for found in parties if found.definition]
    whole = union(definitions) if definitions else None
    same = all(found.definition == whole for found in parties)
    return Resolution(named, whole, parties[0].n if same else 0)


def _deadline(group: Sequence[Clause]) -> Deadline | None:
    """The deadline that the duties say; of several the last that is said."""
    said = [due_value(clause.said.get("due")) for clause in group]
    return next((deadline for deadline in reversed(said) if deadline is not None), None)


def _day(ground: Ground, deadline: Deadline | None) -> date | None:
    if deadline is None or isinstance(deadline, Unread):
        return None
    return ground.due(deadline).day


def _end(ground: Ground, deadline: Deadline | None, due_on: date | None, begins: date) -> date:
    """A single day is its own end; what recurs or waits ends with the year of the notice, or of today."""
    if deadline is not None and due_on and recurrence_of(deadline) == Task.Recurrence.ONCE:
        return max(due_on, begins)
    return date(begins.year, 12, 31)


def _reading(group: Sequence[Clause]) -> dict[str, Any]:
    """What the drafted form asks: every amount and every proof, each once."""
    quantities = [q for clause in group for q in clause.said.get("quantity") or []]
    evidence = dict.fromkeys(kind for clause in group for kind in clause.said.get("evidence") or [])
    return {"quantity": quantities, "evidence": list(evidence)}


def _conditions(group: Sequence[Clause]) -> str:
    said = dict.fromkeys(words for clause in group for words in clause.said.get("conditions") or [])
    return "；".join(said)[:MOST_WORDS]


def _words(notice: Notice, group: Sequence[Clause]) -> str:
    return " ".join(notice.text[clause.start : clause.end] for clause in group)


def _guidance(clauses: Sequence[Clause], group: Sequence[Clause]) -> tuple[Clause, ...]:
    """The open clauses that say how these duties are to be done."""
    positions = {clause.position for clause in group}
    return tuple(
        clause
        for clause in clauses
        if clause.kind == "requirement" and clause.state == ClauseState.OPEN and clause.said.get("about") in positions
    )


def _quotas(notice: Notice, group: Sequence[Clause], parties: Sequence[Resolution]) -> Iterable[QuotaPlan]:
    """What each duty asks, of those whom it names; of a single duty these are all whom the task asks."""
    for clause, who in zip(group, parties, strict=True):
        selector = who.definition if len(group) > 1 else None
        yield from quota_plans(clause.said, notice.text[clause.start : clause.end], selector, clause.uid)


def _open(
    ground: Ground, group: Sequence[Clause], who: Resolution, deadline: Deadline | None, due_on: date | None
) -> Iterable[Why]:
    if any(unanswered(clause, ground.flagged.get(clause.pk, ())) for clause in group):
        yield "flagged"
    if any(start < clause.end and clause.start < end for clause in group for start, end in ground.contradicted):
        yield "contradiction"
    if who.is_own_act:
        yield "own_act"
    elif not who.is_resolved:
        yield "unresolved"
    if any(words.startswith(OPTIONAL) for clause in group for words in clause.said.get("conditions") or []):
        yield "permission"
    if deadline is None:
        yield "no_deadline"
    elif isinstance(deadline, Unread):
        yield "unread"
    else:
        yield from _open_day(ground, deadline, due_on)


def _open_day(ground: Ground, deadline: Deadline, due_on: date | None) -> Iterable[Why]:
    if ground.due(deadline).needs_pin:
        yield "vague"
    if due_on and due_on < ground.day and recurrence_of(deadline) == Task.Recurrence.ONCE:
        yield "past"
