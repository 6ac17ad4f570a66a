"""The real list of Hunan with the shipped decisions, as the first site has it."""

import json
from datetime import date

import pytest

from tests.units.conftest import AT, DAY, HUNAN, OPENS, PACK, SYSTEM, import_hunan, run_import
from xiangyun.audit.models import Entry
from xiangyun.cli import main
from xiangyun.core.errors import NotVisible
from xiangyun.units.actions.import_list import Imported
from xiangyun.units.actions.load_institutions import load_institutions
from xiangyun.units.institutions import read_institutions
from xiangyun.units.listing import listing_of
from xiangyun.units.models import ListDecision, ListEdition, ListRow, Placement, Unit
from xiangyun.units.queries import ancestors_of, children_of, counts_below, path_of, place_of, roots_on, unit_by_code

pytestmark = pytest.mark.django_db
LEVELS = {"1": 1, "2": 14, "3": 134, "4": 2008, "5": 29534}
COUNTIES = "珠晖区、雁峰区、石鼓区、蒸湘区、南岳区、衡阳县、衡南县、衡山县、衡东县、祁东县、耒阳市、常宁市"
QUASI = {"白沙洲工业园", "衡州监狱", "河西开发区", "大浦工业园", "松木工业园"}


def hengyang() -> str:
    return path_of(unit_by_code("4304", "stats").pk, DAY)


def sizes() -> list[int]:
    return [m.objects.count() for m in (Unit, Placement, ListEdition, ListRow, ListDecision, Entry)]


def test_all_rows_become_units_and_the_log_says_so(hunan: Imported) -> None:
    assert hunan.is_new
    assert (hunan.counts["units"], hunan.counts["levels"]) == (31691, LEVELS)
    assert sizes() == [31691, 31691, 1, 31691, 8, 1]
    assert (hunan.edition.as_of, hunan.edition.opens_on) == (date(2023, 6, 30), OPENS)
    entry = Entry.objects.get()
    assert (entry.action, entry.detail["counts"]["levels"]) == ("units.imported", LEVELS)
    assert entry.detail["digest"] == hunan.edition.digest


def test_hengyang_in_use_is_12_186_2760(hunan: Imported) -> None:
    assert counts_below(hengyang(), DAY) == {3: 12, 4: 186, 5: 2760}
    children = list(children_of(hengyang(), DAY))
    assert "、".join(u.name for u in children if u.in_use) == COUNTIES, "in the order of the list"
    assert {u.name: u.mark for u in children if not u.in_use} == {
        "湖南衡阳松木经济开发区": "zone",
        "湖南衡阳高新技术产业园区": "zone",
    }


def test_the_five_quasi_units_are_out_of_use_with_their_villages(hunan: Imported) -> None:
    marked = Unit.objects.within(hengyang(), DAY).filter(mark="quasi")
    assert set(marked.values_list("name", flat=True)) == QUASI
    below = [u for m in marked for u in children_of(path_of(m.pk, DAY), DAY)]
    assert (len(below), {u.in_use for u in below}) == (25, {False})


def test_huaxing_street_stands_under_zhengxiang_with_its_communities(hunan: Imported) -> None:
    street = unit_by_code("430476001", "stats")
    path = path_of(street.pk, DAY)
    assert [u.name for u in ancestors_of(path, DAY)] == ["湖南省", "衡阳市", "蒸湘区"]
    assert (place_of(street.pk, DAY).in_use, street.acting_name) == (True, "华兴街道综合文化站")
    assert counts_below(path, DAY) == {5: 18}
    assert ListRow.objects.get(code="430476001").parent_code == "430476", "the row stays as published"


def test_who_acts_is_filled_for_what_is_in_use(hunan: Imported) -> None:
    acting = {code: unit_by_code(code, "stats").acting_name for code in ("43", "4304", "430482", "430473")}
    assert acting == {
        "43": "湖南省文化和旅游厅",
        "4304": "衡阳市文化旅游广电体育局",
        "430482": "常宁市文化旅游广电体育局",
        "430473": "",
    }
    assert not Placement.objects.in_use().filter(acting_name="").exists()


