"""Who owes what: selectors as conditions, their counts, and how the counts follow the tree."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import DAY, OPENED, TREE, Cast, plant
from xiangyun.core.errors import BadInput
from xiangyun.notices.counting import count_selector, recount
from xiangyun.notices.models import SelectorCount
from xiangyun.notices.selectors import checked, selectors_reaching, store_selector, under, units_of
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import child_path
from xiangyun.units.queries import path_of

NEXT = DAY + timedelta(days=1)


def village_under(cast: Cast, name: str, above: str) -> Unit:
    unit = Unit.objects.create(kind="division", level=5, name=name, opened_on=OPENED)
    path = child_path(path_of(cast.units[above].pk, DAY), unit.pk, 5)
    Placement.objects.create(unit=unit, path=path, from_on=OPENED)
    return unit


REACHES = {  # definition: the units it reaches
    "villages of the city": (("city", {"level": 5}), {"village", "village2", "neighbour_village", "far_village"}),
    "villages of the county": (("county", {"level": 5}), {"village", "village2", "neighbour_village"}),
    "stations of the county": (("county", {"level": 4}), {"station", "neighbour_station"}),
    "all of a station": (("station", {}), {"station", "village", "village2"}),
}


@pytest.mark.parametrize("case", REACHES)
def test_whom_a_selector_reaches(cast: Cast, case: str) -> None:
    (place, more), names = REACHES[case]
    selector = store_selector(under(cast.units[place].uid, kind="division", **more))
    assert set(units_of(selector, DAY).values_list("name", flat=True)) == names
    by_one = {n for n in TREE if selectors_reaching(cast.units[n].pk, [selector], DAY) == {selector.pk}}
    assert by_one == names


@pytest.mark.parametrize("definition", [{}, {"kind": "planet"}, {"kind": "division", "colour": "red"}])
def test_a_definition_that_means_nothing_is_refused(definition: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        checked(definition)


def test_the_same_definition_is_one_selector_and_counted_once(cast: Cast) -> None:
    definition = under(cast.units["city"].uid, kind="division", level=5)
    selector = store_selector(definition)
    assert count_selector(selector, DAY) == 7  # province, city, two counties, three stations
    assert (store_selector(definition).pk, count_selector(selector, DAY)) == (selector.pk, 0)


def test_counts_follow_the_tree_from_the_day_on(cast: Cast) -> None:
    selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
    count_selector(selector, DAY)
    village_under(cast, "village3", "station")
    assert recount(NEXT) == 4  # station, county, city, province
    assert recount(NEXT) == 0
    rows = SelectorCount.objects.filter(ancestor_id=cast.units["station"].pk).order_by("from_on")
    assert list(rows.values_list("from_on", "to_on", "n")) == [(DAY, NEXT, 2), (NEXT, None, 3)]


class CountsAreSums(TestCase):
    @given(st.lists(st.sampled_from(["station", "neighbour_station", "far_station"]), max_size=6))
    def test_whatever_is_added_the_counts_are_the_number_of_units(self, places: list[str]) -> None:
        cast = Cast()
        plant(cast)
        selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
        count_selector(selector, DAY)
        for n, place in enumerate(places):
            village_under(cast, f"new{n}", place)
            recount(DAY)
        for name, unit in cast.units.items():
            below = units_of(selector, DAY).within(path_of(unit.pk, DAY), DAY).exclude(pk=unit.pk).count()
            counted = SelectorCount.objects.filter(ancestor_id=unit.pk, to_on=None).values_list("n", flat=True)
            assert list(counted) == ([below] if below else []), name


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
def test_the_range_below_is_not_walked_for_each_unit(cast: Cast) -> None:
    selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
    with CaptureQueriesContext(connection) as captured:
        list(units_of(selector, DAY))
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
        plan = [row[3] for row in cursor.fetchall()]
    assert [step for step in plan if "placement_by_path" in step] == []
