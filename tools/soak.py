"""`make soak`: returns are sent while processes are killed (-9); afterwards nothing acknowledged may be lost.

A fresh site serves a made-up city. Clients post nil and full returns through the API under ids of their own, and
send again what was not acknowledged. Meanwhile, after a seeded random number of acknowledged returns each, a web
process, the worker, or everything at once is killed; after the last of these the site is started again. At the end
plain SQL holds the database against the clients' file, and `xiangyun audit verify` recomputes the log.
"""

import argparse
import json
import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from bench.engines import Engine, engine_of
from bench.machine import commit
from bench.site import PATIENCE, Site
from tools.soak_background import BackgroundWork, background_work
from tools.soak_checks import SHOWN, check_all
from tools.soak_clients import Acknowledged, Sender, Tally

KINDS = ("web process", "worker", "everything")
DATABASE = "soak"


@dataclass(frozen=True)
class Plan:
    """How long and with how many. `between` is the most returns acknowledged before the next kill."""

    kills: int = 30
    seed: int = 20200229
    villages: int = 300
    days: int = 60
    clients: int = 6
    between: int = 60


@dataclass(slots=True)
class Outcome:
    """What happened, and what each check found wrong."""

    plan: Plan
    database: str
    sent: list[dict[str, Any]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    ended_by_itself: int = 0
    seconds: float = 0.0
    met: Tally = field(default_factory=Tally)
    audit: dict[str, Any] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.found.values())


def soak(engine: Engine, folder: Path, plan: Plan) -> Outcome:
    """Run it on an engine without the database `soak`, which it leaves behind; the folder is empty."""
    outcome, begun = Outcome(plan, f"{engine.name} {engine.version}"), monotonic()
    engine.make(DATABASE)
    site = Site(engine, folder, DATABASE)
    site.command("migrate")
    world = site.inside("world", str(plan.villages), str(plan.days), "0")
    done = Acknowledged(folder / "acknowledged.jsonl")
    _under_fire(site, world, done, outcome)
    _check(site, done, outcome)
    outcome.seconds = monotonic() - begun
    return outcome


def _under_fire(site: Site, world: dict[str, Any], done: Acknowledged, outcome: Outcome) -> None:
    """Send and kill; at the end every return under way is acknowledged and the site is ended in order."""
    senders = _senders(site, world, done, outcome.plan)
    try:
        site.start()
        for sender in senders:
            sender.thread.start()
        with background_work(site.engine, DATABASE) as work:
            _kill_all_planned(site, done, work, outcome)
            work.stop.set()
            _finish(site, senders, outcome)
            _until(lambda: not work.is_waiting(), site, outcome, "the worker never caught up")
    finally:
        for sender in senders:
            sender.give_up.set()
        site.stop()
    for sender in senders:
        _add(outcome.met, sender.tally)


def _senders(site: Site, world: dict[str, Any], done: Acknowledged, plan: Plan) -> list[Sender]:
    pairs = [{"village": v, "period": p} for p in world["periods"] for v in world["villages"]]
    Random(plan.seed).shuffle(pairs)
    due = deque(pairs)
    addresses = ("127.0.0.1", "localhost")
    return [
        Sender(addresses[n % len(addresses)], site.port, f"{plan.seed} {n}", due, done) for n in range(plan.clients)
    ]


def _kill_all_planned(site: Site, done: Acknowledged, work: BackgroundWork, outcome: Outcome) -> None:
    """Each kind in turn, in a random order; in between, a random number of returns is acknowledged.

    A worker is killed only while it works: killed sooner, it would never have done anything.
    """
    chance, kinds = Random(outcome.plan.seed), []
    for _ in range(outcome.plan.kills):
        kinds = kinds or chance.sample(KINDS, len(KINDS))
        _await(site, done, done.count + chance.randint(1, outcome.plan.between), outcome)
        sleep(chance.random() * 0.05)
        kind = kinds.pop()
        if kind == "worker":
            before = work.done()
            _until(lambda: work.done() > before, site, outcome, "the worker did nothing")  # noqa: B023
        _kill(site, kind, chance)
        outcome.kills[kind] += 1
    _await(site, done, done.count + outcome.plan.between, outcome)


def _kill(site: Site, kind: str, chance: Random) -> None:
    if kind == "everything":
        site.kill_all()
        site.spawn()
        return
    victims = site.worker() if kind == "worker" else site.web()
    end = monotonic() + PATIENCE
    while not victims and monotonic() < end and not site.has_ended():  # it is being started again
        sleep(0.05)
        victims = site.worker() if kind == "worker" else site.web()
    with suppress(ProcessLookupError, IndexError):
        os.kill(chance.choice(victims), signal.SIGKILL)


