"""The plan beside the text: cards of tasks and rows of clauses in the order of the text, and what they amount to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.papers import content_of
from xiangyun.notices.periods import dues_known
from xiangyun.notices.queries import tasks_counted
from xiangyun.notices.quotas import quotas_among
from xiangyun.notices.states import ORDERS, ClauseState, NoticeState
from xiangyun.people.signoff.papers import digest_of_content

from .clause_rows import Row, rows_of
from .notice_filters import Asked, chosen, is_open
from .notice_filters import Ground as Choices
from .notice_finding_cards import finding_stretches
from .notice_rules import Ruled, ruled
from .notice_text import Chapter, MarkedText, Paragraph, Seen, chapters_of, task_urls
from .notice_words import text_shown
from .task_cards import Card, card_of, own_quota_words
from .task_words import minutes_words, reaches_villages, weekly_minutes
from .wording import said


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
class Coverage:
    """How many clauses are what: all of them, so that none disappears unseen."""

    tasked: int = 0
    attached: int = 0
    dismissed: int = 0
    open: int = 0
    facts: int = 0

    @property
    def orders(self) -> int:
        return self.tasked + self.attached + self.dismissed + self.open

    @property
    def all(self) -> int:
        return self.orders + self.facts


@dataclass(slots=True)
class Plan:
    """All that a page of a notice shows of its clauses and tasks; `digest` is of what a signature covers."""

    clauses: Sequence[Clause]
    tasks: Sequence[Task]
    cards: list[Card]
    burden: Burden
    ruled: Ruled
    chapters: Sequence[Chapter]
    digest: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)
    next: Row | None = None

    @property
    def open(self) -> int:
        return self.coverage.open

    @property
    def dismissed(self) -> int:
        return self.coverage.dismissed


def plan_of(notice: Notice, day: date, *, inside: bool, asked: Asked | None = None) -> Plan:
    """Read clauses, tasks and counts (five queries at most) and say them; outside only what became a task."""
    clauses, tasks = list(notice.clauses.order_by("start")), tasks_counted(notice, day)
    dues = dues_known(tasks) if notice.state == NoticeState.PUBLISHED else {}
    guidance = _guidance(notice, clauses)
    cards = {t.pk: card_of(t, t.n or 0, dues.get(t.pk), guidance.get(t.pk, ())) for t in tasks}
    plan = Plan(
        clauses,
        tasks,
        list(cards.values()),
        burden_of(tasks),
        ruled(notice, clauses) if inside else Ruled({}, {}),
        chapters_of(notice.text),
        digest_of_content(content_of(notice, clauses, tasks)),
    )
    task_of = {c.pk: t for t in tasks for c in t.clauses.all()}
    plan.paragraphs = _marked(notice, plan, task_of, inside=inside)
    if inside:
        _add_clauses(plan, notice, task_of, cards, asked or Asked())
    return plan


def with_own_quotas(plan: Plan, unit: int, day: date) -> None:
    """Say on each card what is asked of one unit; one query, none where no task has a quota."""
    found = quotas_among(plan.tasks, [unit], day)
    own = [own_quota_words(found.get((task.pk, unit), ())) for task in plan.tasks]
    plan.cards = [replace(card, own=words) for card, words in zip(plan.cards, own, strict=True)]


def _guidance(notice: Notice, clauses: Iterable[Clause]) -> dict[int, list[tuple[str, UUID, str]]]:
    """Task → the clauses that go with it: number, uid, words."""
    found: dict[int, list[tuple[str, UUID, str]]] = {}
    for clause in clauses:
        if clause.state == ClauseState.ATTACHED and clause.guides_id:
            words = notice.text[clause.start : clause.end]
            found.setdefault(clause.guides_id, []).append((clause.position, clause.uid, words))
    return found


def _marked(notice: Notice, plan: Plan, task_of: Mapping[int, Task], *, inside: bool) -> list[Paragraph]:
    urls = task_urls({pk: t.uid for pk, t in task_of.items()})
    if inside:
        urls |= {c.pk: f"#t-{t.uid}" for c in plan.clauses for t in plan.tasks if c.guides_id == t.pk}
    seen = Seen(urls, inside, frozenset(plan.ruled.waiting))
    alive = {c.pk for c in plan.clauses if c.state != ClauseState.DISMISSED}
    marks = [*plan.ruled.stretches(alive), *finding_stretches(notice)] if inside else []
    return list(MarkedText(text_shown(notice, plan.clauses), plan.clauses, seen, marks).paragraphs())


def _add_clauses(
    plan: Plan, notice: Notice, task_of: Mapping[int, Task], cards: Mapping[int, Card], asked: Asked
) -> None:
    plan.coverage = coverage_of(plan.clauses)
    choices = Choices(notice.text, plan.chapters, plan.ruled.rules, plan.ruled.rules_waiting)
    wanted = chosen(plan.clauses, asked, choices)
    if not asked.is_narrow:
        done = () if notice.state == NoticeState.DRAFT else (ClauseState.DISMISSED,)
        wanted = [c for c in wanted if c.pk in task_of or is_open(c) or c.state in done]
    titles = {t.pk: said(t.title) for t in plan.tasks}
    rows = rows_of(notice, wanted, plan.ruled, {pk: t.pk for pk, t in task_of.items()}, titles)
    plan.blocks = list(_blocks(wanted, rows, task_of, cards))
    waiting = [c for c in plan.clauses if is_open(c)]
    plan.next = next(iter(rows_of(notice, waiting[:1], plan.ruled, {}, {}).values()), None)


def coverage_of(clauses: Iterable[Clause]) -> Coverage:
    """Count every clause once; a fact that goes with a task or is dismissed counts as that."""
    found = Coverage()
    for clause in clauses:
        if clause.state == ClauseState.OPEN and clause.kind not in ORDERS:
            found.facts += 1
        else:
            setattr(found, clause.state, getattr(found, clause.state) + 1)
    return found


def _blocks(
    clauses: Iterable[Clause], rows: Mapping[int, Row], task_of: Mapping[int, Task], cards: Mapping[int, Card]
) -> Iterable[Block]:
    """A task stands where its first clause stands."""
    shown: set[int] = set()
    for task, group in groupby(clauses, key=lambda c: task_of.get(c.pk)):
        if task is None:
            yield Block(rows=tuple(rows[c.pk] for c in group))
        elif task.pk not in shown:
            shown.add(task.pk)
            yield Block(card=cards[task.pk])


def burden_of(tasks: Iterable[Task]) -> Burden:
    """What the tasks that reach villages take of each of them."""
    below = [t for t in tasks if reaches_villages(t)]
    weekly = sum(weekly_minutes(t) for t in below)
    once = sum(t.minutes for t in below if not weekly_minutes(t))
    lines = tuple((t.uid, said(t.title), minutes_words(weekly_minutes(t) or t.minutes)) for t in below)
    return Burden(weekly, once, lines)
