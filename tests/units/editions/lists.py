"""Lists for these tests: rows from short texts, real ones from the data folder, and units that stand as listed."""

from collections.abc import Sequence
from pathlib import Path

from xiangyun.units.lists import Row, read_list
from xiangyun.units.standing import Listed, Standing

DATA = Path(__file__).parent / "data"


def real(name: str) -> bytes:
    """A real list of the data folder."""
    return (DATA / f"{name}.csv.gz").read_bytes()


def real_rows(name: str) -> tuple[Row, ...]:
    return read_list(real(name)).rows


def rows(text: str) -> list[Row]:
    """Rows of `code name level parent` lines."""
    found = []
    for number, line in enumerate(text.strip().splitlines(), 2):
        code, name, level, *parent = line.split()
        found.append(Row(number, code, name, int(level), parent[0] if parent else ""))
    return found


def as_csv(found: Sequence[Row]) -> bytes:
    lines = [f"{r.code},{r.name},{r.level},{r.parent_code}\n" for r in found]
    return ("code,name,level,parent_code\n" + "".join(lines)).encode()


def standing_as_listed(found: Sequence[Row]) -> list[Standing]:
    """Units numbered in the order of the rows, exactly as the list says."""
    ids = {row.code: number for number, row in enumerate(found, 1)}
    return [
        Standing(
            unit_id=ids[row.code],
            level=row.level,
            name=row.name,
            parent_id=ids.get(row.parent_code),
            listed=Listed(row.code, row.name, row.parent_code, ids.get(row.parent_code)),
        )
        for row in found
    ]
