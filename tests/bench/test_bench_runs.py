"""Every job of the benchmark runs and measures both sides. Nothing here asserts how fast anything is."""

from pathlib import Path

import pytest

from bench import report
from bench.__main__ import JOBS
from bench.engines import engine_of
from bench.measuring import Plan
from bench.place import Place
from tests.servers import database_url

TINY = Plan(seconds=0.5, rounds=1, connections=(1, 2), villages=60, days=120, whole=False)
MEASURED = {  # job: the connections of its lines
    "return": [1, 2],
    "board": [1, 2],
    "tree": [1],
    "search": [1],
}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_measures_both_sides(job: str, tmp_path: Path) -> None:
    place = Place(engine_of(database_url(), tmp_path), tmp_path)
    lines = list(JOBS[job](place, TINY))
    assert [line.connections for line in lines] == MEASURED[job]
    for line in lines:
        sides = (line.product, line.bare)
        assert [len(laps) for laps in sides] == [1, 1]
        assert all(lap.count > 0 and lap.refused == 0 for laps in sides for lap in laps)
    assert report.table(lines).count("\n") == 2 + len(lines)
