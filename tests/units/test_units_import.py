"""Importing lists that lack a level, hang on another, or meet a tree that is already there."""

import json
import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.units.conftest import DAY, HEADER, OPENS, run_import
from xiangyun.cli import main
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.units.decisions import BadDecisions, Decision
from xiangyun.units.intake import levels_known_to
from xiangyun.units.listing import listing_of
from xiangyun.units.lists import BadList, read_list
from xiangyun.units.models import ListEdition, ListRow, Placement, Unit
from xiangyun.units.queries import ancestors_of, children_of, counts_below, path_of, place_of, roots_on, unit_by_code

pytestmark = pytest.mark.django_db
DONGGUAN = """44,广东省,1,
4401,广州市,2,44
440103,荔湾区,3,4401
440103001,沙面街道,4,440103
440103001001,翠洲社区居委会,5,440103001
4419,东莞市,2,44
441900003,东城街道,4,4419
441900003001,岗贝社区居委会,5,441900003
441900101,石碣镇,4,4419
441900101200,石碣村委会,5,441900101
"""
SHANGHAI = """31,上海市,1,
3101,市辖区,2,31
310101,黄浦区,3,3101
310101002,南京东路街道,4,310101
310101002001,云南中路居委会,5,310101002
"""
REPEATED = """46,海南省,1,
4604,儋州市,2,46
460400,儋州市,3,4604
460400100,那大镇,4,460400
"""
ZONE = """43,湖南省,1,
4304,衡阳市,2,43
430408,蒸湘区,3,4304
430476,高新技术产业园区,3,4304
430476001,华兴街道,4,430476
430476001001,高新社区居委会,5,430476001
430408400,工业园,4,430408
430408400001,园内社区居委会,5,430408400
"""


def csv(*lists: str) -> bytes:
    return (HEADER + "".join(lists)).encode()


def names(path: str) -> list[str]:
    return [u.name for u in children_of(path, DAY)]


def place(code: str) -> str:
    return path_of(unit_by_code(code).pk, DAY)


def up(code: str) -> list[str]:
    return [u.name for u in ancestors_of(place(code), DAY)]


def rows() -> tuple[int, int, int]:
    return Unit.objects.count(), Placement.objects.count(), ListRow.objects.count()


def test_a_city_without_counties_has_its_townships_below_a_filled_place() -> None:
    done = run_import(csv(DONGGUAN))
    assert (done.counts["levels"], done.counts["filler"]) == ({"1": 1, "2": 2, "3": 1, "4": 3, "5": 3}, 1)
    assert names(place("4419")) == ["东城街道", "石碣镇"]
    assert up("441900101200") == ["广东省", "东莞市", "石碣镇"]
    assert {len(place(code)) for code in ("440103001", "441900003")} == {20}, "level 4 is at the same depth"
    assert counts_below(place("4419"), DAY) == {4: 2, 5: 2}
    shown = listing_of("44", "stats", DAY)
    assert (shown.levels, shown.filler, shown.quasi) == ({1: 1, 2: 2, 3: 1, 4: 3, 5: 3}, 1, 0)
    assert (listing_of("4401", "", DAY).filler, listing_of("441900003", "", DAY).filler) == (0, 0)


@pytest.mark.parametrize(
    ("given_list", "dummy", "below", "in_use"),
    [(SHANGHAI, "3101", "310101", {3: 1, 4: 1, 5: 1}), (REPEATED, "460400", "460400100", {2: 1, 4: 1})],
)
def test_a_row_that_only_fills_its_level_is_not_asked_but_what_is_below_is(
    given_list: str, dummy: str, below: str, in_use: dict[int, int]
) -> None:
    run_import(csv(given_list))
    unit = unit_by_code(dummy)
    assert (unit.mark, place_of(unit.pk, DAY).in_use, unit.acting_name) == ("filler", False, "")
    assert place_of(unit_by_code(below).pk, DAY).in_use
    top = roots_on(DAY).get()
    assert counts_below(path_of(top.pk, DAY), DAY) == in_use
    assert listing_of(given_list[:2], "stats", DAY).filler == 1


def test_a_list_may_have_several_roots_and_other_provinces_come_beside() -> None:
    run_import(csv(DONGGUAN, SHANGHAI))
    assert [u.name for u in roots_on(DAY)] == ["上海市", "广东省"]
    run_import(csv(REPEATED))
    assert [u.name for u in roots_on(DAY)] == ["上海市", "广东省", "海南省"]
    assert ListEdition.objects.count() == 2


