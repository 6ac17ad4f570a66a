"""What the rules of the real date say of a notice's clauses, and which of it nobody has answered."""

from collections.abc import Iterable, Mapping
from datetime import date

from xiangyun.compiler import ClauseDraft
from xiangyun.compiler.flags import Flag, flags_of
from xiangyun.core.clock import real_now, working_date

from .models import Clause, Notice
from .states import ORDERS, ClauseState


def rules_day() -> date:
    """The day whose rules count: today's, whatever date a demonstration shows."""
    return working_date(real_now())


def flags_in(notice: Notice, clauses: Iterable[Clause]) -> list[Flag]:
    """The flags of a notice, in the order of its text."""
    placed = [_as_read(notice, clause) for clause in sorted(clauses, key=lambda c: c.start)]
    return flags_of(
        placed, notice.text, today=rules_day(), issued=notice.issued_on, issuer=notice.head.get("issuer", "")
    )


def _as_read(notice: Notice, clause: Clause) -> ClauseDraft:
    quote = notice.text[clause.start : clause.end]
    return ClauseDraft(clause.position, clause.start, clause.end, quote, "duty", "")


def flags_by_clause(flags: Iterable[Flag], clauses: Iterable[Clause]) -> Mapping[int, list[Flag]]:
    """The flags of each clause, by its key; words outside every clause are left out."""
    by_position = {clause.position: clause.pk for clause in clauses}
    found: dict[int, list[Flag]] = {}
    for flag in flags:
        if flag.position in by_position:
            found.setdefault(by_position[flag.position], []).append(flag)
    return found


def unanswered(clause: Clause, flags: Iterable[Flag]) -> list[Flag]:
    """The flags of a clause that hold today and that nobody has answered; none of one that is dismissed, or that
    orders nothing and is part of nothing."""
    if clause.state == ClauseState.DISMISSED or (clause.state == ClauseState.OPEN and clause.kind not in ORDERS):
        return []
    return [flag for flag in flags if flag.applies_now and flag.rule not in clause.ruling]


def left_to_answer(notice: Notice) -> list[str]:
    """The positions of the clauses with an unanswered flag."""
    clauses = list(notice.clauses.all())
    flagged = flags_by_clause(flags_in(notice, clauses), clauses)
    return [clause.position for clause in clauses if unanswered(clause, flagged.get(clause.pk, ()))]
