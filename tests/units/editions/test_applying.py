"""Applying later editions: each day has the tree of its list, and nothing else is touched."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.units.conftest import AT, SYSTEM
from tests.units.editions.lists import as_csv, rows
from tests.units.editions.test_comparing import BEFORE, after
from xiangyun.audit.models import Entry
from xiangyun.cli import main
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict, NotAllowed
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.import_list import Imported, ListConflict, import_list
from xiangyun.units.actions.undo_change import undo_change
from xiangyun.units.applying import Decree
from xiangyun.units.decisions import Decision, read_decisions
from xiangyun.units.intake import OlderEdition, levels_known_to
from xiangyun.units.lists import read_list
from xiangyun.units.models import Change, ListDecision, ListEdition, ListRow, Placement, Succession, Unit
from xiangyun.units.orders import Found, Rename
from xiangyun.units.queries import ancestors_of, children_of, path_of, place_of, unit_by_code

pytestmark = pytest.mark.django_db
FIRST, LATER, LAST = date(2020, 1, 1), date(2022, 10, 31), date(2023, 6, 30)
DAY_BEFORE = date(2022, 10, 30)


def take(
    data: bytes,
    as_of: date,
    *decisions: Decision,
    publisher: str = "stats",
    opens_on: date | None = None,
    accept: bool = False,
    actor: Actor = SYSTEM,
) -> Imported:
    """Import a list as a command would."""
    found = read_list(data, lambda codes: levels_known_to(publisher, codes))
    return import_list(
        actor=actor,
        rows=found.rows,
        publisher=publisher,
        as_of=as_of,
        opens_on=opens_on,
        decisions=decisions,
        digest=found.digest,
        source="test.csv",
        at=AT,
        accept_proposals=accept,
    )


def begin(*more: str) -> None:
    take(as_csv(rows(BEFORE + "\n".join(more))), date(2019, 10, 31), opens_on=FIRST)


def below(code: str, day: date) -> list[str]:
    """Names directly below the unit of a code in the first list."""
    unit = ListRow.objects.filter(code=code).order_by("pk").first()
    assert unit
    return [u.name for u in children_of(path_of(unit.unit_id, day), day)]


def sizes() -> list[int]:
    models = (Unit, Placement, ListEdition, ListRow, ListDecision, Change, Succession, Entry)
    return [model.objects.count() for model in models]


MERGED = (
    ("430422102 廖田镇 4 430422\n", ""),
    ("430422102201 青冲村 5 430422102", "430422100205 青冲村 5 430422100"),
    ("430422102202 曙光村 5 430422102", "430422100206 曙光村 5 430422100"),
)


def test_the_tree_of_each_day_is_that_of_its_list() -> None:
    begin()
    take(as_csv(after(*MERGED, ("怡海村", "怡海社区"), ("茶市镇", "岐山镇"))), LATER, accept=True)
    assert below("430422", DAY_BEFORE) == ["云集镇", "廖田镇", "茶市镇"]
    assert below("430422", LATER) == ["云集镇", "岐山镇"]
    assert below("430422102", DAY_BEFORE) == ["青冲村", "曙光村"]
    assert below("430422100", LATER)[-2:] == ["青冲村", "曙光村"]
    assert below("430422103", LATER) == ["茶兴村", "光辉村", "怡海社区"]
    assert place_of(unit_by_code("430422103203").pk, LATER).acting_name == "怡海社区综合文化服务中心"
    assert place_of(unit_by_code("430422103203").pk, DAY_BEFORE).acting_name == "怡海村综合文化服务中心"


def test_what_was_a_place_is_told_by_its_former_code_and_its_successors() -> None:
    begin()
    take(as_csv(after(*MERGED)), LATER, accept=True)
    gone = unit_by_code("430422102")
    assert [(s.new.name, s.kind, s.has_ended, s.on) for s in gone.successors.all()] == [
        ("云集镇", "merge", True, LATER)
    ]
    assert unit_by_code("430422102201") == unit_by_code("430422100205"), "both codes are the one village"
    changes = Change.objects.of_unit(unit_by_code("430422100205").pk)
    assert [(c.kind, c.said["before"]["parent"], c.edition and c.edition.as_of) for c in changes] == [
        ("move", ["云集镇"], LATER)
    ]


def test_applying_twice_changes_nothing() -> None:
    begin()
    later = as_csv(after(*MERGED))
    done = take(later, LATER, accept=True)
    before = sizes()
    again, first = take(later, LATER, accept=True), take(as_csv(rows(BEFORE)), date(2019, 10, 31), opens_on=FIRST)
    with_other_day = take(as_csv(list(reversed(after(*MERGED)))), LAST)
    assert [done.is_new, again.is_new, first.is_new, with_other_day.is_new] == [True, False, False, False]
    assert sizes() == before


def test_an_older_list_is_refused_unless_nothing_differs() -> None:
    begin()
    take(as_csv(after(("怡海村", "怡海社区"))), LATER)
    with pytest.raises(OlderEdition) as refused:
        take(as_csv(after(("怡海村", "怡海新村"))), date(2021, 10, 31))
    assert refused.value.detail == {"newest": "2022-10-31", "opens_on": "2022-10-31"}
    with pytest.raises(OlderEdition):
        take(as_csv(after(("怡海村", "怡海新村"))), LAST, opens_on=date(2021, 1, 1))
    villages = [r for r in rows(BEFORE) if r.code.startswith("430481")]
    assert not take(as_csv(villages), date(2018, 1, 1)).is_new, "part of it, older, but nothing else in it"


def test_guesses_wait_for_a_person_and_change_nothing_until_then() -> None:
    begin()
    before = sizes()
    with pytest.raises(ListConflict) as held:
        take(as_csv(after(*MERGED)), LATER)
    assert [(d.about, d.code) for d in held.value.differences] == [("merged: what_is_below", "430422102")]
    assert sizes() == before
    take(as_csv(after(*MERGED)), LATER, Decision("430422102", "merge", "430422103", "民政文件"))
    assert [s.new.name for s in unit_by_code("430422102").successors.all()] == ["茶市镇"], "the person's word holds"
    assert ListDecision.objects.get().value == "430422103"


def test_only_what_stood_under_the_files_own_roots_is_touched() -> None:
    begin()
    county = [r for r in rows(BEFORE) if r.code.startswith("430481")]
    take(as_csv([r for r in county if r.name != "和平村"] + rows("430481100202 春江村 5 430481100")), LATER)
    assert below("430481100", LATER) == ["春江村"]
    assert set(Unit.objects.on(DAY_BEFORE)) == set(Unit.objects.exclude(name="春江村"))
    assert Unit.objects.on(LATER).count() == 18


def test_a_file_that_seems_cut_off_must_be_confirmed() -> None:
    many = [f"4304811003{n:02} 甲{chr(0x6000 + n)}村 5 430481100" for n in range(30)]
    begin(*many)
    with pytest.raises(ListConflict) as held:
        take(as_csv(rows(BEFORE)), LATER)
    assert ({d.about for d in held.value.differences}, len(held.value.differences)) == ({"gone: many_gone"}, 30)
    take(as_csv(rows(BEFORE)), LATER, accept=True)
    assert below("430481100", LATER) == ["和平村"]


def test_what_a_person_changed_meanwhile_stays() -> None:
    begin()
    village = unit_by_code("430481100201").pk
    decree = Decree(on=date(2021, 3, 1), document="耒民〔2021〕3号")
    change_tree(actor=SYSTEM, order=Rename(village, "和平新村"), decree=decree, at=AT)
    take(as_csv(after(("怡海村", "怡海社区"))), LATER)
    assert below("430481100", LATER) == ["和平新村"]
    with pytest.raises(ListConflict) as held:
        take(as_csv(after(("和平村", "和兴村"))), LAST)
    assert [(d.about, d.proposal) for d in held.value.differences] == [("conflict: changed_here_too", None)]
    with pytest.raises(ListConflict):
        take(as_csv(after(("和平村", "和兴村"))), LAST, accept=True)
    take(as_csv(after(("和平村", "和兴村"))), LAST, Decision("430481100201", "same", "430481100201", "以名单为准"))
    assert below("430481100", LAST) == ["和兴村"]


def test_a_closed_unit_with_an_institution_is_a_conflict_and_a_merge_hands_it_over() -> None:
    begin()
    order = Found(unit_by_code("430481100201").pk, "和平书屋", type="book_house")
    change_tree(actor=SYSTEM, order=order, decree=Decree(on=FIRST, document="1号"), at=AT)
    later = as_csv(after(("430481100201 和平村 5 430481100", "430481100202 春江村 5 430481100")))
    with pytest.raises(ListConflict) as held:
        take(later, LATER)
    assert [d.about for d in held.value.differences] == ["conflict: holds_others"]
    take(later, LATER, Decision("430481100201", "merge", "430481100202", "并入"))
    assert below("430481100202", LATER) == ["和平书屋"]


def test_leaving_out_and_standing_on_hold_for_the_next_list_too() -> None:
    begin()
    later = [*after(("430481100201 和平村 5 430481100", "")), *rows("430481101 飞地 4 430481")]
    decided = (Decision("430481101", "leave_out", "", "不是乡镇"), Decision("430481100201", "stand", "", "漏列"))
    take(as_csv(later), LATER, *decided)
    next_one = [*later, *rows("430481102 新市镇 4 430481")]
    done = take(as_csv(next_one), LAST)
    assert done.comparison
    assert [(i.kinds, i.name) for i in done.comparison.items] == [(("added",), "新市镇")]
    assert below("430481", LAST) == ["夏塘镇", "新市镇"]
    assert below("430481100", LAST) == ["和平村"]


def test_a_divided_township_goes_on_in_several() -> None:
    begin()
    later = after(
        ("430422102 廖田镇 4 430422\n", ""),
        ("430422102201 青冲村 5 430422102", "430422100205 青冲村 5 430422100"),
        ("430422102202 曙光村 5 430422102", "430422103206 曙光村 5 430422103"),
    )
    take(as_csv(later), LATER, Decision("430422102", "merge", "430422100 430422103", "分属两镇"), accept=True)
    assert [(s.new.name, s.kind) for s in unit_by_code("430422102").successors.order_by("pk")] == [
        ("云集镇", "split"),
        ("茶市镇", "split"),
    ]


def test_a_park_that_becomes_a_street_is_reached_with_its_villages() -> None:
    begin("430422400 白沙洲工业园 4 430422", "430422400001 园内社区居委会 5 430422400")
    later = [
        *rows(BEFORE),
        *rows(
            "430422004 白沙洲街道 4 430422\n430422004001 园内社区居委会 5 430422004\n430422004002 新园村 5 430422004"
        ),
    ]
    take(as_csv(later), LATER, accept=True)
    street, village = unit_by_code("430422004"), unit_by_code("430422004001")
    assert street == unit_by_code("430422400")
    for unit, acts in ((street, "白沙洲街道综合文化站"), (village, "园内社区综合文化服务中心")):
        assert [place_of(unit.pk, day).in_use for day in (DAY_BEFORE, LATER)] == [False, True]
        assert place_of(unit.pk, LATER).acting_name == acts
    assert place_of(unit_by_code("430422004002").pk, LATER).in_use


def test_what_moves_into_a_zone_is_out_of_reach_and_back_again() -> None:
    zone = "430473 松木经济开发区 3 4304"
    take(as_csv(rows(BEFORE + zone)), FIRST, Decision("430473", "mark", "zone", "开发区"))
    moved = after(("430422103 茶市镇 4 430422", "430422103 茶市镇 4 430473"))
    take(as_csv([*moved, *rows(zone)]), LATER)
    town, village = unit_by_code("430422103").pk, unit_by_code("430422103201").pk
    assert [u.name for u in ancestors_of(path_of(town, LATER), LATER)] == ["衡阳市", "松木经济开发区"]
    assert [place_of(u, day).in_use for u in (town, village) for day in (DAY_BEFORE, LATER)] == [True, False] * 2
    take(as_csv([*rows(BEFORE), *rows(zone)]), LAST)
    assert [place_of(u, LAST).in_use for u in (town, village)] == [True, True]


def test_a_change_by_a_list_is_undone_like_any_other() -> None:
    begin()
    take(as_csv(after(("怡海村", "怡海社区"))), LATER)
    change = Change.objects.get(kind="rename")
    assert (change.said["before"], change.said["after"]) == ({"subject": ["怡海村"]}, {"subject": ["怡海社区"]})
    undo_change(actor=SYSTEM, uid=change.uid, document="更正", at=AT)
    assert below("430422103", LATER) == ["茶兴村", "光辉村", "怡海村"]
    assert Placement.objects.filter(unit=unit_by_code("430422103203")).count() == 1


def test_two_publishers_lists_of_the_area_follow_their_own_editions() -> None:
    """The second list's code for a township is its own; what it drops but the first list fills is asked."""
    begin()
    civil = rows("430422110 云集镇 4 430422\n430422111 廖田镇 4 430422\n430422112 茶市镇 4 430422")
    take(as_csv(civil), date(2020, 12, 31), publisher="mca", opens_on=FIRST)
    later = rows("430422110 云集街道 4 430422\n430422112 茶市镇 4 430422")
    with pytest.raises(ListConflict) as held:
        take(as_csv(later), LATER, publisher="mca")
    assert [(d.about, d.code) for d in held.value.differences] == [("conflict: holds_others", "430422111")]
    take(as_csv(later), LATER, Decision("430422111", "stand", "", "统计局仍列"), publisher="mca")
    assert below("430422", LATER) == ["云集街道", "廖田镇", "茶市镇"]
    take(as_csv(after(("怡海村", "怡海社区"))), LAST)
    assert below("430422", LAST) == ["云集街道", "廖田镇", "茶市镇"], "the first list says nothing new of the name"