def _await(site: Site, done: Acknowledged, count: int, outcome: Outcome) -> None:
    """Wait until so many are acknowledged."""
    _until(lambda: done.count >= count, site, outcome, "no more returns were acknowledged")


def _until(holds: Callable[[], bool], site: Site, outcome: Outcome, trouble: str) -> None:
    """Wait; a server that ended by itself is started again, as a site's supervisor would."""
    end = monotonic() + 4 * PATIENCE
    while not holds():
        if site.has_ended():
            outcome.ended_by_itself += 1
            site.spawn()
        if monotonic() > end:
            raise RuntimeError(f"{trouble}: {site.log()[-2000:]}")
        sleep(0.01)


def _finish(site: Site, senders: Sequence[Sender], outcome: Outcome) -> None:
    """Let every client send what it has under way until it is acknowledged."""
    for sender in senders:
        sender.stop.set()
    threads = [sender.thread for sender in senders]
    _until(lambda: not any(t.is_alive() for t in threads), site, outcome, "a return was never acknowledged")


def _add(total: Tally, one: Tally) -> None:
    total.no_answer += one.no_answer
    total.server_errors += one.server_errors
    total.again += one.again
    total.wrong += one.wrong


def _check(site: Site, done: Acknowledged, outcome: Outcome) -> None:
    """Plain SQL on the database at rest, and the log recomputed."""
    sent = outcome.sent = done.read()
    bare = site.engine.connect(DATABASE)
    outcome.found = {"no refusal, no wrong answer": outcome.met.wrong, **check_all(bare, sent)}
    bare.close()
    try:
        outcome.audit = json.loads(site.command("audit", "verify", "--json"))
        problems = [str(problem) for problem in outcome.audit["problems"]]
    except RuntimeError as error:
        problems = [str(error)]
    outcome.found["`xiangyun audit verify`"] = problems


def report(outcome: Outcome) -> str:
    """The outcome in lines that people read."""
    plan, met = outcome.plan, outcome.met
    lines = [
        f"Soak of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, code {commit()}, {outcome.database}",
        f"seed {plan.seed}, {plan.villages} villages x {plan.days} days, {plan.clients} clients,"
        f" {outcome.seconds:.0f} s",
        f"killed with -9: {sum(outcome.kills.values())} times ("
        + ", ".join(f"{kind} {outcome.kills[kind]}" for kind in KINDS)
        + f"); the server ended by itself {outcome.ended_by_itself} times, and was started again",
        f"acknowledged: {len(outcome.sent)} returns; sent again {met.again} times"
        f" (no answer {met.no_answer}, server errors {met.server_errors})",
        f"audit: {outcome.audit.get('sealed')} entries sealed, {outcome.audit.get('unsealed')} not yet",
    ]
    for name, wrong in outcome.found.items():
        lines += [f"{'ok   ' if not wrong else 'WRONG'} {name}" + (f": {len(wrong)}" if wrong else "")]
        lines += [f"        {text}" for text in wrong[:SHOWN]]
    return "\n".join([*lines, "RESULT: " + ("well" if outcome.is_well else "NOT WELL"), ""])


def main(words: list[str]) -> int:
    """Exit status 0 when all is well, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=Plan.kills)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--villages", type=int, default=Plan.villages)
    parser.add_argument("--database-url", default="", help="of a PostgreSQL cluster; SQLite without it")
    parser.add_argument("--output", type=Path, help="add the report to DATE.txt in this folder")
    chosen = parser.parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended and the folder removed
    plan = Plan(kills=chosen.kills, seed=chosen.seed, villages=chosen.villages)
    with TemporaryDirectory(prefix="xiangyun-soak-") as folder:
        engine = engine_of(chosen.database_url, Path(folder))
        engine.drop(DATABASE)  # of a run that was broken off
        try:
            outcome = soak(engine, Path(folder), plan)
        finally:
            engine.drop(DATABASE)
    text = report(outcome)
    print(text, end="")
    if chosen.output:
        chosen.output.mkdir(parents=True, exist_ok=True)
        with (chosen.output / f"{datetime.now(UTC):%Y-%m-%d}.txt").open("a", encoding="utf-8") as out:
            out.write(text + "\n")
    return int(not outcome.is_well)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
