"""`python -m bench`: measure, print the table, and write it as a document when asked to."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import machine, report
from bench.cluster import throwaway_postgres
from bench.engines import Engine, PostgresEngine, SqliteEngine
from bench.jobs import board, search, send_return, tree_import
from bench.measuring import Line, Plan
from bench.place import Place

JOBS: dict[str, Callable[[Place, Plan], Iterator[Line]]] = {
    "return": send_return.run,
    "board": board.run,
    "tree": tree_import.run,
    "search": search.run,
}
DATABASES = {"sqlite": ("sqlite",), "postgres": ("postgres",), "both": ("sqlite", "postgres")}


def main(words: list[str]) -> int:
    """Exit status 0 measured, 1 when something was refused."""
    chosen = _arguments(words)
    plan = Plan(chosen.seconds, chosen.rounds, tuple(chosen.connections), chosen.villages)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are ended and folders removed
    facts = machine.facts()
    if left_out := [job for job in JOBS if job not in chosen.jobs]:
        facts.append(f"Left out of this run: {', '.join(left_out)}.")
    lines: list[Line] = []
    places: list[Place] = []
    for name in DATABASES[chosen.database]:
        with TemporaryDirectory(prefix="xiangyun-bench-") as folder, _engine(name, Path(folder)) as engine:
            if engine is None:
                facts.append("PostgreSQL was not measured: it is not installed here.")
                continue
            places.append(Place(engine, Path(folder)))
            lines += _measure(chosen.jobs, places[-1], plan)
    text = report.markdown(plan, facts, lines, places)
    print(text)
    if chosen.markdown:
        chosen.markdown.write_text(text, encoding="utf-8")
    return int(any(lap.refused for line in lines for lap in (*line.product, *line.bare)))


def _measure(jobs: list[str], place: Place, plan: Plan) -> Iterator[Line]:
    for job in jobs:
        for line in JOBS[job](place, plan):
            print(report.in_short(line), file=sys.stderr, flush=True)
            yield line


@contextmanager
def _engine(name: str, folder: Path) -> Iterator[Engine | None]:
    """SQLite in the folder, or PostgreSQL in a cluster made for this run; None when it is not installed."""
    if name == "sqlite":
        yield SqliteEngine(folder)
        return
    with throwaway_postgres(folder / "postgres") as url:
        yield PostgresEngine(url) if url else None


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--jobs", type=lambda text: text.split(","), default=list(JOBS), help=",".join(JOBS))
    parser.add_argument("--seconds", type=float, default=Plan.seconds, help="of each round")
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--connections", type=int, nargs="+", default=list(Plan.connections))
    parser.add_argument("--villages", type=int, default=Plan.villages, help="of the city that sends returns")
    parser.add_argument("--database", choices=DATABASES, default="both")
    parser.add_argument("--markdown", type=Path, help="write the document to this file")
    chosen = parser.parse_args(words)
    if unknown := set(chosen.jobs) - JOBS.keys():
        parser.error(f"no such job: {', '.join(sorted(unknown))}")
    return chosen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
