"""The soak with small numbers: three kills, one of each kind; then the checks are shown to find what they look for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.engines import Engine, engine_of
from tests.servers import database_url
from tools.soak import DATABASE, Outcome, Plan, report, soak
from tools.soak_checks import check_all

pytestmark = pytest.mark.soak

SMALL = Plan(kills=3, seed=7, villages=40, days=40, clients=4, between=20)
FIRST = "(SELECT MIN(id) FROM returns_return)"
FULL = "(SELECT MIN(r.id) FROM returns_return r WHERE NOT r.nil AND NOT r.on_time)"
UID_OF_FULL = f"(SELECT uid FROM returns_return WHERE id = {FULL})"
UIDS, BODIES = "stored uids = acknowledged uids, each once", "what is stored is what was sent"
WHOLES, FACTS = "no return is half-done", "facts hold the numbers that were sent"
FIGURES, JOBS = "figures (cells and deltas) equal plain counting", "no background job failed"
DAMAGE = {  # what is done to the database behind the product's back: which checks say so
    f"UPDATE returns_return SET uid = '01a20000000070008000000000000000' WHERE id = {FULL}": {UIDS, BODIES, WHOLES},
    f"UPDATE forms_answerversion SET \"values\" = '{{}}' WHERE answer_id = "
    f"(SELECT answer_id FROM returns_return WHERE id = {FULL})": {BODIES},
    f"DELETE FROM forms_answerversion WHERE answer_id = (SELECT answer_id FROM returns_return WHERE id = {FULL})": {
        BODIES, WHOLES,
    },
    f"DELETE FROM core_steptaken WHERE subject_uid = {UID_OF_FULL}": {WHOLES},
    f"DELETE FROM facts_fact WHERE source_uid = {UID_OF_FULL}": {WHOLES, FACTS},
    f"UPDATE facts_fact SET v3 = v3 + 1 WHERE source_uid = {UID_OF_FULL}": {FACTS},
    "INSERT INTO measures_delta (measure_id, grain, period, path, num, den)"
    " SELECT m.id, 'daily', '2020-06-30', p.path, 1, 0 FROM measures_measure m, units_placement p"
    f" WHERE m.name = 'returned' AND p.unit_id = (SELECT unit_id FROM returns_return WHERE id = {FIRST})": {FIGURES},
    "UPDATE jobs_queuedjob SET state = 'failed' WHERE id = (SELECT MIN(id) FROM jobs_queuedjob WHERE state = 'done')": {
        JOBS,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = engine_of(database_url(), tmp_path_factory.mktemp("soak-database"))
    made.drop(DATABASE)
    yield made
    made.drop(DATABASE)


@pytest.fixture(scope="module")
def outcome(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return soak(engine, Path(tmp_path_factory.mktemp("soak-site")), SMALL)


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(outcome: Outcome) -> None:
    assert outcome.is_well, report(outcome)
    assert dict(outcome.kills) == {"web process": 1, "worker": 1, "everything": 1}
    assert len(outcome.sent) > SMALL.between
    assert {one["nil"] for one in outcome.sent} == {True, False}


class _Undo(Exception):
    """Rolls the damage back."""


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_checks_find_damage(engine: Engine, outcome: Outcome, damage: str) -> None:
    bare = engine.connect(DATABASE)
    try:
        with pytest.raises(_Undo), bare.transaction():
            bare.run(damage)
            found = check_all(bare, outcome.sent)
            raise _Undo
    finally:
        bare.close()
    assert {name for name, wrong in found.items() if wrong} == DAMAGE[damage]
