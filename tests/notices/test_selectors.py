"""Who owes what: selectors as conditions, their counts, and how the counts follow the tree."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import DAY, NOON, OPENED, TREE, Cast, Story, plant
from xiangyun.core.clock import instant
from xiangyun.core.errors import BadInput
from xiangyun.notices.closing import close_periods
from xiangyun.notices.counting import count_selector, recount, valid_on
from xiangyun.notices.models import SelectorCount
from xiangyun.notices.selectors import checked, selectors_reaching, store_selector, under, units_of
from xiangyun.returns.board import board_of
from xiangyun.returns.glance import glances_of
from xiangyun.returns.lists import units_behind
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import child_path
from xiangyun.units.queries import path_of

NEXT = DAY + timedelta(days=1)


def village_under(cast: Cast, name: str, above: str, opened: date = OPENED) -> Unit:
    unit = Unit.objects.create(kind="division", level=5, name=name)
    path = child_path(path_of(cast.units[above].pk, DAY), unit.pk, 5)
    Placement.objects.create(unit=unit, path=path, name=name, from_on=opened)
    return unit


def counted(unit: Unit) -> list[tuple[date, date | None, int]]:
    """The counts kept for a unit: from, to, how many."""
    rows = SelectorCount.objects.filter(ancestor_id=unit.pk).order_by("from_on")
    return list(rows.values_list("from_on", "to_on", "n"))


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
    assert count_selector(selector, DAY)
    assert SelectorCount.objects.count() == 7  # province, city, two counties, three stations
    assert (store_selector(definition).pk, count_selector(selector, DAY)) == (selector.pk, False)


def test_counts_follow_the_tree_from_the_day_on(cast: Cast) -> None:
    selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
    count_selector(selector, DAY)
    village_under(cast, "village3", "station")
    assert (recount(NEXT), recount(NEXT)) == (1, 0)
    assert counted(cast.units["station"]) == [(OPENED, NEXT, 2), (NEXT, None, 3)]
    assert counted(cast.units["far_station"]) == [(OPENED, None, 1)]


def test_what_opens_later_counts_from_then_on_without_another_look(cast: Cast) -> None:
    selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
    count_selector(selector, DAY)
    opened = DAY + timedelta(days=10)
    village_under(cast, "village3", "station", opened)
    recount(DAY)
    assert counted(cast.units["station"]) == [(OPENED, opened, 2), (opened, None, 3)]


def test_what_was_there_already_counts_for_periods_still_open_and_for_no_closed_one(story: Story) -> None:
    """On the third day the first day's period has closed; the second day's is due but still open."""
    village_under(story.cast, "village3", "station")
    close_periods(at=instant(DAY - timedelta(days=1), time(17, 0)))
    recount(DAY)
    assert counted(story.cast.units["station"]) == [
        (OPENED, DAY - timedelta(days=1), 2),
        (DAY - timedelta(days=1), None, 3),
    ]


ADDED = st.tuples(st.sampled_from(["station", "neighbour_station", "far_station"]), st.integers(-20, 20))


class CountsAreSums(TestCase):
    @settings(max_examples=25)
    @given(st.lists(ADDED, max_size=5), st.integers(0, 25))
    def test_whatever_is_added_on_whatever_day_the_counts_are_the_number_of_units(
        self, added: list[tuple[str, int]], later: int
    ) -> None:
        cast = Cast()
        plant(cast)
        selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
        count_selector(selector, DAY)
        for n, (place, opened) in enumerate(added):
            village_under(cast, f"new{n}", place, DAY + timedelta(days=opened))
            recount(DAY)
        day = DAY + timedelta(days=later)
        for name, unit in cast.units.items():
            below = units_of(selector, day).within(path_of(unit.pk, day), day).exclude(pk=unit.pk).count()
            kept = SelectorCount.objects.filter(valid_on(day), ancestor_id=unit.pk).values_list("n", flat=True)
            assert list(kept) == ([below] if below else []), name


def test_what_a_board_says_is_owed_is_what_its_list_shows(story: Story) -> None:
    """For the period of each day, those before units were added included, while it is open."""
    cast, officer = story.cast, story.cast.actors["officer"]
    village_under(cast, "village3", "station")
    village_under(cast, "village4", "far_station", DAY)
    recount(DAY)
    found = {}
    for key in ("2020-03-18", "2020-03-19", "2020-03-20"):
        board = board_of(actor=officer, task_uid=story.daily.uid, at=NOON, period=key)
        listed = units_behind(actor=officer, period=board.period, unit=board.top.unit, state="owed", day=board.day)
        found[key] = (board.top.owed, sum(row.owed for row in board.rows), listed.count())
    assert found == {"2020-03-18": (5, 5, 5), "2020-03-19": (5, 5, 5), "2020-03-20": (6, 6, 6)}
    glance = next(g for g in glances_of(officer, NOON) if g.task.pk == story.daily.pk)
    assert glance.owed == 6


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
@pytest.mark.parametrize("has_statistics", [False, True])
def test_the_range_below_is_not_walked_for_each_unit(cast: Cast, has_statistics: bool) -> None:
    selector = store_selector(under(cast.units["city"].uid, kind="division", level=5))
    with connection.cursor() as cursor:
        if has_statistics:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as captured:
            list(units_of(selector, DAY))
        cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
        plan = [row[3] for row in cursor.fetchall()]
    assert [step for step in plan if "placement_by_path" in step] == []
