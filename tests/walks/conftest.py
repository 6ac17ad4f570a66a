"""A running site and a browser for the walks: the product as installed, in processes of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Running:
    """A served site: its address, home folder and the environment of its processes."""

    url: str
    home: Path
    environment: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `xiangyun …` on this site."""
        call = [sys.executable, "-m", "xiangyun.cli", *words]
        return subprocess.run(call, env=self.environment, capture_output=True, text=True, timeout=120, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(home: Path, port: int, database_url: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("XIANGYUN_")}
    return kept | {
        "XIANGYUN_MODE": "demo",
        "XIANGYUN_HOME": str(home),
        "XIANGYUN_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "xiangyun.config.settings",
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }


def wait_until_well(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(120):
        assert process.poll() is None, "the site ended"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError("the site did not become well in a minute")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Seed"]:
    """The real tree, people and forms, made once: each walk gets a copy."""
    with Seed(tmp_path_factory.mktemp("seed") / "home") as seed:
        yield seed


@pytest.fixture
def running(seeded: "Seed", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site of its own with what was seeded, on the engine that the run tests."""
    home, port = tmp_path_factory.mktemp("site") / "home", free_port()
    with seeded.copy(home) as database_url:
        environment = environment_of(home, port, database_url)
        log = (home / "serve.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "xiangyun.cli", "serve"], env=environment, stdout=log, stderr=log
        )
        try:
            url = f"http://localhost:{port}"
            wait_until_well(url, process)
            yield Running(url, home, environment)
        finally:
            process.terminate()
            process.wait(timeout=30)


class Seed:
    """A home folder and a database of the tested engine with the seed in them, to be copied."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.server = ""
        if os.environ.get("XIANGYUN_TEST_DATABASE") == "postgres":
            self.server = os.environ["XIANGYUN_DATABASE_URL"]
        self.name = f"walk_{os.getpid()}_seed" if self.server else ""

    def __enter__(self) -> "Seed":
        self.home.mkdir(parents=True)
        if self.server:
            self._run(f'CREATE DATABASE "{self.name}"')
        environment = environment_of(self.home, 0, self._address(self.name))
        subprocess.run([sys.executable, str(ROOT / "tests/walks/seed.py")], env=environment, check=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._drop(self.name)

    @contextmanager
    def copy(self, home: Path) -> Iterator[str]:
        """A copy of the home folder and of the database; gives the database's address, blank for SQLite's own."""
        shutil.copytree(self.home, home)
        name = f"walk_{os.getpid()}_{time.time_ns()}" if self.server else ""
        if self.server:
            self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        try:
            yield self._address(name)
        finally:
            self._drop(name)

    def _address(self, name: str) -> str:
        return self.server.rsplit("/", 1)[0] + f"/{name}" if self.server else ""

    def _drop(self, name: str) -> None:
        if name:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql.encode())  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    assert connection.vendor in {"sqlite", "postgresql"}
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
