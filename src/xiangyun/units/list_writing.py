"""What every import of a list writes: its rows with their units, and what was decided; in the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from xiangyun.core.errors import Conflict

from .decisions import MAX_VALUE, Decision
from .lists import Row
from .models import ListDecision, ListEdition, ListRow, Placement, Unit
from .queries import latest_edition_id

BATCH = 4000
"""Rows held as objects at a time: all of China must fit into a small machine's memory."""
NAME_KEPT = MAX_VALUE


def lock_lists(seen: int) -> None:
    """One import at a time; refuses if another finished since this one was prepared."""
    if connection.vendor == "postgresql":  # SQLite locks the whole database when the transaction begins
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {ListEdition._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    if latest_edition_id() != seen:
        raise Conflict("another_import_came_first")


def keep_decisions(edition: ListEdition, rows: Iterable[Row], decisions: Collection[Decision]) -> None:
    """Kept with the edition. What is left out keeps its name too: the next edition may use the code anew."""
    left_out = {d.code for d in decisions if d.action == "leave_out"}
    names = {row.code: row.name[:NAME_KEPT] for row in rows if row.code in left_out}
    ListDecision.objects.bulk_create(
        ListDecision(
            edition=edition,
            code=d.code,
            action=d.action,
            value=names[d.code] if d.action == "leave_out" else d.value,
            reason=d.reason,
        )
        for d in decisions
    )


def keep_rows(edition: ListEdition, rows: Iterable[Row], unit_ids: Mapping[str, int]) -> None:
    """The rows that have a unit, as given."""
    found = (list_row(edition, row, unit_ids[row.code]) for row in rows if row.code in unit_ids)
    ListRow.objects.bulk_create(found, BATCH)


def count_anew(rows: int) -> None:
    """Tell PostgreSQL's planner how much there is now: until it looks by itself, it plans for the tables of before,
    and reads of a new province take minutes. SQLite plans without counts."""
    if connection.vendor == "postgresql" and rows >= BATCH:
        with connection.cursor() as cursor:
            for model in (Unit, Placement, ListRow):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


def list_row(edition: ListEdition, row: Row, unit_id: int) -> ListRow:
    """A row as given, with its unit."""
    return ListRow(
        edition=edition,
        unit_id=unit_id,
        code=row.code,
        name=row.name,
        level=row.level,
        parent_code=row.parent_code,
    )