def test_other_cities_zones_stay_in_use_and_wait_for_a_decision(hunan: Imported) -> None:
    assert [row.code for row in hunan.open_questions] == (
        ["430371", "430372", "430373", "430671", "430771", "430971", "430972", "431171", "431173", "431271"]
    )
    assert place_of(unit_by_code("430371", "stats").pk, DAY).in_use


def test_the_same_file_again_changes_nothing(hunan: Imported) -> None:
    before = sizes()
    again = import_hunan()
    without_decisions = run_import(HUNAN.read_bytes(), as_of=date(2024, 1, 1))
    assert [again.is_new, without_decisions.is_new] == [False, False]
    assert again.edition == hunan.edition
    assert sizes() == before


def test_before_the_opening_date_nothing_stands(hunan: Imported) -> None:
    assert list(roots_on(date(2019, 12, 31))) == []
    with pytest.raises(NotVisible):
        path_of(unit_by_code("4304", "stats").pk, date(2019, 12, 31))


def test_show_prints_the_lists_figures_beside_those_in_use(hunan: Imported, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["units", "show", "4304", "--on", "2020-03-20", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    children = shown.pop("children")
    assert shown == {
        "code": "4304",
        "name": "衡阳市",
        "list": "stats",
        "as_of": "2023-06-30",
        "levels": {"2": 1, "3": 14, "4": 191, "5": 2785},
        "quasi": 5,
        "filler": 0,
        "in_use": {"3": 12, "4": 186, "5": 2760},
    }
    assert children[0] == {"code": "430405", "name": "珠晖区", "level": 3, "in_use": True}
    assert [c["code"] for c in children if not c["in_use"]] == ["430473", "430476"]


def test_show_counts_rows_along_the_files_parents_and_children_along_the_tree(hunan: Imported) -> None:
    shown = listing_of("430408", "stats", DAY)
    assert (shown.levels, shown.in_use) == ({3: 1, 4: 5, 5: 54}, {4: 6, 5: 72})
    assert [c.code for c in shown.children][-1] == "430476001"


@pytest.mark.parametrize("words", [["99"], ["4304", "--list", "mca"], ["4304", "--on", "2019-12-31"]])
def test_show_of_what_is_not_there_is_refused(
    hunan: Imported, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["units", "show", *words, "--json"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.startswith(f"code {words[0]} ")) == ("", True)


def test_the_packs_institutions_load_once(hunan: Imported) -> None:
    found = read_institutions((PACK / "institutions.yaml").read_bytes())
    added = load_institutions(actor=SYSTEM, found=found, opened_on=OPENS, at=AT)
    again = load_institutions(actor=SYSTEM, found=found, opened_on=OPENS, at=AT)
    assert (len(added), again) == (3 + 24 + 8 + 20 + 2, [])
    here = Unit.objects.within(hengyang(), DAY).filter(kind="institution")
    counts = {t: here.filter(type=t).count() for t in ("library", "children_library", "culture_centre", "book_house")}
    assert counts == {"library": 13, "children_library": 1, "culture_centre": 13, "book_house": 20}
    of_the_city = ["衡阳市图书馆", "衡阳市少年儿童图书馆", "衡阳市文化馆"]
    assert [u.name for u in here.filter(is_sample=False).in_list_order()] == of_the_city
    assert [u.name for u in children_of(hengyang(), DAY)][-3:] == [
        "衡阳市图书馆",
        "衡阳市少年儿童图书馆",
        "衡阳市文化馆",
    ]
    assert counts_below(hengyang(), DAY) == {3: 12, 4: 186, 5: 2760}, "institutions are no divisions"
    assert not Placement.objects.filter(unit__kind="receiver").exists()
