"""A site of its own: a home folder, a database, commands run on it, and its server."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from bench.engines import Engine
from bench.processes import tree_of, words_of

PATIENCE = 60.0
ROOT = Path(__file__).resolve().parent.parent
TRANSIENT = (OSError, HTTPException)
"""What a client sees while a server is away."""


class Site:
    """One database with its home. Starts nothing until asked to; `port` stays the same over restarts."""

    def __init__(self, engine: Engine, home: Path, database: str) -> None:
        self.engine, self.home, self.database = engine, home, database
        self.port = free_port()
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """This process's, without any setting of the product in it, and the site's own."""
        kept = {name: v for name, v in os.environ.items() if not name.startswith(("XIANGYUN_", "DJANGO_", "PYTEST_"))}
        own = {"MODE": "demo", "HOME": str(self.home), "DATABASE_URL": self.engine.url(self.database)}
        return kept | {f"XIANGYUN_{name}": value for name, value in own.items()} | {"PORT": str(self.port)}

    def command(self, *words: str) -> str:
        """Run a command of the product on this site and give what it printed; raises when it fails."""
        return self._python("xiangyun.cli", *words)

    def inside(self, module: str, *words: str) -> Any:
        """Run a program of `bench.inside` on this site and give its answer."""
        return json.loads(self._python(f"bench.inside.{module}", *words))

    def _python(self, module: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {' '.join(words)}: {done.stderr.decode()[-2000:]}")
        return done.stdout.decode()

    def start(self) -> float:
        """Start the server and wait until it and its worker are well; the seconds until its first page."""
        begun = monotonic()
        self.spawn()
        first_page = self._wait("/sign-in/", begun)
        self._wait("/healthz", begun)
        return first_page

    def spawn(self) -> None:
        """Start the server, waiting for nothing; its own log goes to the home folder."""
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "xiangyun.cli", "serve"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def _wait(self, path: str, begun: float) -> float:
        while status(self.port, path) != 200:
            if self.has_ended() or monotonic() - begun > PATIENCE:
                raise RuntimeError(f"the server never answered {path}: {self.log()[-2000:]}")
            sleep(0.02)
        return monotonic() - begun

    def log(self) -> str:
        """What the server wrote."""
        return (self.home / "server.log").read_text(errors="replace")

    def has_ended(self) -> bool:
        """Whether the server is gone, by itself or by force."""
        return self.server is None or self.server.poll() is not None

    @property
    def pid(self) -> int:
        """The server's process, above all others of the site."""
        assert self.server is not None, "not started"
        return self.server.pid

    def worker(self) -> list[int]:
        """The worker's process; none while it is away."""
        return [pid for pid in tree_of(self.pid) if "worker" in words_of(pid)]

    def web(self) -> list[int]:
        """The web processes, without the one above them."""
        return [pid for pid in tree_of(self.pid) if pid != self.pid and "worker" not in words_of(pid)]

    def kill_all(self) -> None:
        """Kill (-9) the server and all below it at once."""
        found = tree_of(self.pid)
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.server is not None:
            self.server.wait()
        while any(words_of(pid) for pid in found):
            sleep(0.01)

    def stop(self) -> None:
        """End the server in order; by force when that takes long."""
        if self.server is None:
            return
        if not self.has_ended():
            self.server.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(20)
        if not self.has_ended():
            self.kill_all()
        self.server = None


@contextmanager
def running(site: Site) -> Iterator[Site]:
    """The site, served until the end of the block."""
    try:
        site.start()
        yield site
    finally:
        site.stop()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(port: int, path: str) -> int:
    """The status of one page; 0 when nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except TRANSIENT:
        return 0
    finally:
        connection.close()
