"""A running site and a browser for the walks: the product as installed, in processes of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
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


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site with the real tree, people and forms, on the engine that the run tests."""
    home, port = tmp_path_factory.mktemp("site"), free_port()
    with fresh_database() as database_url:
        environment = environment_of(home, port, database_url)
        subprocess.run([sys.executable, str(ROOT / "tests/walks/seed.py")], env=environment, check=True)
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


class fresh_database:  # noqa: N801 - reads as what it gives
    """An empty database of the tested engine: a file in the home folder, or one made on the test server."""

    def __enter__(self) -> str:
        url = os.environ.get("XIANGYUN_DATABASE_URL", "")
        if os.environ.get("XIANGYUN_TEST_DATABASE") != "postgres":
            self.name = ""
            return ""
        self.name = f"walk_{os.getpid()}_{time.time_ns()}"
        self.server = url
        self._run(f'CREATE DATABASE "{self.name}"')
        return url.rsplit("/", 1)[0] + f"/{self.name}"

    def __exit__(self, *_: object) -> None:
        if self.name:
            self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

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
