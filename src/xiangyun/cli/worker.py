"""`xiangyun worker`: run only the worker, until told to stop."""

import argparse
import os
import signal
import sys
from threading import Event, Thread


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `worker`."""
    parser.add_argument("--with-parent", type=int, metavar="PID", help="stop when this parent process is gone")


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
        end_with_parent(arguments.with_parent, stop)
    run_worker(stop)
    return 0


def end_with_parent(parent: int, stop: Event, every: float = 1.0) -> None:
    """Set `stop` once this process is an orphan: its supervisor was killed and nobody else would end it."""

    def watch() -> None:
        while os.getppid() == parent and not stop.wait(every):
            pass
        stop.set()

    Thread(target=watch, daemon=True).start()
