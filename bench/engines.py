"""The two databases: made, copied, and talked to without the product, by plain SQL and the same settings."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from bench.processes import cpu_of

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA foreign_keys=ON;"
"""What the product sets on each of its SQLite connections."""
_MARK = re.compile(r"(?<!%)%s")


class Bare(Protocol):
    """A connection without the product. Statements have `%s` for values, whatever the engine."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch all it gives."""

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""

    def transaction(self) -> Any:
        """A block that is committed at its end, or rolled back."""

    def columns(self, table: str) -> list[str]:
        """The columns of a table that can be written."""

    def storable(self, value: Any) -> Any:
        """A value that was read (or a UUID), as it is written."""

    def close(self) -> None:
        """Close the connection."""


class Engine(Protocol):
    """Where databases of one kind are made. `name` is for people."""

    name: str
    version: str

    def url(self, name: str) -> str:
        """The product's setting for a database."""

    def make(self, name: str) -> None:
        """Make an empty database."""

    def copy(self, source: str, target: str) -> None:
        """Copy a database that nobody uses at the moment."""

    def drop(self, name: str) -> None:
        """Remove a database."""

    def connect(self, name: str, *, as_django: bool = False) -> Bare:
        """A bare connection; `as_django` binds values on the client, as Django does on PostgreSQL."""

    def cpu(self) -> float:
        """Seconds of processor time the database's own processes used so far."""


class SqliteEngine:
    """Databases as files in a folder; the database works inside the process that asks."""

    name = "SQLite"
    version = sqlite3.sqlite_version

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def make(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def copy(self, source: str, target: str) -> None:
        with (
            closing(sqlite3.connect(self.path(source))) as a,
            closing(sqlite3.connect(self.path(target))) as b,
        ):
            a.backup(b)

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path(name)}{ending}").unlink(missing_ok=True)

    def connect(self, name: str, *, as_django: bool = False) -> Bare:
        return SqliteBare(self.path(name))

    def cpu(self) -> float:
        return 0.0


@cache
def _with_question_marks(sql: str) -> str:
    return _MARK.sub("?", sql).replace("%%", "%")


class SqliteBare:
    """Bare SQLite."""

    def __init__(self, path: Path) -> None:
        self.raw = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
        self.raw.executescript(PRAGMAS)

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.raw.execute(_with_question_marks(sql), values).fetchall()

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self.raw.executemany(_with_question_marks(sql), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.raw.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.raw.execute("ROLLBACK")
            raise
        self.raw.execute("COMMIT")

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.run(f"PRAGMA table_info({table})")]  # generated ones are not in it

    def storable(self, value: Any) -> Any:
        return value.hex if isinstance(value, UUID) else value

    def close(self) -> None:
        self.raw.close()


class PostgresEngine:
    """Databases of a cluster on this machine, reached by a URL that may make databases."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self.admin = url
        with closing(PostgresBare(url)) as bare:
            self.version = str(bare.run("SHOW server_version")[0][0]).split()[0]
            self._folder = Path(bare.run("SHOW data_directory")[0][0])

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.admin)._replace(path=f"/{name}"))

    def make(self, name: str) -> None:
        self._admin(f'CREATE DATABASE "{name}"')

    def copy(self, source: str, target: str) -> None:
        self._admin(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def drop(self, name: str) -> None:
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def connect(self, name: str, *, as_django: bool = False) -> Bare:
        return PostgresBare(self.url(name), as_django=as_django)

    def cpu(self) -> float:
        """0 when this account may not read which process the cluster is."""
        try:
            return cpu_of(int((self._folder / "postmaster.pid").read_text().split()[0]))
        except OSError:
            return 0.0

    def _admin(self, sql: str) -> None:
        with closing(PostgresBare(self.admin)) as bare:
            bare.run(sql)


class PostgresBare:
    """Bare PostgreSQL. Values are bound by the server, and statements used often are prepared, unless `as_django`."""

    def __init__(self, url: str, *, as_django: bool = False) -> None:
        import psycopg

        kind = psycopg.ClientCursor if as_django else psycopg.Cursor
        self.raw = psycopg.connect(url, autocommit=True, cursor_factory=kind)

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self.raw.execute(sql, values or None)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.raw.cursor() as cursor:
            cursor.executemany(sql, rows)  # type: ignore[arg-type]

    def transaction(self) -> Any:
        return self.raw.transaction()

    def columns(self, table: str) -> list[str]:
        found = self.run(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
            " ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in found]

    def storable(self, value: Any) -> Any:
        from psycopg.types.json import Jsonb

        return Jsonb(value) if isinstance(value, dict | list) else value

    def close(self) -> None:
        self.raw.close()


def engine_of(url: str, folder: Path) -> Engine:
    """PostgreSQL for a URL, SQLite in the folder without one."""
    return PostgresEngine(url) if url else SqliteEngine(folder)


def quoted(columns: Iterable[str]) -> str:
    """Names of columns as a list in a statement."""
    return ", ".join(f'"{name}"' for name in columns)
