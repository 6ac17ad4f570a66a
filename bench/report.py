"""The figures as a table that people read."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from bench.measuring import Lap, Line, Plan, percentile
from bench.place import Place

HEAD = (
    "what",
    "database",
    "connections",
    "product /s (lowest–highest)",
    "bare SQL /s (lowest–highest)",
    "product : bare",
    "median / p95 ms",
    "server CPU ms",
    "database CPU ms",
    "bare CPU ms",
    "refused",
)
WORDS = """# Benchmarks

Written by `make bench`; run it again to bring it up to date. {how}

Each number is the median of the rounds; in brackets the lowest and the highest round. The client keeps its
connections over loopback and asks again as soon as it was answered; client, server and database share the
machine. A round of the product is followed by a round of bare SQL that writes or reads the same rows with the
same settings of the database (SQLite: WAL, `synchronous=FULL`; PostgreSQL: as delivered, `fsync` and
`synchronous_commit` on), on the same number of connections. *product : bare* is the median of the ratios of the
rounds. *CPU* is user and system time for each answer: of the server's processes, worker and children included; of
the database's processes (0 for SQLite, which works inside the server); and, for bare SQL, of the process that runs
it together with the database's.
"""


def markdown(plan: Plan, facts: Iterable[str], lines: Sequence[Line], places: Sequence[Place]) -> str:
    """The whole document."""
    how = f"This one: {plan.rounds} rounds of {plan.seconds:g} s a side (an import: one import a round)."
    versions = [f"{place.engine.name} {place.engine.version}." for place in places]
    parts = [WORDS.format(how=how), _list([*facts, *versions]), table(lines), *_beside(places)]
    return "\n".join(parts)


def table(lines: Iterable[Line]) -> str:
    """The lines of all jobs."""
    rows = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    rows += ["| " + " | ".join(_cells(line)) + " |" for line in lines]
    return "\n".join(rows) + "\n"


def in_short(line: Line) -> str:
    """A line while the run goes on."""
    return f"{line.engine}, {line.job}, {line.connections}: {_rate(line.product)} /s, bare {_rate(line.bare)} /s"


def _cells(line: Line) -> list[str]:
    waits = [wait for lap in line.product for wait in lap.waits]
    return [
        line.job,
        line.engine,
        str(line.connections),
        _rate(line.product),
        _rate(line.bare),
        f"1 : {line.ratio:.1f}",
        f"{percentile(waits, 50) * 1000:.1f} / {percentile(waits, 95) * 1000:.1f}",
        _each(line.product, lambda lap: lap.own_cpu),
        _each(line.product, lambda lap: lap.database_cpu),
        _each(line.bare, lambda lap: lap.own_cpu + lap.database_cpu),
        str(sum(lap.refused for lap in (*line.product, *line.bare))),
    ]


def _rate(laps: Sequence[Lap]) -> str:
    rates = [lap.rate for lap in laps]
    return f"{_number(median(rates))} ({_number(min(rates))}–{_number(max(rates))})"


def _each(laps: Sequence[Lap], seconds: Callable[[Lap], float]) -> str:
    return f"{median(seconds(lap) / max(1, lap.count) for lap in laps) * 1000:.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _beside(places: Iterable[Place]) -> list[str]:
    """Memory, starts and notes."""
    found = []
    for place in places:
        found += [
            f"{w.engine}, {w.when}: the server with its {w.web_processes} web processes {w.web:.0f} MB,"
            f" the worker {w.worker:.0f} MB (PSS)."
            for w in place.weights
        ]
        found += [
            f"{place.engine.name}, {job}: at most {median(each):.0f} MB in the importing process (median)."
            for job, each in place.memory.items()
        ]
        found += [
            f"{place.engine.name}, `xiangyun serve` to its first page ({name}, {len(each)} starts, the system's"
            f" file cache warm): {median(each):.1f} s (median)."
            for name, each in place.starts.items()
        ]
        found += place.notes
    return ["## Memory, starts, notes\n", _list(found)] if found else []


def _list(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)
