"""The import of a list of units (Hunan: 31,691), beside the same rows by bare `executemany` in one transaction.

Both sides of a round begin with a database that has its tables and nothing in them. The bare side's rows were read
from what the product wrote and lie in memory, so it neither reads nor checks a file.
"""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from bench.engines import Bare, quoted
from bench.inside.world import rows_of
from bench.measuring import Lap, Line, Plan
from bench.place import Place
from bench.site import ROOT, Site

JOB = "the import of {rows:,} units"
EMPTY, TARGET = "bench_tree_empty", "bench_tree"
HUNAN = ROOT / "src" / "xiangyun" / "units" / "data" / "divisions_hunan.csv.gz"
TABLES = (
    "units_listedition",
    "units_listdecision",
    "units_unit",
    "units_placement",
    "units_listrow",
    "audit_entry",
)

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def run(place: Place, plan: Plan) -> Iterator[Line]:
    """One line: a connection, a round per import and side."""
    rows: Rows = {}
    line = Line("", place.engine.name, 1)
    with place.site(EMPTY) as empty:
        empty.command("migrate")
        file = _file(place, plan)
        for _ in range(plan.rounds):
            with place.copy(EMPTY, TARGET):
                line.product.append(_import(place, Site(place.engine, empty.home, TARGET), file))
                rows = rows or _rows(place.engine.connect(TARGET))
            with place.copy(EMPTY, TARGET):
                line.bare.append(_write(place, rows))
    job = JOB.format(rows=len(rows["units_listrow"][1]))
    yield Line(job, line.engine, 1, line.product, line.bare)


def _file(place: Place, plan: Plan) -> Path:
    if plan.whole:
        return HUNAN
    file = place.folder / "made-up.csv"
    file.write_bytes(rows_of(plan.villages))
    return file


def _import(place: Place, site: Site, file: Path) -> Lap:
    before = place.engine.cpu()
    done = site.inside("tree_import", str(file))
    if done["status"] or not done["units"]:
        return Lap(done["seconds"], [], refused=1)
    place.memory.setdefault(JOB.format(rows=done["units"]), []).append(done["megabytes"])
    return Lap(done["seconds"], [done["seconds"]], 0, done["cpu"], place.engine.cpu() - before)


def _rows(bare: Bare) -> Rows:
    found = {}
    for table in TABLES:
        columns = bare.columns(table)
        rows = bare.run(f"SELECT {quoted(columns)} FROM {table} ORDER BY id")
        found[table] = (columns, [tuple(map(bare.storable, row)) for row in rows])
    bare.close()
    return found


def _write(place: Place, rows: Rows) -> Lap:
    bare = place.engine.connect(TARGET)
    before, begun, used = place.engine.cpu(), monotonic(), process_time()
    with bare.transaction():
        for table, (columns, values) in rows.items():
            marks = ", ".join(["%s"] * len(columns))
            bare.run_many(f"INSERT INTO {table} ({quoted(columns)}) VALUES ({marks})", values)
    took = monotonic() - begun
    used = process_time() - used
    bare.close()
    return Lap(took, [took], 0, used, place.engine.cpu() - before)
