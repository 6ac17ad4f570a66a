"""Whatever is changed, in whatever order and for whatever day: on every day the tree is a tree."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.units.conftest import AT, HEADER, SYSTEM, run_import
from xiangyun.core.errors import DomainError
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.undo_change import undo_change
from xiangyun.units.applying import Decree
from xiangyun.units.models import TERRITORIAL, Change, DroppedPlacement, Line, Placement, Succession, Unit
from xiangyun.units.orders import Close, Found, Join, Leave, Mark, Merge, Move, Order, Part, Rename, Reopen, Split
from xiangyun.units.paths import LEVELS, SLOT, parent_path, unit_ids

pytestmark = pytest.mark.django_db
LIST = HEADER + (
    "1,甲市,2,\n2,乙县,3,1\n3,丙县,3,1\n21,子镇,4,2\n22,丑镇,4,2\n31,寅乡,4,3\n"
    "211,一村,5,21\n212,二村,5,21\n221,三村,5,22\n"
)
FIRST = date(2020, 1, 1)
LINE = "culture"
picks = st.integers(0, 40)
days = st.integers(0, 11).map(lambda n: FIRST + timedelta(days=30 * n))
KINDS = ("found", "rename", "move", "merge", "split", "close", "reopen", "mark", "join", "leave", "undo")
steps = st.lists(st.tuples(st.sampled_from(KINDS), days, picks, picks, picks), min_size=8, max_size=20)


def order_of(kind: str, units: list[int], a: int, b: int, c: int) -> Order:
    """An order about units picked by number; many of them cannot be carried out, which is part of the test."""
    one, two = units[a % len(units)], units[b % len(units)]
    match kind:
        case "found":
            return Found(one, f"新{c}", level=3 + c % 3) if c % 4 else Found(one, f"馆{c}", type="library")
        case "rename":
            return Rename(one, f"名{c}")
        case "move":
            return Move(one, two)
        case "merge":
            return Merge((one,), two) if c % 2 else Merge((one, two), None, f"合{c}")
        case "split":
            below = Placement.objects.territorial().filter(above__in=places(one)).values_list("unit", flat=True)
            kept = tuple(sorted(set(below)))[: c % 4]
            return Split(one, (Part(f"分{c}", children=kept),), has_ended=bool(c % 3))
        case "close":
            return Close(one)
        case "reopen":
            return Reopen(one, two if c % 2 else None)
        case "mark":
            return Mark(one, in_use=bool(c % 2))
        case "join":
            return Join(one, LINE, two if c % 2 else None)
        case _:
            return Leave(one, LINE)


def places(unit: int) -> list[str]:
    return list(Placement.objects.of_unit(unit).values_list("path", flat=True))


def rows() -> list[tuple[object, ...]]:
    columns = ("unit", "line", "path", "name", "acting_name", "in_use", "from_on", "to_on")
    return sorted(Placement.objects.values_list(*columns), key=str)


def assert_is_a_tree_on_every_day() -> None:
    found = list(Placement.objects.select_related("unit"))
    for day in {p.from_on for p in found} | {p.to_on for p in found if p.to_on}:
        for line in (TERRITORIAL, LINE):
            there = [p for p in found if p.line == line and p.from_on <= day and (p.to_on is None or day < p.to_on)]
            paths = {p.path for p in there}
            assert len(paths) == len({p.unit_id for p in there}) == len(there), "one place a unit, one unit a place"
            for place in there:
                assert unit_ids(place.path)[-1] == place.unit_id
                assert len(set(unit_ids(place.path))) == len(unit_ids(place.path)), "no cycle"
                assert parent_path(place.path) in paths | {""}, "what is above stands"
                if line == TERRITORIAL:
                    level = place.unit.level
                    long = len(place.path) // SLOT
                    assert long == level if level else long > LEVELS, "the length says the level"


def assert_no_overlap() -> None:
    by_unit = defaultdict(list)
    for unit, line, start, end in Placement.objects.values_list("unit", "line", "from_on", "to_on"):
        by_unit[unit, line].append((start, end or date.max))
    for spans in by_unit.values():
        spans.sort()
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


def assert_succession_is_total() -> None:
    """Whoever was merged has a successor, and a chain of two steps is there as one row."""
    for change in Change.objects.standing().filter(kind__in=["merge", "split"]):
        for touched in change.touched.filter(part="from"):
            assert Succession.objects.filter(change=change, old=touched.unit, steps=1).exists()
    pairs = set(Succession.objects.values_list("old", "new"))
    for one in Succession.objects.all():
        later = Succession.objects.filter(old=one.new, on__gte=one.on, steps=1)
        for two in later.exclude(new=one.old):
            assert (one.old_id, two.new_id) in pairs


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps)
def test_random_changes_keep_every_law_and_can_all_be_taken_back(transactional_rollback: None, steps: list) -> None:
    from django.db import transaction

    with transaction.atomic():
        run_import(LIST.encode())
        Line.objects.create(slug=LINE)
        before, done = rows(), []
        for kind, on, a, b, c in steps:
            units = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
            try:
                if kind == "undo" and done:
                    undone = done[a % len(done)]
                    undo_change(actor=SYSTEM, uid=undone.uid, document="文", at=AT)
                    done.remove(undone)
                else:
                    decree = Decree(on=on, document="文")
                    done.append(change_tree(actor=SYSTEM, order=order_of(kind, units, a, b, c), decree=decree, at=AT))
            except DomainError:
                continue
            assert_is_a_tree_on_every_day()
            assert_no_overlap()
        assert_succession_is_total()
        for change in reversed(done):
            undo_change(actor=SYSTEM, uid=change.uid, document="文", at=AT)
        assert (rows(), Succession.objects.count(), DroppedPlacement.objects.count()) == (before, 0, 0)
        transaction.set_rollback(True)


@pytest.fixture
def transactional_rollback(db: None) -> None:
    """The database of the test; each example rolls itself back."""
