"""`xiangyun worker`: run only the worker, until told to stop."""

import argparse
import os
import signal
import sys
from threading import Event, Thread


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `worker`."""
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it is gone")


def run(arguments: argparse.Namespace) -> int:
    """Works until SIGTERM or SIGINT, finishing the job under way; 2 when the database may not be used."""
    from xiangyun.jobs.worker import run_worker

    from .readiness import make_ready

    if problems := make_ready():
        print("\n".join(problems), file=sys.stderr)
        return 2
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if arguments.with_parent:
        end_with_parent(stop)
    run_worker(stop)
    return 0


def end_with_parent(stop: Event, every: float = 1.0) -> None:
    """Set `stop` once this process is an orphan: its supervisor was killed and nobody else would end it."""
    parent = os.getppid()

    def watch() -> None:
        while not stop.wait(every):
            if os.getppid() != parent:
                stop.set()

    Thread(target=watch, daemon=True).start()
