"""A demonstration loaded by its own command into a database of its own, and looked at by plain SQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.engines import Bare, Engine, engine_of, quoted
from tests.servers import database_url

COLUMNS = {
    "SQLite": "SELECT m.name, c.name, c.type FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%%'",
    "PostgreSQL": "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' AND is_generated = 'NEVER'",
}


@dataclass(frozen=True)
class DemoSite:
    """A home folder and a database that only this test uses."""

    engine: Engine
    home: Path
    name: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XIANGYUN_")}
        here = {"XIANGYUN_HOME": str(self.home), "XIANGYUN_DATABASE_URL": self.engine.url(self.name)}
        return kept | here | {"DJANGO_SETTINGS_MODULE": "xiangyun.config.settings"}

    def start(self, *words: str, **more: str) -> "subprocess.Popen[str]":
        """Start `xiangyun …`; `more` are further variables of its environment."""
        call = [sys.executable, "-m", "xiangyun.cli", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(call, env=self.environment | more, stdout=pipe, stderr=pipe, text=True)

    def command(self, *words: str, **more: str) -> tuple[int, str]:
        """Run `xiangyun …` to its end: exit status and what it printed."""
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=240)
        return process.returncode, out + err

    @contextmanager
    def bare(self) -> Iterator[Bare]:
        with closing(self.engine.connect(self.name)) as bare:
            yield bare

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What one statement gives."""
        with self.bare() as bare:
            return bare.run(sql)

    def columns(self) -> list[tuple[str, str, str]]:
        """Table, column and type of all that is stored."""
        return sorted((t, c, str(kind).lower()) for t, c, kind in self.rows(COLUMNS[self.engine.name]))

    def content(self, without: set[str]) -> dict[str, list[tuple[Any, ...]]]:
        """All rows by table, in the order of their ids; leaves out these columns (`name` or `table.name`)."""
        columns: dict[str, list[str]] = {}
        for table, column, _ in self.columns():
            if column not in without and f"{table}.{column}" not in without:
                columns.setdefault(table, []).append(column)
        with self.bare() as bare:
            found = {
                t: bare.run(f'SELECT {quoted(c)} FROM "{t}" ORDER BY "id"') for t, c in columns.items() if "id" in c
            }
        return {table: rows for table, rows in found.items() if rows}


@contextmanager
def demo_site(home: Path) -> Iterator[DemoSite]:
    """An empty database of the tested engine and a home folder, both removed afterwards."""
    name = f"demo_{os.getpid()}_{home.name}".replace("-", "_").lower()
    engine = engine_of(database_url(), home)
    engine.make(name)
    try:
        yield DemoSite(engine, home, name)
    finally:
        engine.drop(name)
