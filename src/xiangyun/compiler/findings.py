"""What a text leaves to decide: doubled numbers, references into nothing, missing annexes, slips, contrary orders."""

from itertools import islice

from xiangyun.compiler.finding_chains import order_findings
from xiangyun.compiler.finding_figures import date_findings, number_told_twice, past_findings, total_findings
from xiangyun.compiler.finding_names import name_findings
from xiangyun.compiler.finding_numbers import number_findings, runs_of
from xiangyun.compiler.finding_references import annex_findings, article_findings
from xiangyun.compiler.finding_slips import bracket_findings, word_findings
from xiangyun.compiler.layout import Layout, lines_of
from xiangyun.compiler.values import ClauseDraft, Finding, Head

MOST_OF_A_KIND = 50


def findings_of(text: str, folded: str, layout: Layout, head: Head, clauses: list[ClauseDraft]) -> list[Finding]:
    """All findings in the order of the text, at most fifty by each rule; the text itself is never altered."""
    lines = list(lines_of(folded))
    runs = [list(runs_of(part)) for part in layout.parts]
    by_rule = (
        order_findings(text, layout.parts, runs),
        number_findings(run for part in runs for run in part),
        annex_findings(text, folded, layout, head),
        article_findings(folded, layout.parts),
        word_findings(text, folded),
        bracket_findings(text, folded, lines),
        name_findings(text, folded, head, clauses),
        date_findings(text, folded, head.issued_on),
        past_findings(clauses, head.issued_on),
        number_told_twice(text, folded),
        total_findings(folded, lines),
    )
    found = [finding for rule in by_rule for finding in islice(rule, MOST_OF_A_KIND)]
    return sorted(found, key=lambda finding: finding.spans[0].start if finding.spans else 0)
