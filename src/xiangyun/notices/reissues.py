"""A notice beside the one it follows: which duties are new, which changed, which stay, which no longer stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from xiangyun.calendar import Deadline, due_value, from_plain, to_plain
from xiangyun.core.errors import BadInput
from xiangyun.core.folding import fold

from .models import Clause, Notice, Task
from .periods import recurrence_of

ALIKE = 0.6
"""Of the signs of two duties, without digits, so many must agree for them to be the same duty."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A running task and the duty of the later notice that speaks of it; `values` are what that says otherwise."""

    task: Task
    clause: Clause
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """Every duty of the later notice, and every task of the earlier ones, stands in exactly one of these."""

    kept: list[Pair]
    changed: list[Pair]
    new: list[Clause]
    gone: list[Task]


def earlier_tasks(notice: Notice, day: Any) -> list[Task]:
    """The running tasks of the notice that this one follows, and of those which that one followed."""
    chain, at = [], notice.follows
    while at is not None and at.pk not in chain:
        chain.append(at.pk)
        at = at.follows
    found = Task.objects.running(day).filter(notice__in=chain).select_related("selector", "form_version__form")
    return list(found.prefetch_related("clauses__notice"))


def difference_of(notice: Notice, clauses: Iterable[Clause], tasks: Sequence[Task]) -> Difference:
    """Pair the duties with the tasks whose clauses read most alike; the best pairs first, each once."""
    duties = [clause for clause in clauses if clause.kind == "duty"]
    texts = {clause.pk: _words(notice.text[clause.start : clause.end]) for clause in duties}
    before = {task.pk: [_words(c.notice.text[c.start : c.end]) for c in task.clauses.all()] for task in tasks}
    scored = [
        (score, task, clause)
        for task in tasks
        for clause in duties
        if (score := max((_alike(text, texts[clause.pk]) for text in before[task.pk]), default=0)) >= ALIKE
    ]
    pairs: dict[int, Pair] = {}
    used: set[int] = set()
    for _score, task, clause in sorted(scored, key=lambda found: (-found[0], found[1].pk, found[2].start)):
        if task.pk not in pairs and clause.pk not in used:
            pairs[task.pk] = Pair(task, clause, changes_in(task, clause))
            used.add(clause.pk)
    ordered = sorted(pairs.values(), key=lambda pair: pair.clause.start)
    return Difference(
        kept=[pair for pair in ordered if not pair.values],
        changed=[pair for pair in ordered if pair.values],
        new=[clause for clause in duties if clause.pk not in used],
        gone=[task for task in tasks if task.pk not in pairs],
    )


def changes_in(task: Task, clause: Clause) -> dict[str, Any]:
    """What a duty says otherwise than a running task: its deadline, of the same rhythm."""
    said, stands = _said(clause), from_plain(task.deadline)
    first = min(task.clauses.all(), key=lambda c: c.start, default=None)
    if said is None or recurrence_of(said) != recurrence_of(stands):
        return {}
    if first is not None and _said(first) == said:  # the same words as before, whatever was pinned then
        return {}
    return {} if said == stands else {"deadline": to_plain(said)}


def _said(clause: Clause) -> Deadline | None:
    try:
        return due_value(clause.said.get("due"))
    except (ValueError, BadInput):
        return None


def _words(text: str) -> str:
    """The signs that tell one duty from another: folded, without digits and spaces."""
    return "".join(sign for sign in fold(text) if not sign.isdigit() and not sign.isspace())


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0
