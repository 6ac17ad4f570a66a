"""The units behind a number: as rows of a page, and as a file for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyun.core.actor import Actor
from xiangyun.notices.extensions import came_late, more_time_in
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.chasing import Contact, contact_of
from xiangyun.returns.models import Return
from xiangyun.units.models import Unit
from xiangyun.units.parents import names_above
from xiangyun.web.shared.templatetags.look import zhdate

from .board_words import more_time_words, state_tag

CHUNK = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def unit_rows(units: list[Unit], actor: Actor, period: TaskPeriod, at: datetime) -> list[dict[str, Any]]:
    """Each unit with the one above it, its state, when it sent, or whom to ask as far as the reader may see that."""
    above, more = names_above(unit.path for unit in units), more_time_in(period, [unit.pk for unit in units])
    rows = []
    for unit in units:
        given = more.get(unit.pk)
        row = _row(unit, contact_of(actor, unit, period.task.line), is_past=came_late(period, at, given))
        says = more_time_words(given.due_at) if given else ""
        rows.append(row | {"above": above.get(unit.path, ""), "more": says})
    return rows


def _row(unit: Unit, contact: Contact, *, is_past: bool) -> dict[str, Any]:
    returned = _sent(unit)
    word, kind = state_tag(returned, is_past=is_past)
    return {
        "name": unit.name,
        "tag": word,
        "tag_kind": kind,
        "sent_at": returned.sent_at if returned else None,
        "is_late": bool(returned and not returned.on_time),
        "by_rule": bool(returned and returned.by_rule),
        "url": reverse("workspace:return", args=[returned.uid])
        if returned
        else reverse("workspace:unit", args=[unit.uid]),
        "contact": " ".join(part for part in (contact.name, contact.phone) if part),
        "phone": contact.phone,
        "dial": contact.dial,
        "contact_name": contact.name,
    }


def _sent(unit: Any) -> Return | None:
    return unit.sent[0] if unit.sent else None


def csv_of(units: QuerySet[Unit], actor: Actor, period: TaskPeriod, at: datetime) -> StreamingHttpResponse:
    """The whole list; UTF-8 with its mark, so that spreadsheets read Chinese, and no cell that could be a formula."""
    answer = StreamingHttpResponse(_written(units, actor, period, at), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="units-{period.key}.csv"'
    return answer


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, text: str) -> str:
        return text


def _written(units: QuerySet[Unit], actor: Actor, period: TaskPeriod, at: datetime) -> Iterator[str]:
    writer = csv.writer(_Line())
    head = [_("Unit above"), _("Unit"), _("State"), _("Sent"), _("On time"), _("Contact"), _("Telephone")]
    yield "\ufeff" + writer.writerow(head)
    for chunk in _chunks(units.iterator(chunk_size=CHUNK)):
        for row in unit_rows(chunk, actor, period, at):
            yield writer.writerow([safe(cell) for cell in _cells(row)])


def _cells(row: dict[str, Any]) -> list[str]:
    sent = row["sent_at"]
    timely = (_("late") if row["is_late"] else _("on time")) if sent else ""
    when = f"{zhdate(sent, 'year')} {zhdate(sent, 'clock')}" if sent else ""
    return [row["above"], row["name"], row["tag"], when, timely, row["contact_name"], row["phone"]]


def safe(cell: str) -> str:
    """A cell that a spreadsheet takes as text: what could begin a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _chunks(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    units = iter(units)
    while chunk := list(islice(units, CHUNK)):
        yield chunk
