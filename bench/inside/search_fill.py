"""Many units to look up: the names of Hunan over and over, half of them with another first sign.

Word: how many units. Each copy has the codes of another province; ids follow the codes, so that what stands below a
unit follows it. The product indexes them.
"""

import csv
import gzip
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from bench.inside import answer_with

HUNAN = Path(__file__).resolve().parents[2] / "src" / "xiangyun" / "units" / "data" / "divisions_hunan.csv.gz"
PART = 20_000
"""Units indexed in one transaction."""


def rows_of_hunan() -> list[tuple[str, int, str]]:
    """Code, level and name, a unit before those below it."""
    with gzip.open(HUNAN, "rt", encoding="utf-8", newline="") as file:
        return sorted((row["code"], int(row["level"]), row["name"]) for row in csv.DictReader(file))


def entries_of(units: int) -> Iterator[Any]:
    """So many entries: the first copy is Hunan itself."""
    from xiangyun.search.writing import Entry

    rows = rows_of_hunan()
    firsts = [name[0] for _, _, name in rows]
    ids = count(1)
    for copy in range(-(-units // len(rows))):
        chance = Random(copy)
        province = str(43 + copy)
        for code, level, name in rows[: units - copy * len(rows)]:
            other = copy and chance.random() < 0.5
            called = chance.choice(firsts) + name[1:] if other else name
            yield Entry(next(ids), level, [called], codes=[province + code[2:]])


def fill(words: list[str]) -> dict[str, Any]:
    """How many keys there are, megabytes of the database they take with their indexes, and seconds of the indexing."""
    from xiangyun.search.models import SearchKey
    from xiangyun.search.writing import index

    before, begun = _megabytes(), monotonic()
    entries = entries_of(int(words[0]))
    while part := list(islice(entries, PART)):
        index("unit", part)
    took = monotonic() - begun
    return {"keys": SearchKey.objects.count(), "megabytes": _megabytes() - before, "seconds": took}


def _megabytes() -> float:
    """How large the database is."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0]) / 1e6


if __name__ == "__main__":
    answer_with(fill)
