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
from xiangyun.notices.models import SelectorCount, Task
from xiangyun.notices.selectors import (
    checked,
    how_many,
    places_of,
    reaching,
    selectors_among,
    selectors_reaching,
    store_selector,
    under,
    units_of,
)
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


MIXED = {"印塘村委会": "station", "火炬社区": "station", "桥头村": "neighbour_station", "城南居民委员会": "far_station"}


def plant_mixed(cast: Cast) -> None:
    """Villages and communities, as their committees are called."""
    for name, above in MIXED.items():
        cast.units[name] = village_under(cast, name, above)


def names(definition: dict[str, object], line: str = "") -> set[str]:
    """Whom a definition means, found three ways that must agree: as units, as places, and counted."""
    selector = store_selector(definition)
    found = set(units_of(selector, DAY).values_list("name", flat=True))
    assert set(places_of(selector, DAY).values_list("name", flat=True)) == found
    assert how_many([definition], DAY) == [len(found)]
    everybody = {unit.pk: unit.name for unit in Unit.objects.all()}
    reached = reaching(everybody, [selector], DAY)
    assert {everybody[pk] for pk, selectors in reached.items() if selectors} == found
    assert selectors_among(list(everybody), [selector], DAY) == ({selector.pk} if found else set())
    return found


def test_a_class_is_read_off_the_name(cast: Cast) -> None:
    plant_mixed(cast)
    city = cast.units["city"].uid
    assert names(under(city, kind="division", classes=["village"])) == {"印塘村委会", "桥头村"}
    assert names(under(city, kind="division", classes=["community"])) == {"火炬社区", "城南居民委员会"}
    assert names(under(cast.units["county"].uid, kind="division", classes=["village", "community"])) == {
        "印塘村委会",
        "火炬社区",
        "桥头村",
    }


def test_who_becomes_another_class_is_reached_as_that_from_the_day_on(cast: Cast) -> None:
    plant_mixed(cast)
    place = Placement.objects.get(unit=cast.units["桥头村"])
    Placement.objects.create(unit=place.unit, path=place.path, name="桥头社区", from_on=NEXT)
    Placement.objects.filter(pk=place.pk).update(to_on=NEXT)
    villages = store_selector(under(cast.units["city"].uid, kind="division", classes=["village"]))
    assert [places_of(villages, day).count() for day in (DAY, NEXT)] == [2, 1]


def test_units_by_name_and_all_but_some(cast: Cast) -> None:
    station, village = (str(cast.units[name].uid) for name in ("station", "village"))
    city = cast.units["city"].uid
    assert names({"kind": "division", "units": [station, village]}) == {"station", "village"}
    assert names(under(city, kind="division", level=5, **{"except": [village]})) == {
        "village2",
        "neighbour_village",
        "far_village",
    }


def test_any_of_several_counts_each_unit_once(cast: Cast) -> None:
    """The county bureaus and two libraries; a station named beside all stations is one of them."""
    city = cast.units["city"].uid
    counties = under(city, kind="division", level=3)
    libraries = under(city, kind="institution", types=["library"])
    assert names({"any": [counties, libraries]}) == {"county", "neighbour_county", "library", "county_library"}
    stations = under(city, kind="division", level=4)
    one = {"kind": "division", "units": [str(cast.units["station"].uid)]}
    assert names({"any": [stations, one]}) == {"station", "neighbour_station", "far_station"}
    other_places = [under(cast.units[name].uid, kind="division", level=5) for name in ("station", "far_station")]
    assert names({"any": other_places}) == {"village", "village2", "far_village"}


def test_any_along_a_professional_line(cast: Cast) -> None:
    library = cast.units["library"].uid
    definition = {"any": [under(library, kind="institution", types=["library"])], "line": "library"}
    assert names(definition) == {"library", "county_library"}
    assert store_selector(definition).definition["line"] == "library"


def test_any_is_counted_below_each_ancestor(cast: Cast) -> None:
    plant_mixed(cast)
    city = cast.units["city"].uid
    parts = [under(city, kind="division", classes=["community"]), under(city, kind="division", level=4)]
    count_selector(store_selector({"any": parts}), DAY)
    assert counted(cast.units["station"])[0][2] == 1
    assert counted(cast.units["county"])[0][2] == 3
    assert counted(cast.units["city"])[0][2] == 5


UID = "0190b5a0-0000-7000-8000-000000000001"


def test_as_many_queries_for_one_selector_as_for_many(cast: Cast) -> None:
    plant_mixed(cast)
    city = cast.units["city"].uid
    parts = [under(city, kind="division", level=level) for level in (3, 4, 5)]
    many = [store_selector(d) for d in (*parts, {"any": parts}, {"kind": "division", "units": [UID]})]
    for selectors in (many[:1], many):
        with CaptureQueriesContext(connection) as captured:
            selectors_reaching(cast.units["village"].pk, selectors, DAY)
            reaching([unit.pk for unit in cast.units.values()], selectors, DAY)
            selectors_among([unit.pk for unit in cast.units.values()], selectors, DAY)
            how_many([selector.definition for selector in selectors], DAY)
        assert len(captured) == 4


def plan_of_query(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        return [row[3] for row in cursor.fetchall()]


UNIONS = {
    "of one place": ("city", "city"),
    "of two places": ("county", "neighbour_county"),
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
@pytest.mark.parametrize("has_statistics", [False, True])
@pytest.mark.parametrize("tops", UNIONS.values(), ids=UNIONS)
def test_a_union_walks_no_range_for_each_unit_and_scans_no_place_beyond_its_ranges(
    cast: Cast, tops: tuple[str, str], has_statistics: bool
) -> None:
    parts = [under(cast.units[top].uid, kind="division", level=n) for top, n in zip(tops, (4, 5), strict=True)]
    selector = store_selector({"any": parts})
    if has_statistics:
        connection.cursor().execute("ANALYZE")
    with CaptureQueriesContext(connection) as captured:
        list(units_of(selector, DAY))
        list(places_of(selector, DAY).values_list("path"))
    by_unit, by_place = (plan_of_query(query["sql"]) for query in captured)
    assert [step for step in by_unit if "placement_by_path" in step] == []
    assert [step for step in by_place if step.startswith("SCAN units_placement")] == []


def test_a_board_of_several_classes_shows_each_once(story: Story) -> None:
    """All stations and the villages of one county, on one board: what is owed is what its list shows."""
    cast, officer = story.cast, story.cast.actors["officer"]
    stations = under(cast.units["city"].uid, kind="division", level=4)
    villages = under(cast.units["county"].uid, kind="division", level=5)
    selector = store_selector({"any": [stations, villages]})
    count_selector(selector, DAY)
    Task.objects.filter(pk=story.daily.pk).update(selector=selector)
    board = board_of(actor=officer, task_uid=story.daily.uid, at=NOON)
    listed = units_behind(actor=officer, period=board.period, unit=board.top.unit, state="owed", day=board.day)
    assert (board.top.owed, sum(row.owed for row in board.rows), listed.count()) == (6, 6, 6)
    glance = next(g for g in glances_of(officer, NOON) if g.task.pk == story.daily.pk)
    assert glance.owed == 6
    at_county = board_of(actor=cast.actors["county"], task_uid=story.daily.uid, at=NOON)
    assert at_county.top.owed == 5
