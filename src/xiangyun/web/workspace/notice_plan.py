"""The plan beside the text: cards of tasks and rows of clauses in the order of the text, and what they amount to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from xiangyun.calendar import Resolved
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.papers import content_of
from xiangyun.notices.periods import dues_known
from xiangyun.notices.pinning import is_open
from xiangyun.notices.queries import reached, tasks_of
from xiangyun.notices.states import ORDERS, ClauseState
from xiangyun.people.signoff.papers import digest_of_content

from .notice_text import MarkedText, Paragraph
from .notice_words import text_shown
from .task_words import (
    effort_words,
    how_many,
    minutes_words,
    proof_words,
    reaches_villages,
    read_due_words,
    review_words,
    weekly_minutes,
    when_words,
    who_words,
)
from .wording import said


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in the plan; `who` and `due` as the text was read."""

    uid: UUID
    number: str
    quote: str
    state: str
    reason: str
    due: str
    who: str


@dataclass(frozen=True, slots=True)
class Card:
    """A task in the plan, in words; `clauses` are the numbers and uids of what it covers."""

    uid: UUID
    title: str
    clauses: tuple[tuple[str, UUID], ...]
    who: str
    n: str
    when: str
    effort: str
    proof: str
    form: str
    review: str
    can_pin: bool = False

    @property
    def numbers(self) -> str:
        return "·".join(number for number, _uid in self.clauses)


@dataclass(frozen=True, slots=True)
class Block:
    """One card, or clauses in a row that are no task."""

    card: Card | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Burden:
    """Minutes asked of one village: each week, and one time; `lines` name the tasks: uid, title, minutes."""

    weekly: int
    once: int
    lines: tuple[tuple[UUID, str, str], ...]


@dataclass(slots=True)
class Plan:
    """All that a page of a notice shows of its clauses and tasks; `digest` is of what a signature covers."""

    paragraphs: list[Paragraph]
    cards: list[Card]
    burden: Burden
    digest: str = ""
    blocks: list[Block] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    tasked: int = 0
    open: int = 0
    dismissed: int = 0
    next: Row | None = None

    @property
    def orders(self) -> int:
        return self.tasked + self.open + self.dismissed


def plan_of(notice: Notice, day: date, *, inside: bool) -> Plan:
    """Read clauses, tasks and counts (four queries) and say them; outside the bureau only what became a task."""
    clauses, tasks = list(notice.clauses.order_by("start")), tasks_of(notice)
    numbers = reached(tasks, notice.owner_id, day)
    dues = dues_known(tasks)
    cards = {t.pk: _card(t, numbers.get(t.selector_id, 0), dues.get(t.pk)) for t in tasks}
    task_of = {c.pk: t for t in tasks for c in t.clauses.all()}
    text = MarkedText(text_shown(notice, clauses), clauses, {pk: t.uid for pk, t in task_of.items()}, inside)
    digest = digest_of_content(content_of(notice, clauses, tasks))
    plan = Plan(list(text.paragraphs()), list(cards.values()), burden_of(tasks), digest)
    if inside:
        _add_clauses(plan, notice, clauses, task_of, cards)
    return plan


def _add_clauses(
    plan: Plan,
    notice: Notice,
    clauses: Sequence[Clause],
    task_of: Mapping[int, Task],
    cards: Mapping[int, Card],
) -> None:
    listed = [c for c in clauses if c.kind in ORDERS or c.pk in task_of]
    plan.blocks = list(_blocks(notice, listed, task_of, cards))
    plan.others = [row_of(notice, c) for c in clauses if c.kind not in ORDERS and c.pk not in task_of]
    orders = [c for c in clauses if c.kind in ORDERS]
    plan.tasked = sum(c.state == ClauseState.TASKED for c in orders)
    plan.dismissed = sum(c.state == ClauseState.DISMISSED for c in orders)
    waiting = [c for c in orders if c.state == ClauseState.OPEN]
    plan.open = len(waiting)
    plan.next = row_of(notice, waiting[0]) if waiting else None


def _blocks(
    notice: Notice, clauses: Iterable[Clause], task_of: Mapping[int, Task], cards: Mapping[int, Card]
) -> Iterable[Block]:
    """A task stands where its first clause stands."""
    shown: set[int] = set()
    for task, group in groupby(clauses, key=lambda c: task_of.get(c.pk)):
        if task is None:
            yield Block(rows=tuple(row_of(notice, c) for c in group))
        elif task.pk not in shown:
            shown.add(task.pk)
            yield Block(card=cards[task.pk])


def row_of(notice: Notice, clause: Clause) -> Row:
    """A clause in its own words, and what was read of it."""
    reading = clause.reading
    return Row(
        uid=clause.uid,
        number=clause.position,
        quote=notice.text[clause.start : clause.end],
        state=clause.state,
        reason=clause.reason,
        due=read_due_words(reading.get("due")),
        who="、".join(reading.get("responsible") or []),
    )


def _card(task: Task, n: int, due: Resolved | None) -> Card:
    return Card(
        uid=task.uid,
        title=said(task.title),
        clauses=tuple((c.position, c.uid) for c in sorted(task.clauses.all(), key=lambda c: c.start)),
        who=who_words(task.selector.definition),
        n=how_many(n),
        when=when_words(task, due),
        effort=effort_words(task),
        proof=proof_words(task.form_version),
        form=said(task.form_version.form.title),
        review=review_words(task.review),
        can_pin=is_open(task),
    )


def burden_of(tasks: Iterable[Task]) -> Burden:
    """What the tasks that reach villages take of each of them."""
    below = [t for t in tasks if reaches_villages(t)]
    weekly = sum(weekly_minutes(t) for t in below)
    once = sum(t.minutes for t in below if not weekly_minutes(t))
    lines = tuple((t.uid, said(t.title), minutes_words(weekly_minutes(t) or t.minutes)) for t in below)
    return Burden(weekly, once, lines)
