"""Looking units up by name, pinyin and code among as many as all of China has, beside the same statements alone.

The product's side is `find` in a process of the site; one answer is one text looked up. The bare side runs all the
statements that the product ran for the same texts; its statements are counted so that both sides count texts.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from time import monotonic, process_time
from typing import Any

from bench.measuring import Lap, Line, Plan
from bench.place import Place
from bench.site import Site

JOB = "looking up among {units:,} units"
SITE = "bench_search"
CHINA = 665_000


def run(place: Place, plan: Plan) -> Iterator[Line]:
    """One line: a connection, rounds in turns over all texts."""
    units = CHINA if plan.whole else plan.villages
    line = Line(JOB.format(units=units), place.engine.name, 1)
    with place.site(SITE) as site:
        site.command("migrate")
        filled = site.inside("search_fill", str(units))
        waits: dict[str, list[float]] = {}
        for _ in range(plan.rounds):
            done = _product(place, site, plan, line)
            line.bare.append(_bare(place, done["statements"], len(done["hits"]), plan.seconds))
            for text, each in done["waits"].items():
                waits.setdefault(text, []).extend(each)
    place.notes.append(
        f"{place.engine.name}: {filled['keys']:,} keys for {units:,} units take {filled['megabytes']:,.0f} MB with"
        f" their index and were made in {filled['seconds']:.0f} s. Median / longest ms of each text: "
        + "; ".join(f"{text} {median(w) * 1000:.1f} / {max(w) * 1000:.1f}" for text, w in waits.items())
        + "."
    )
    yield line


def _product(place: Place, site: Site, plan: Plan, line: Line) -> Any:
    before = place.engine.cpu()
    done = site.inside("search", str(plan.seconds))
    waits = [wait for each in done["waits"].values() for wait in each]
    line.product.append(Lap(done["seconds"], waits, 0, done["cpu"], place.engine.cpu() - before))
    return done


def _bare(place: Place, statements: Sequence[tuple[str, Sequence[Any]]], texts: int, seconds: float) -> Lap:
    bare = place.engine.connect(SITE, as_django=True)
    waits: list[float] = []
    before, begun, used = place.engine.cpu(), monotonic(), process_time()
    while (since := monotonic()) < begun + seconds:
        for sql, values in statements:
            bare.run(sql, values)
        waits += [(monotonic() - since) / texts] * texts
    took, used = monotonic() - begun, process_time() - used
    bare.close()
    return Lap(took, waits, 0, used, place.engine.cpu() - before)
