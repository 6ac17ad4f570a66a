"""A unit that moves stands where it stood, on every day."""

from datetime import date

import pytest

from tests.units.conftest import AT, HEADER, OPENS, SYSTEM, run_import
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.applying import Decree
from xiangyun.units.orders import Close, Move, Order
from xiangyun.units.queries import children_of, counts_below, path_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
LIST = HEADER + "1,甲市,2,\n2,乙县,3,1\n3,丙县,3,1\n4,丁镇,4,2\n"
BEFORE, AFTER, MOVED = date(2020, 5, 31), date(2020, 6, 1), date(2020, 6, 1)


def do(order: Order) -> None:
    change_tree(actor=SYSTEM, order=order, decree=Decree(on=MOVED, document="文"), at=AT)


def test_children_and_counts_follow_the_day() -> None:
    run_import(LIST.encode())
    old, new, town = (unit_by_code(code) for code in "234")
    do(Move(town.pk, new.pk))
    found = {
        day: [(children_of(path_of(u.pk, day), day).count(), counts_below(path_of(u.pk, day), day)) for u in (old, new)]
        for day in (BEFORE, AFTER)
    }
    assert found == {BEFORE: [(1, {4: 1}), (0, {})], AFTER: [(0, {}), (1, {4: 1})]}
    assert tree_on(BEFORE).count() == tree_on(AFTER).count() == 4
    assert list(tree_on(date(2019, 12, 31))) == []


def test_a_closed_unit_stands_until_its_last_day() -> None:
    run_import(LIST.encode())
    town = unit_by_code("4")
    do(Close(town.pk))
    county = path_of(unit_by_code("2").pk, OPENS)
    assert [children_of(county, day).count() for day in (OPENS, BEFORE, AFTER)] == [1, 1, 0]
    assert [counts_below(county, day) for day in (BEFORE, AFTER)] == [{4: 1}, {}]
