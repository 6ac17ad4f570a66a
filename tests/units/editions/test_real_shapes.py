"""Real lists of awkward shape: what they count, and that they follow their later editions."""

from collections import Counter
from datetime import date

import pytest

from tests.units.editions.lists import real, real_rows
from tests.units.editions.test_applying import take
from xiangyun.units.models import Placement
from xiangyun.units.queries import counts_below, path_of, place_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
SHAPES = {
    "dongguan-2019": ("4419", "441900"),
    "hubei-without-city-2021": ("42", "4290"),
    "danzhou-2020": ("4604", "460400"),
    "beijing-two-districts-2020": ("11", "1101"),
}
"""The unit to count below, and the row that only fills its level."""


@pytest.mark.parametrize("name", SHAPES)
def test_bodies_are_counted_without_parks_and_without_rows_that_only_fill_a_level(name: str) -> None:
    top, filler = SHAPES[name]
    day = date(2020, 1, 1)
    take(real(name), day)
    assert (unit_by_code(filler).mark, place_of(unit_by_code(filler).pk, day).in_use) == ("filler", False)
    assert counts_below(path_of(unit_by_code(top).pk, day), day) == plainly(name, top, filler)


def plainly(name: str, top: str, filler: str) -> dict[int, int]:
    """Rows below a code by level, without the filler and without parks (400 to 599) and what stands in them."""
    rows = [row for row in real_rows(name) if row.code.startswith(top) and row.code not in {top, filler}]
    bodies = [row for row in rows if row.level < 4 or not 400 <= int(row.code[6:9]) <= 599]
    return dict(Counter(row.level for row in bodies))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("dongguan-2019", "dongguan-2023"),
        ("hubei-without-city-2021", "hubei-without-city-2022"),
        ("beijing-two-districts-2020", "beijing-two-districts-2021"),
    ],
)
def test_they_follow_their_later_editions(first: str, second: str) -> None:
    take(real(first), date(2020, 1, 1))
    later = date(2023, 1, 1)
    take(real(second), later, accept=True)
    assert Counter(u.name for u in tree_on(later)) == Counter(row.name for row in real_rows(second))
    assert Counter(u.name for u in tree_on(date(2022, 12, 31))) == Counter(row.name for row in real_rows(first))
    missing = Placement.objects.on(later).filter(in_use=True, acting_name="")
    assert not missing.exists()