def test_only_an_administrator_applies() -> None:
    begin()
    with pytest.raises(NotAllowed):
        take(as_csv(after(("怡海村", "怡海社区"))), LATER, actor=Actor(name="x", role="officer", unit_id=1))


def test_what_changed_since_it_was_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    village = unit_by_code("430481100201").pk
    from xiangyun.units.actions import import_list as module

    prepare = module.prepare

    def slow(*args: object, **named: object) -> object:
        found = prepare(*args, **named)  # type: ignore[arg-type]
        decree = Decree(on=FIRST, document="1号")
        change_tree(actor=SYSTEM, order=Rename(village, "和平新村"), decree=decree, at=AT)
        return found

    monkeypatch.setattr(module, "prepare", slow)
    with pytest.raises(Conflict) as refused:
        take(as_csv(after(("怡海村", "怡海社区"))), LATER)
    assert refused.value.reason == "tree_changed_meanwhile"
    assert ListEdition.objects.count() == 1


def test_an_applied_list_is_in_the_log() -> None:
    begin()
    done = take(as_csv(after(*MERGED)), LATER, accept=True)
    entry = Entry.objects.get(action="units.edition_applied")
    assert entry.detail == {
        "list": "stats",
        "as_of": "2022-10-31",
        "opens_on": "2022-10-31",
        "digest": done.edition.digest,
        "changes": {"same": 15, "moved": 2, "recoded": 2, "merged": 1},
        "accepted_proposals": 1,
    }


