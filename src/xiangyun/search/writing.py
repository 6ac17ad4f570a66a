"""Keeping the keys: no audit entry, since they are made from what has one and can be made anew from it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from .keys import keys_of
from .models import SearchKey

BATCH = 2000
"""Subjects whose keys are held at a time."""
_COLUMNS = {"kind": "text", "rank": "smallint", "what": "smallint", "key": "text", "subject_id": "bigint"}
_Row = tuple[str, int, int, str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a subject is found by. `rank` 1 to 6, smaller first; `pinyin` and the rest as in `keys_of`."""

    subject_id: int
    rank: int
    names: Sequence[str]
    former: Sequence[str] = ()
    codes: Sequence[str] = ()
    pinyin: str = ""


def index(kind: str, entries: Iterable[Entry]) -> None:
    """Find these subjects by these keys and no others; reads `entries` in batches, in one transaction."""
    entries = iter(entries)
    with transaction.atomic():
        while batch := list(islice(entries, BATCH)):
            forget(kind, [entry.subject_id for entry in batch])
            _insert(row for entry in batch for row in _rows(kind, entry))


def forget(kind: str, subject_ids: Collection[int]) -> None:
    """Find these subjects no more."""
    SearchKey.objects.of_subjects(kind, subject_ids).delete()


def _rows(kind: str, entry: Entry) -> Iterator[_Row]:
    for what, key in keys_of(entry.names, entry.former, entry.codes, entry.pinyin):
        yield kind, entry.rank, what.value, key, entry.subject_id


def _insert(rows: Iterable[_Row]) -> None:
    """By one bare statement: objects would take several times as long."""
    into = f"INSERT INTO {SearchKey._meta.db_table} ({', '.join(_COLUMNS)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING", columns)
        else:
            marks = ", ".join(["%s"] * len(_COLUMNS))
            cursor.executemany(f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING", list(rows))