def test_a_list_without_its_upper_levels_stands_by_itself() -> None:
    run_import(b"code,name,level,parent_code\n430408,\xe8\x92\xb8\xe6\xb9\x98\xe5\x8c\xba,3,\n")
    assert [(u.name, len(u.path)) for u in roots_on(DAY)] == [("蒸湘区", 15)]


def test_a_list_may_hang_on_an_earlier_one_of_its_publisher() -> None:
    upper, lower = DONGGUAN.splitlines(keepends=True)[:7], DONGGUAN.splitlines(keepends=True)[7:]
    run_import(csv(*upper))
    with pytest.raises(BadList):
        read_list(csv(lower[0]))
    found = read_list(csv(lower[0]), lambda codes: levels_known_to("stats", codes))
    assert [row.code for row in found.rows] == ["441900003001"]
    assert main_import(csv(lower[0]), "--opens", "2020-01-01") == 0
    assert up("441900003001") == ["广东省", "东莞市", "东城街道"]


def main_import(data: bytes, *words: str, name: str = "stats") -> int:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        return main(["units", "import", file.name, "--list", name, "--as-of", "2023-06-30", *words])


def test_quasi_units_and_zones_without_decisions() -> None:
    done = run_import(csv(ZONE))
    assert [row.name for row in done.open_questions] == ["高新技术产业园区"]
    assert counts_below(place("4304"), DAY) == {3: 2, 4: 1, 5: 1}
    assert (unit_by_code("430408400").mark, place_of(unit_by_code("430408400001").pk, DAY).in_use) == ("quasi", False)


def test_decisions_mark_place_and_keep() -> None:
    done = run_import(
        csv(ZONE),
        decisions=(
            Decision("430476", "mark", "zone", "不是县级行政区"),
            Decision("430476001", "place", "430408", "由蒸湘区代管"),
            Decision("430408400", "keep", "", "园区设有文化站"),
        ),
    )
    assert done.open_questions == ()
    assert up("430476001001") == ["湖南省", "衡阳市", "蒸湘区", "华兴街道"]
    assert counts_below(place("4304"), DAY) == {3: 1, 4: 2, 5: 2}
    assert names(place("430476")) == []


BAD_DECISIONS = {
    "no such row": Decision("9", "keep", "", "x"),
    "no such action": Decision("430476", "drop", "", "x"),
    "no reason": Decision("430476", "mark", "zone", ""),
    "no such mark": Decision("430476", "mark", "park", "x"),
    "under itself": Decision("430476", "place", "430476", "x"),
    "under its child": Decision("430476", "place", "430476001", "x"),
    "under nothing": Decision("430476", "place", "", "x"),
    "for another kind of import": Decision("430476", "same", "430408", "x"),
}


@pytest.mark.parametrize("kind", BAD_DECISIONS)
def test_a_decision_that_cannot_hold_changes_nothing(kind: str) -> None:
    with pytest.raises(BadDecisions):
        run_import(csv(ZONE), decisions=(BAD_DECISIONS[kind],))
    assert (rows(), ListEdition.objects.count()) == ((0, 0, 0), 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- x",
        "{",
        "list: mca\ndecisions: []",
        "list: stats\ndecisions: {}",
        "list: stats\ndecisions: [3]",
        "list: stats\ndecisions: [{code: 430476, action: keep, reason: x}]",
        'list: stats\ndecisions: [{code: "430476", action: "", reason: ""}]',
        'list: stats\ndecisions: [{code: "430476", action: keep, reason: x, why: y}]',
        'list: stats\ndecisions: [{code: "1", action: keep, reason: x}, {code: "1", action: keep, reason: x}]',
    ],
)
def test_a_decisions_file_that_cannot_be_read_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    assert main_import(csv(ZONE), "--decisions", str(path)) == 2
    assert rows() == (0, 0, 0)


def test_only_an_administrator_imports() -> None:
    with pytest.raises(NotAllowed):
        run_import(csv(ZONE), actor=Actor(name="x", role="officer", unit_id=1))
    assert rows() == (0, 0, 0)