def command(path: Path, found: Sequence[object] | bytes, *words: str) -> int:
    path.write_bytes(found if isinstance(found, bytes) else as_csv(found))  # type: ignore[arg-type]
    return main(["units", "import", str(path), "--list", "stats", *words])


def test_the_command_previews_asks_and_applies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, decisions = tmp_path / "list.csv", tmp_path / "decisions.yaml"
    assert command(file, rows(BEFORE), "--as-of", "2019-10-31", "--opens", "2020-01-01") == 0
    later = after(*MERGED, ("怡海村", "怡海社区"))
    capsys.readouterr()
    assert command(file, later, "--as-of", "2022-10-31") == 3
    said = capsys.readouterr()
    assert said.err == "1 to decide, 1 of them filled in (--accept-proposals takes these); nothing was changed.\n"
    assert [d.action for d in read_decisions(said.out.encode(), "stats")] == ["merge"]
    decisions.write_text(said.out, encoding="utf-8")
    before = sizes()
    assert command(file, later, "--as-of", "2022-10-31", "--decisions", str(decisions), "--dry-run") == 0
    preview = capsys.readouterr().out
    assert "would_import: list stats of 2022-10-31" in preview
    assert "  reshaped: 衡阳市 衡南县 茶市镇 怡海社区 430422103203 (怡海村)\n" in preview
    assert "  merged: 衡阳市 衡南县 廖田镇 430422102 into 430422100\n" in preview
    assert sizes() == before
    assert command(file, later, "--as-of", "2022-10-31", "--decisions", str(decisions), "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["status"], shown["counts"]["changes"]) == (
        "imported",
        {"same": 14, "reshaped": 1, "moved": 2, "recoded": 2, "merged": 1},
    )
    assert [item["kinds"] for item in shown["items"]] == [
        ["moved", "recoded"],
        ["moved", "recoded"],
        ["reshaped"],
        ["merged"],
    ]
    assert command(file, later, "--as-of", "2022-10-31", "--decisions", str(decisions), "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "unchanged"
    assert command(file, after(("怡海村", "怡海新村")), "--as-of", "2021-10-31") == 2
    assert "only a later one can follow" in capsys.readouterr().err
