"""The log with some entries, and ways to tamper with it that a person with the database in hand would have."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import connection, transaction

from xiangyun.audit.log import record
from xiangyun.audit.models import Entry
from xiangyun.audit.seal import seal_all
from xiangyun.core.actor import Actor

AT = datetime(2020, 3, 20, 9, 0, tzinfo=UTC)
OFFICER = Actor(name="李四", role="officer", account_id=7, post_id=70, unit_id=700)
guard = import_module("xiangyun.audit.migrations.0002_append_only")


def drop_guard() -> None:
    """Take the database's own protection away."""
    statements = guard.SQLITE_BACK if connection.vendor == "sqlite" else guard.POSTGRESQL_BACK
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def put_guard_back() -> None:
    statements = guard.SQLITE if connection.vendor == "sqlite" else guard.POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def roots(settings, tmp_path):
    """A folder of roots of this test's own."""
    settings.AUDIT_ROOTS = tmp_path / "roots"
    return settings.AUDIT_ROOTS


@pytest.fixture
def sealed(db) -> list[Entry]:
    """Five sealed entries; the second names a person."""
    for number in range(1, 6):
        personal = {"phone": "13800000000"} if number == 2 else None
        record("return.submitted", actor=OFFICER, at=AT, detail={"number": number}, personal=personal)
    seal_all()
    return list(Entry.objects.chain())


@pytest.fixture
def tamper(db) -> Callable[..., None]:
    """Runs SQL on the log after taking its protection away; the test's rollback puts all of it back."""

    def run(*statements: str) -> None:
        drop_guard()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


@pytest.fixture
def emptied(transactional_db) -> Iterator[None]:
    """For tests that seal without a rollback: sealed rows cannot be deleted, so the guard steps aside after."""
    yield
    with transaction.atomic():
        drop_guard()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_entry")
        put_guard_back()