def test_a_dry_run_says_the_same_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main_import(csv(DONGGUAN), "--dry-run", "--json") == 0
    before = json.loads(capsys.readouterr().out)
    assert rows() == (0, 0, 0)
    assert main_import(csv(DONGGUAN), "--json") == 0
    after = json.loads(capsys.readouterr().out)
    assert (before.pop("status"), after.pop("status")) == ("would_import", "imported")
    assert before == after
    assert main_import(csv(DONGGUAN), "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "unchanged"
    assert rows() == (10, 10, 10)


OTHER = "430408002,工业园,4,430408\n430408003,华兴街道,4,430408\n430408004,联合街道,4,430408\n"
"""Another publisher's townships: two have other codes, one of them is elsewhere here, one is not known."""
PLACED = (Decision("430476001", "place", "430408", "代管"), Decision("430476", "mark", "zone", "功能区"))


def test_another_publishers_list_is_matched_by_place_and_name_never_by_code(tmp_path: Path) -> None:
    run_import(csv(ZONE), decisions=PLACED)
    units = Unit.objects.count()
    assert main_import(csv(OTHER), name="mca") == 3
    assert ListRow.objects.filter(edition__publisher="mca").count() == 0
    path = tmp_path / "decisions.yaml"
    path.write_text(
        'list: mca\ndecisions: [{code: "430408004", action: leave_out, reason: 另行核实}]', encoding="utf-8"
    )
    assert main_import(csv(OTHER), "--decisions", str(path), name="mca") == 0
    assert unit_by_code("430408002", "mca") == unit_by_code("430408400", "stats")
    assert unit_by_code("430408003", "mca") == unit_by_code("430476001", "stats")
    assert Unit.objects.count() == units, "no unit was made twice"
    assert main_import(csv(OTHER), name="mca") == 0, "the same again"


def test_a_code_of_two_places_must_name_its_list(capsys: pytest.CaptureFixture[str]) -> None:
    run_import(csv(ZONE, "430408001,华兴街道,4,430408\n430408002,红湘街道,4,430408\n"))
    swapped = "430408001,红湘街道,4,430408\n430408002,华兴街道,4,430408\n"
    assert main_import(csv(swapped), name="mca") == 0
    assert unit_by_code("430408001", "mca") == unit_by_code("430408002", "stats")
    capsys.readouterr()
    assert main(["units", "show", "430408001", "--on", "2023-07-01"]) == 2
    assert "say which with --list" in capsys.readouterr().err
    assert main(["units", "show", "430408001", "--on", "2023-07-01", "--list", "mca"]) == 0


def test_a_person_says_which_place_is_the_same(tmp_path: Path) -> None:
    run_import(csv(ZONE), decisions=PLACED)
    path = tmp_path / "decisions.yaml"
    entry = '{code: "430408004", action: same, value: "430476001", reason: 更名}'
    path.write_text(f"list: mca\ndecisions: [{entry}]", encoding="utf-8")
    assert main_import(csv("430408004,联合街道,4,430408\n"), "--decisions", str(path), name="mca") == 0
    assert unit_by_code("430408004", "mca") == unit_by_code("430476001", "stats")


@st.composite
def random_lists(draw: st.DrawFn) -> list[tuple[str, int, str]]:
    """Code, level, parent of up to 25 rows; any level may be lacking anywhere, several roots."""
    rows: list[tuple[str, int, str]] = []
    for number in range(draw(st.integers(1, 25))):
        above = [row for row in rows if row[1] < 5]
        parent = draw(st.sampled_from([("", 0, ""), *above]))
        level = draw(st.integers(parent[1] + 1, 5))
        rows.append((f"c{number:02}", level, parent[0]))
    return rows


@given(random_lists())
def test_every_imported_tree_is_the_files_tree(found: list[tuple[str, int, str]]) -> None:
    with transaction.atomic():
        run_import(csv(*(f"{code},单位{code},{level},{parent}\n" for code, level, parent in found)))
        parents = {code: parent for code, _, parent in found}
        units = {row.code: row.unit for row in ListRow.objects.select_related("unit")}
        paths = {code: path_of(unit.pk, OPENS) for code, unit in units.items()}
        for code, level, parent in found:
            chain = [parent] if parent else []
            while chain and parents[chain[0]]:
                chain.insert(0, parents[chain[0]])
            assert len(paths[code]) == level * 5
            assert ancestors_of(paths[code], OPENS) == [units[c] for c in chain]
            below = [c for c in sorted(units) if parents[c] == code]
            assert list(children_of(paths[code], OPENS)) == [units[c] for c in below]
        assert list(roots_on(OPENS)) == [units[c] for c in sorted(units) if not parents[c]]
        transaction.set_rollback(True)
