"""The log of sign-ins as a file for a spreadsheet."""

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyun.audit.models import AuditQuerySet, Entry

from .board_units import safe

CHUNK = 500
Rows = Callable[[list[Entry]], list[dict[str, Any]]]


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, text: str) -> str:
        return text


def csv_of(entries: AuditQuerySet, rows_of: Rows) -> StreamingHttpResponse:
    """UTF-8 with its mark, so that spreadsheets read Chinese, and no cell that could be a formula."""
    answer = StreamingHttpResponse(_written(entries, rows_of), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sign-ins.csv"'
    return answer


def _written(entries: AuditQuerySet, rows_of: Rows) -> Iterator[str]:
    writer = csv.writer(_Line())
    head = [_("When"), _("Sign-in name"), _("Person"), _("Outcome"), _("How, or why not"), _("Device"), _("Address")]
    yield "\ufeff" + writer.writerow(head)
    found = entries.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        for row in rows_of(chunk):
            yield writer.writerow([safe(cell) for cell in _cells(row)])


def _cells(row: dict[str, Any]) -> list[str]:
    when = timezone.localtime(row["at"]).strftime("%Y-%m-%d %H:%M:%S")
    return [when, row["name"], row["person"], row["word"], row["how"], row["device"], row["address"]]
