"""`xiangyun serve`: web processes on the loopback addresses, and a worker beside them that is kept alive."""

import argparse
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

TARGET = "xiangyun.config.wsgi:application"
LOOPBACK = ("127.0.0.1", "::1")
PROCESSES = 2  # for each address
THREADS = 8
WEB_GRACE, WORKER_GRACE = 5, 4  # seconds to stop in; together under ten


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `serve`: none but --help, the environment says the rest."""
    parser.epilog = (
        "PORT (8000) is the port. XIANGYUN_BIND lists the addresses to listen on, parted by commas; "
        "without it only this machine reaches the site (127.0.0.1 and ::1)."
    )


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT; 2 when the database or the port may not be used."""
    from django.conf import settings

    from .readiness import make_ready

    problems = make_ready()
    addresses, port, found = _listening()
    if problems or found:
        print("\n".join(problems + found), file=sys.stderr)
        return 2
    print(f"http://localhost:{port}", flush=True)
    print(f"mode {settings.MODE}, home {settings.HOME}", flush=True)
    _serve(addresses, port)
    return 0


def _listening() -> tuple[list[str], int, list[str]]:
    """Addresses, port, and why they cannot be used. ::1 is left out on a machine without IPv6."""
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        return [], 0, [f"PORT must be a number from 1 to 65535, not {text!r}."]
    port = int(text)
    wanted = [part.strip() for part in os.environ.get("XIANGYUN_BIND", "").split(",") if part.strip()]
    addresses = wanted or [a for a in LOOPBACK if _trouble(a, 0) == ""]
    troubles = [(address, _trouble(address, port)) for address in addresses]
    return addresses, port, [f"Cannot listen on {a} port {port}: {why}." for a, why in troubles if why]


def _trouble(address: str, port: int) -> str:
    """Why an address cannot be listened on: the web processes share the port, so nobody else notices."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _serve(addresses: Sequence[str], port: int) -> None:
    """Load the program once, then fork: the processes share its memory and start at once."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from django.urls import get_resolver

    application = get_wsgi_application()
    server = _server(addresses, port)
    worker = KeptWorker()
    server.on_startup(worker.start)
    _ = get_resolver().url_patterns  # loads every page now: a broken one ends the start, not a request
    connections.close_all()
    gc.freeze()
    try:
        server.serve(target_loader=_Loaded(application), wrap_loader=False)
    finally:
        worker.end()


def _server(addresses: Sequence[str], port: int) -> Any:
    """A granian server whose processes take the addresses in turn: it can bind one address only."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.net import SocketSpec
    from granian.server import Server

    class OnAddresses(Server):
        def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
            self._ssp = SocketSpec(addresses[idx % len(addresses)], port, self.backlog)
            return super()._spawn_worker(idx, target, callback_loader)

    return OnAddresses(
        TARGET,
        address=addresses[0],
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES * len(addresses),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=WEB_GRACE,
        websockets=False,
        log_level=LogLevels.error,
    )


class _Loaded:
    """Hands the loaded application to a forked process, which ends when the server is gone."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self.parent = os.getpid()

    def __call__(self) -> Callable[..., Any]:
        from .worker import end_with_parent

        gone = Event()
        end_with_parent(self.parent, gone)
        Thread(target=_end_when, args=(gone,), daemon=True).start()
        return self.application


def _end_when(gone: Event) -> None:
    gone.wait()
    os.kill(os.getpid(), signal.SIGTERM)


class KeptWorker:
    """The worker's process: started with the server, started again when it dies, ended with the server."""

    def __init__(self) -> None:
        self._ended = Event()
        self._pid = 0
        self._keeper = Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start the worker and keep it."""
        self._keeper.start()

    def end(self) -> None:
        """End it in order, or by force when a job takes too long: its lease lets another worker finish it."""
        self._ended.set()
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._pid:
                with suppress(ProcessLookupError):
                    os.kill(self._pid, number)
            if self._keeper.is_alive():
                self._keeper.join(WORKER_GRACE)

    def _keep(self) -> None:
        pause = 1.0
        while not self._ended.is_set():
            started = monotonic()
            self._pid = _spawn_worker()
            os.waitpid(self._pid, 0)
            self._pid = 0
            self._ended.wait(pause)
            pause = 1.0 if monotonic() - started > 60 else min(pause * 2, 30.0)


def _spawn_worker() -> int:
    """A worker's process id.

    Not by `subprocess`: that waits for a pipe which a web process, forked at the same moment, would hold open.
    In a session of its own: Ctrl-C reaches the server only, which then ends the worker in order.
    """
    words = [sys.executable, "-m", "xiangyun.cli", "worker", "--with-parent", str(os.getpid())]
    return os.posix_spawn(sys.executable, words, os.environ, setsid=True)
