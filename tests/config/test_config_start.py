"""A start in production refuses what must not be in production, in plain lines and with exit status 2."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

KEY = "a-key-of-this-test-only-0123456789-0123456789"
NO_KEY = "XIANGYUN_SECRET_KEY must be set, at least 32 characters, in production."
DEMO_KEY = "XIANGYUN_SECRET_KEY is the demonstration's key: make a new one for production."
DEBUG = "XIANGYUN_DEBUG must not be on in production."
DEMO_DATA = "This database holds demonstration data: XIANGYUN_MODE=production refuses to serve it."


def xiangyun(home: Path, *words: str, **environment: str) -> tuple[int, list[str]]:
    """Runs the command in an environment of its own; exit status and the lines it complained with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIANGYUN_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "xiangyun.cli", *words],
        env={**kept, "XIANGYUN_HOME": str(home), "PORT": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.splitlines()


REFUSED = {
    "without a key": ({}, [NO_KEY]),
    "with a short key": ({"XIANGYUN_SECRET_KEY": "short"}, [NO_KEY]),
    "with the demonstration's key": (
        {"XIANGYUN_SECRET_KEY": "demonstration-only-key-never-for-production-0000000000"},
        [DEMO_KEY],
    ),
    "with debug": ({"XIANGYUN_SECRET_KEY": KEY, "XIANGYUN_DEBUG": "1"}, [DEBUG]),
    "with both": ({"XIANGYUN_DEBUG": "1"}, [NO_KEY, DEBUG]),
    "in no known mode": (
        {"XIANGYUN_MODE": "play"},
        ["XIANGYUN_MODE: Input should be 'production', 'demo' or 'test'"],
    ),
    "with an unknown database": (
        {"XIANGYUN_SECRET_KEY": KEY, "XIANGYUN_DATABASE_URL": "mysql://x/y"},
        ["XIANGYUN_DATABASE_URL must begin with sqlite:/// or postgres://"],
    ),
}


@pytest.mark.parametrize("how", REFUSED)
def test_production_does_not_start(tmp_path, how):
    environment, lines = REFUSED[how]
    assert xiangyun(tmp_path, "serve", **environment) == (2, lines)
    assert list(tmp_path.iterdir()) == []


def test_its_worker_does_not_start_either(tmp_path):
    assert xiangyun(tmp_path, "worker") == (2, [NO_KEY])


def test_production_serves_only_its_own_version_and_no_demonstration(tmp_path):
    home = tmp_path / "new" / "home"
    status, (line,) = xiangyun(home, "serve", XIANGYUN_SECRET_KEY=KEY)
    assert (status, line[:18], line[-24:]) == (2, "The database lacks", " run `xiangyun migrate`.")
    assert xiangyun(home, "migrate", XIANGYUN_SECRET_KEY=KEY) == (0, [])
    assert xiangyun(home, "migrate", "--check", XIANGYUN_SECRET_KEY=KEY) == (0, [])
    mark_as_demonstration(home)
    for command in ("serve", "worker"):
        assert xiangyun(home, command, XIANGYUN_SECRET_KEY=KEY) == (2, [DEMO_DATA])


def mark_as_demonstration(home: Path) -> None:
    with sqlite3.connect(home / "xiangyun.sqlite3") as database:
        database.execute("INSERT OR REPLACE INTO core_site (id, name, is_demo) VALUES (1, '{}', 1)")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's settings")
def test_sqlite_keeps_what_it_acknowledged():
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert found == {"journal_mode": "wal", "synchronous": 2}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db
@pytest.mark.postgres
def test_postgresql_keeps_what_it_acknowledged():
    with connection.cursor() as cursor:
        found = {}
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    assert found == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
