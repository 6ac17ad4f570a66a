"""Reading a notice: its head, and its clauses with who, by when, how much and to whom."""

from datetime import date

from xiangyun.compiler.conditions import with_conditions
from xiangyun.compiler.evidence import with_evidence
from xiangyun.compiler.findings import findings_of
from xiangyun.compiler.guidance import with_guidance
from xiangyun.compiler.head import head_of
from xiangyun.compiler.layout import layout_of, noted_date
from xiangyun.compiler.part_reader import read_part
from xiangyun.compiler.readable import check_readable
from xiangyun.compiler.values import Reading
from xiangyun.core.folding import fold


def read(text: str, issued: date | None = None) -> Reading:
    """Read a notice; `issued` is its date where the caller knows it, else the date it is signed with.

    Raises Unreadable for what is no notice in Chinese. Never alters the text: every clause is a span of it.
    """
    check_readable(text)
    folded = fold(text)
    layout = layout_of(folded)
    head = head_of(text, folded, layout, issued)
    day = head.issued_on or noted_date(folded)
    clauses = [clause for part in layout.parts for clause in read_part(text, folded, head, part, day)]
    clauses = with_guidance(with_conditions(with_evidence(clauses, folded), text, folded))
    return Reading(head, clauses, findings_of(text, folded, layout, head, clauses))
