"""Laws of paths: a subtree is one range, a level is a prefix of fixed length, order is the tree's order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyun.units.paths import (
    END,
    FILLER,
    LEVELS,
    SLOT,
    child_path,
    filler_prefixes,
    prefixes,
    slot,
    slots,
    unit_ids,
)

ids = st.integers(1, 36**SLOT - 1)
chains = st.lists(st.tuples(st.integers(1, LEVELS), ids), min_size=1, max_size=LEVELS, unique_by=lambda c: c[0]).map(
    sorted
)
institutions = st.lists(ids, max_size=3)


def path_of_chain(chain: list[tuple[int, int]], below: list[int]) -> str:
    path = ""
    for level, unit_id in chain:
        path = child_path(path, unit_id, level)
    for unit_id in below:
        path = child_path(path, unit_id, None)
    return path


@given(ids, ids)
def test_slots_are_ordered_as_ids(a: int, b: int) -> None:
    assert (slot(a) < slot(b)) == (a < b)
    assert (len(slot(a)), int(slot(a), 36)) == (SLOT, a)


@pytest.mark.parametrize("unit_id", [0, -1, 36**SLOT])
def test_an_id_that_does_not_fit_is_refused(unit_id: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        slot(unit_id)


@given(chains, institutions)
def test_a_path_gives_back_its_units_from_the_top(chain: list[tuple[int, int]], below: list[int]) -> None:
    path = path_of_chain(chain, below)
    assert unit_ids(path) == [unit_id for _, unit_id in chain] + below
    assert len(prefixes(path)) == len(chain) + len(below)
    assert prefixes(path)[-1] == path


@given(chains, institutions)
def test_a_level_is_a_prefix_of_fixed_length(chain: list[tuple[int, int]], below: list[int]) -> None:
    path = path_of_chain(chain, below)
    for level, unit_id in chain:
        assert path[(level - 1) * SLOT : level * SLOT] == slot(unit_id)
    reached = LEVELS if below else chain[-1][0]
    lacking = set(range(1, reached + 1)) - {level for level, _ in chain}
    assert {len(p) // SLOT for p in filler_prefixes(path)} == lacking
    assert [s for s in slots(path) if s != FILLER] == [slot(i) for i in unit_ids(path)]


@given(chains, institutions, chains, institutions)
def test_a_subtree_is_one_range(
    chain: list[tuple[int, int]], below: list[int], other: list[tuple[int, int]], others: list[int]
) -> None:
    path = path_of_chain(chain, below)
    for top in prefixes(path):
        assert top <= path < top + END
    stranger = path_of_chain(other, others)
    for top in prefixes(path):
        assert (top <= stranger < top + END) == stranger.startswith(top)
