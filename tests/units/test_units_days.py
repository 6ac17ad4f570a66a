"""A unit that moves stands where it stood, on every day."""

from datetime import date

import pytest

from tests.units.conftest import HEADER, OPENS, run_import
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import child_path
from xiangyun.units.queries import children_of, counts_below, path_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
LIST = HEADER + "1,甲市,2,\n2,乙县,3,1\n3,丙县,3,1\n4,丁镇,4,2\n"
BEFORE, AFTER, MOVED = date(2020, 5, 31), date(2020, 6, 1), date(2020, 6, 1)


def move(unit: Unit, under: Unit) -> None:
    """As the action of a later issue will write it: the old place ends on the day the new one begins."""
    Placement.objects.of_unit(unit.pk).update(to_on=MOVED)
    path = child_path(path_of(under.pk, MOVED), unit.pk, unit.level)
    Placement.objects.create(unit=unit, path=path, name=unit.name, from_on=MOVED)


def test_children_and_counts_follow_the_day() -> None:
    run_import(LIST.encode())
    old, new, town = (unit_by_code(code) for code in "234")
    move(town, new)
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
    Placement.objects.filter(unit=town).update(to_on=MOVED)
    county = path_of(unit_by_code("2").pk, OPENS)
    assert [children_of(county, day).count() for day in (OPENS, BEFORE, AFTER)] == [1, 1, 0]
    assert [counts_below(county, day) for day in (BEFORE, AFTER)] == [{4: 1}, {}]
