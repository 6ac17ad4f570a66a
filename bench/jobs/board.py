"""The board of the daily task at city level, opened by the officer who is signed in, beside the SELECTs it needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bench.client import Client
from bench.engines import Bare
from bench.measuring import Line, Plan, Side, in_turns
from bench.place import Place
from bench.site import Site

JOB = "the city's board"
SITE = "bench_board"
STARTS = 3
READ: Mapping[str, Callable[[Any], Any]] = {
    "": lambda value: value,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "uuid": UUID,
}


def run(place: Place, plan: Plan) -> Iterator[Line]:
    """Lines for each number of connections; the site is started several times for the figure of the start."""
    with place.site(SITE) as site:
        officer, what = _fill(site, plan)
        seen = site.inside("board", officer)
        place.notes.append(
            f"{place.engine.name}: {JOB} shows {seen['rows']} rows and {seen['returned']} returns of {what};"
            f" the baseline runs its {len(seen['statements'])} SELECTs."
        )
        for _ in range(STARTS - 1 if plan.whole else 0):
            with place.served(site):
                pass
        with place.served(site):
            statements = [(sql, [READ[kind](v) for kind, v in values]) for sql, values in seen["statements"]]
            product = Side(lambda: Visitor(site.port, seen["path"], seen["cookie"]), place.reading(site))
            bare = Side(lambda: Reader(place.engine.connect(SITE, as_django=True), statements), place.bare_reading())
            yield from in_turns(JOB, place.engine.name, product, bare, plan)
            place.weigh(site, "after the board was opened")


def _fill(site: Site, plan: Plan) -> tuple[str, str]:
    """The demonstration, or a small made-up city; gives who opens the board, and what it is in words."""
    site.command("migrate")
    if plan.whole:
        site.command("demo", "load")
        return "officer", "the demonstration's newest day"
    world = site.inside("world", str(plan.villages), "3", "80")
    return world["officer"], f"a made-up city of {plan.villages} villages"


class Visitor:
    """Opens the page."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        self.client, self.path, self.headers = Client(port), path, {"Cookie": cookie}

    def ask(self) -> bool:
        """Whether the page came."""
        return self.client.get(self.path, self.headers)[0] == 200

    def close(self) -> None:
        self.client.close()


class Reader:
    """Runs the statements and fetches all rows."""

    def __init__(self, bare: Bare, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
        self.bare, self.statements = bare, statements

    def ask(self) -> bool:
        """True: whatever fails is raised."""
        for sql, values in self.statements:
            self.bare.run(sql, values)
        return True

    def close(self) -> None:
        self.bare.close()
