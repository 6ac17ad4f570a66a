"""Small made-up lists, and the real one of Hunan imported once for a module."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction

from xiangyun.core.actor import Actor
from xiangyun.units.actions.import_list import Imported, import_list
from xiangyun.units.decisions import Decision, read_decisions
from xiangyun.units.lists import read_list

ROOT = Path(__file__).resolve().parents[2]
HUNAN = ROOT / "src/xiangyun/units/data/divisions_hunan.csv.gz"
PACK = ROOT / "packs/hengyang-2020"
AT = datetime(2020, 3, 20, 9, 0, tzinfo=UTC)
OPENS = date(2020, 1, 1)
DAY = date(2020, 3, 20)
SYSTEM = Actor.system("test")
HEADER = "code,name,level,parent_code\n"
Importer = Callable[..., Imported]


def run_import(
    data: bytes,
    *,
    publisher: str = "stats",
    decisions: tuple[Decision, ...] = (),
    actor: Actor = SYSTEM,
    as_of: date = date(2023, 6, 30),
    opens_on: date | None = OPENS,
) -> Imported:
    """Import a file's bytes as a command would."""
    found = read_list(data)
    return import_list(
        actor=actor,
        rows=found.rows,
        publisher=publisher,
        as_of=as_of,
        opens_on=opens_on,
        decisions=decisions,
        digest=found.digest,
        source="test.csv",
        at=AT,
    )


def import_hunan() -> Imported:
    """The shipped list with the shipped decisions."""
    decisions = read_decisions((PACK / "decisions.yaml").read_bytes(), "stats")
    return run_import(HUNAN.read_bytes(), decisions=decisions)


@pytest.fixture(scope="module")
def hunan(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Imported]:
    """The real list, imported once for the tests of a module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield import_hunan()
        transaction.set_rollback(True)
