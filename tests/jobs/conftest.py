"""Working a queue empty, and waiting for another process."""

from collections.abc import Callable
from threading import Event
from time import monotonic, sleep

import pytest

from xiangyun.jobs.worker import Worker

PATIENCE = 90.0  # seconds until a test that waits for something gives up


@pytest.fixture
def work() -> Callable[[], None]:
    """Runs due jobs in this process until there are none."""

    def until_idle() -> None:
        worker = Worker(Event())
        while worker.step():
            pass

    return until_idle


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], None]:
    """Waits until something holds."""

    def wait(holds: Callable[[], bool]) -> None:
        end = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < end, "it never came true"
            sleep(0.05)

    return wait
