"""The plan as a file: a row for every clause of the text, facts too."""

import csv
import io
from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotAllowed
from xiangyun.notices.actions.export_plan import export_plan
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.queries import notice_for
from xiangyun.sheets.writing import Column, write_sheet
from xiangyun.web.shared.requests import Request

from .board_units import safe
from .clause_rows import row_of
from .clause_words import clause_state_word, kind_word
from .notice_plan import Plan, plan_of
from .notice_rules import rule_cards
from .notice_words import notice_name
from .notices import is_inside
from .task_cards import Card

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def export(request: Request, uid: UUID) -> HttpResponse:
    """As a sheet or as CSV; the log keeps who took it."""
    notice = notice_for(request.actor, uid)
    if not is_inside(notice, request.actor):
        raise NotAllowed(step="export")
    as_sheet = request.POST.get("format") != "csv"
    plan = plan_of(notice, working_date(request.at), inside=True)
    export_plan(actor=request.actor, notice=notice, clauses=len(plan.clauses), at=request.at)
    rows = list(rows_of_plan(notice, plan))
    answer = HttpResponse(_xlsx(notice, rows) if as_sheet else _csv(rows))
    answer["Content-Type"] = XLSX if as_sheet else "text/csv; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="plan-{notice.uid}.{"xlsx" if as_sheet else "csv"}"'
    return answer


def columns() -> list[Column]:
    """What stands in a row."""
    return [
        Column(_("Clause"), 10), Column(_("Words"), 60), Column(_("Kind"), 10),
        Column(pgettext("column", "What became of it"), 12), Column(pgettext("column", "Task"), 24),
        Column(_("Who"), 30),
        Column(_("By when"), 24), Column(_("How much"), 24), Column(_("Reason"), 30), Column(_("Answers to rules"), 40),
    ]  # fmt: skip


def rows_of_plan(notice: Notice, plan: Plan) -> Iterator[list[str]]:
    """Every clause, in the order of the text."""
    tasks = {clause.pk: task.pk for task in plan.tasks for clause in task.clauses.all()}
    cards = {task.pk: card for task, card in zip(plan.tasks, plan.cards, strict=True)}
    for clause in plan.clauses:
        card = cards.get(tasks.get(clause.pk) or clause.guides_id or 0)
        yield _row(notice, plan, clause, card)


def _row(notice: Notice, plan: Plan, clause: Clause, card: Card | None) -> list[str]:
    row = row_of(notice, clause)
    rules = rule_cards(clause, plan.ruled.flags.get(clause.pk, ()), notice.issued_on)
    answers = [" ".join(filter(None, (rule.title, _choice(rule.choice), rule.reason))) for rule in rules]
    quotas = "; ".join(card.quotas) if card else row.amount
    fate = clause_state_word(clause.state) if row.is_order or clause.state != "open" else ""
    who = f"{card.who} {card.n}" if card else row.who
    return [
        row.number, row.quote, kind_word(clause.kind), fate, card.title if card else "", who,
        card.when if card else row.due, quotas, row.reason, "; ".join(answers),
    ]  # fmt: skip


def _choice(choice: str) -> str:
    words = {"lawful": _("lawful form"), "kept": _("kept as written")}
    return words.get(choice, _("not answered"))


def _xlsx(notice: Notice, rows: list[list[str]]) -> bytes:
    return write_sheet(_("Plan"), columns(), rows, says=notice_name(notice))


def _csv(rows: list[list[str]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Chinese, and no cell that could be a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns()])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()
