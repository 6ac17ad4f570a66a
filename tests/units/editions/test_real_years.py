"""Hengyang in 2019, 2022 and 2023: the lists applied in their order give each year's tree on its date."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from tests.units.editions.lists import real, real_rows
from tests.units.editions.test_applying import sizes, take
from xiangyun.units.actions.import_list import Imported
from xiangyun.units.decisions import Decision
from xiangyun.units.listing import listing_of
from xiangyun.units.models import ListRow, Placement
from xiangyun.units.queries import ancestors_of, counts_below, path_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
DAYS = {"2019": date(2020, 1, 1), "2022": date(2022, 10, 31), "2023": date(2023, 6, 30)}
AS_OF = {"2019": date(2019, 10, 31), "2022": DAYS["2022"], "2023": DAYS["2023"]}
DECIDED = (
    Decision("430471", "mark", "zone", "不是县级行政区"),
    Decision("430472", "mark", "zone", "不是县级行政区"),
    Decision("430473", "mark", "zone", "不是县级行政区"),
    Decision("430472003", "place", "430408", "由蒸湘区代管"),
)
PLACED = "华兴街道"


@pytest.fixture(scope="module")
def hengyang(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, Imported]]:
    """The three lists, the first held back to 2020-01-01 and decided, guesses accepted; rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield {year: apply(year) for year in DAYS}
        transaction.set_rollback(True)


def apply(year: str) -> Imported:
    decided = DECIDED if year == "2019" else ()
    return take(real(f"hengyang-{year}"), AS_OF[year], *decided, opens_on=DAYS[year], accept=True)


@pytest.mark.parametrize("year", DAYS)
def test_names_parents_and_counts_of_a_day_are_those_of_its_list(hengyang: dict[str, Imported], year: str) -> None:
    listed = {row.code: row for row in real_rows(f"hengyang-{year}")}
    units = dict(ListRow.objects.of_edition(hengyang[year].edition.pk).values_list("unit_id", "code"))
    stands = {unit.pk: unit for unit in tree_on(DAYS[year])}
    above = {unit.path: unit.pk for unit in stands.values()}
    assert stands.keys() == units.keys()
    assert {units[pk]: unit.name for pk, unit in stands.items()} == {code: row.name for code, row in listed.items()}
    parents = {units[pk]: units.get(above.get(unit.path[:-5], 0), "") for pk, unit in stands.items()}
    elsewhere = {c: parents[c] for c, row in listed.items() if parents[c] != row.parent_code}
    assert [(listed[code].name, listed[parent].name) for code, parent in elsewhere.items()] == [(PLACED, "蒸湘区")]
    levels = Counter(unit.level for unit in stands.values())
    assert levels == Counter(row.level for row in listed.values())


def test_counts_in_use_follow_the_lists(hengyang: dict[str, Imported]) -> None:
    path = path_of(unit_by_code("4304").pk, DAYS["2019"])
    counts = {year: counts_below(path, day) for year, day in DAYS.items()}
    assert counts == {
        "2019": {3: 12, 4: 184, 5: 2754},
        "2022": {3: 12, 4: 186, 5: 2764},
        "2023": {3: 12, 4: 186, 5: 2760},
    }


def test_before_the_first_list_nothing_stands(hengyang: dict[str, Imported]) -> None:
    assert list(tree_on(date(2019, 12, 31))) == []
    assert hengyang["2019"].edition.as_of == date(2019, 10, 31)


def test_a_decision_holds_through_the_years_and_codes(hengyang: dict[str, Imported]) -> None:
    """Its zone was 430472 and is 430476 now: the same unit, still out of reach, the street still elsewhere."""
    assert unit_by_code("430472") == unit_by_code("430476")
    street = unit_by_code("430476001")
    assert street == unit_by_code("430472003")
    for day in DAYS.values():
        assert [u.name for u in ancestors_of(path_of(street.pk, day), day)] == ["湖南省", "衡阳市", "蒸湘区"]
    zone = Placement.objects.territorial().filter(unit=unit_by_code("430476").pk)
    assert {place.in_use for place in zone} == {False}


def test_what_became_of_a_place_can_be_told(hengyang: dict[str, Imported]) -> None:
    town = unit_by_code("430422102")
    assert [(s.new.name, s.on) for s in town.successors.all()] == [("向阳桥街道", DAYS["2022"])]
    assert unit_by_code("430422100") == unit_by_code("430422001"), "云集镇 became 云集街道"
    cut_off = unit_by_code("430422002")
    assert [(s.old, s.has_ended) for s in cut_off.predecessors.all()] == [(unit_by_code("430422001"), False)]
    village = unit_by_code("430472003202")
    assert [s.new.name for s in village.successors.all()] == ["华辉村"]


def test_the_same_lists_again_change_nothing(hengyang: dict[str, Imported]) -> None:
    before = sizes()
    assert [apply(year).is_new for year in DAYS] == [False, False, False]
    assert sizes() == before


def test_the_listing_of_the_last_year_is_counted_from_its_own_rows(hengyang: dict[str, Imported]) -> None:
    shown = listing_of("4304", "stats", DAYS["2023"])
    assert (shown.as_of, shown.levels) == (date(2023, 6, 30), {2: 1, 3: 14, 4: 191, 5: 2785})
