"""Clauses as rows of a list: words, what was read of them, what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.states import ORDERS

from .clause_words import STATE_TAGS, amounts_words, clause_state_word, kind_word, names_words
from .notice_rules import Ruled
from .task_words import read_due_words


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in a list; `who`, `due`, `amount` as it says, `task` the title of the one it belongs to."""

    uid: UUID
    number: str
    quote: str
    kind: str
    kind_word: str
    state: str
    state_word: str
    state_tag: str
    reason: str
    due: str
    who: str
    amount: str
    task: str = ""
    is_flagged: bool = False
    is_order: bool = True

    @property
    def note(self) -> str:
        """What stands below its words."""
        return self.reason or self.task or " · ".join(filter(None, (self.who, self.due, self.amount)))


def row_of(notice: Notice, clause: Clause, *, task: str = "", is_flagged: bool = False) -> Row:
    """A clause in its own words, and what it says."""
    said = clause.said
    return Row(
        uid=clause.uid,
        number=clause.position,
        quote=notice.text[clause.start : clause.end],
        kind=clause.kind,
        kind_word=kind_word(clause.kind),
        state=clause.state,
        state_word=clause_state_word(clause.state),
        state_tag=STATE_TAGS[clause.state],
        reason=clause.reason,
        due=read_due_words(said.get("due")),
        who=names_words(said),
        amount=amounts_words(said.get("quantity")),
        task=task,
        is_flagged=is_flagged,
        is_order=clause.kind in ORDERS,
    )


def rows_of(
    notice: Notice,
    clauses: Iterable[Clause],
    ruled: Ruled,
    task_of: Mapping[int, int],
    titles: Mapping[int, str],
) -> dict[int, Row]:
    """Rows by clause; `task_of` names the task that covers it, `titles` the tasks."""
    return {
        clause.pk: row_of(
            notice,
            clause,
            task=titles.get(task_of.get(clause.pk) or clause.guides_id or 0, ""),
            is_flagged=clause.pk in ruled.waiting,
        )
        for clause in clauses
    }


def rows_in(notice: Notice, clauses: Sequence[Clause], ruled: Ruled) -> list[Row]:
    """The same in a list, without tasks."""
    return list(rows_of(notice, clauses, ruled, {}, {}).values())
