"""Closed loops: each of several connections asks again as soon as it was answered; rounds take turns."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from statistics import median, quantiles
from threading import Thread
from time import monotonic, process_time
from typing import Protocol

Reading = Callable[[], tuple[float, float]]
"""Processor seconds so far: of the side's own processes, of the database's."""


class Ended(Exception):
    """There is nothing left to ask for."""


class Asker(Protocol):
    """One connection. `ask` is True for a right answer; `close` ends the connection."""

    def ask(self) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Lap:
    """One round of one side. `waits` are the seconds of each answer; processor seconds are of the whole round."""

    seconds: float
    waits: Sequence[float]
    refused: int = 0
    own_cpu: float = 0.0
    database_cpu: float = 0.0

    @property
    def count(self) -> int:
        """How many were answered rightly."""
        return len(self.waits)

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return self.count / self.seconds


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: both sides of a job at a number of connections, round by round."""

    job: str
    engine: str
    connections: int
    product: list[Lap] = field(default_factory=list)
    bare: list[Lap] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How often bare SQL does it while the product does it once: the median over the rounds."""
        return median(b.rate / p.rate for p, b in zip(self.product, self.bare, strict=True))


@dataclass(slots=True)
class _Loop:
    asker: Asker
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    error: BaseException | None = None

    def run(self, end: float) -> None:
        try:
            while (begun := monotonic()) < end:
                if self.asker.ask():
                    self.waits.append(monotonic() - begun)
                else:
                    self.refused += 1
        except Ended:
            pass
        except BaseException as error:
            self.error = error


def lap(make: Callable[[], Asker], connections: int, seconds: float, reading: Reading) -> Lap:
    """One round with fresh connections, each warmed by one question that is not counted."""
    with ExitStack() as open_ones:
        loops = [_Loop(open_ones.enter_context(closing(make()))) for _ in range(connections)]
        for loop in loops:
            loop.asker.ask()
        before, begun = reading(), monotonic()
        threads = [Thread(target=loop.run, args=(begun + seconds,)) for loop in loops]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took, after = monotonic() - begun, reading()
    for loop in loops:
        if loop.error:
            raise loop.error
    waits = [wait for loop in loops for wait in loop.waits]
    refused = sum(loop.refused for loop in loops)
    return Lap(took, waits, refused, after[0] - before[0], after[1] - before[1])


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: how a connection is made, and what its processes used so far."""

    make: Callable[[], Asker]
    reading: Reading


def in_turns(job: str, engine: str, product: Side, bare: Side, plan: "Plan") -> Iterator[Line]:
    """Rounds A B A B for each number of connections."""
    for connections in plan.connections:
        line = Line(job, engine, connections)
        for _ in range(plan.rounds):
            line.product.append(lap(product.make, connections, plan.seconds, product.reading))
            line.bare.append(lap(bare.make, connections, plan.seconds, bare.reading))
        yield line


@dataclass(frozen=True)
class Plan:
    """How much is measured. `whole` takes the demonstration and the whole list of Hunan, else a small made-up tree."""

    seconds: float = 5.0
    rounds: int = 5
    connections: tuple[int, ...] = (1, 8)
    villages: int = 2760
    days: int = 60
    whole: bool = True


def own_cpu() -> float:
    """Processor seconds of this process so far: the baseline works in it."""
    return process_time()


def percentile(waits: Sequence[float], percent: int) -> float:
    """A percentile in seconds; 0 of nothing."""
    if len(waits) < 2:
        return waits[0] if waits else 0.0
    return quantiles(waits, n=100, method="inclusive")[percent - 1]
