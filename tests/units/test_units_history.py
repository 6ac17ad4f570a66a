"""A unit through time: where it stood on which day, what changed it, who took over from whom, and finding it by all."""

from datetime import date

import pytest

from tests.units.conftest import AT, HEADER, OPENS, SYSTEM, run_import
from xiangyun.core.actor import Actor
from xiangyun.search.models import SearchKey
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.undo_change import undo_change
from xiangyun.units.applying import Decree
from xiangyun.units.finding import Below, find_units, index_edition
from xiangyun.units.following import call_by_todays_names
from xiangyun.units.history import (
    chain_of,
    changes_of,
    changes_within,
    families_of,
    life_of,
    standing_then,
    with_units,
)
from xiangyun.units.models import TERRITORIAL, Change, Line, ListEdition, Unit
from xiangyun.units.orders import Close, Join, Merge, Order, Part, Rename, Reopen, Split
from xiangyun.units.queries import path_of, unit_by_code

pytestmark = pytest.mark.django_db
LIST = HEADER + (
    "4304,衡阳市,2,\n430426,祁东县,3,4304\n430482,常宁市,3,4304\n"
    "430426101,归阳镇,4,430426\n430426102,河洲镇,4,430426\n430482101,长坪乡,4,430482\n"
    "430426101201,印塘村,5,430426101\n430426101202,幸福村,5,430426101\n430426102201,和平村,5,430426102\n"
)
MAY, JUNE, JULY, TODAY = date(2020, 5, 1), date(2020, 6, 15), date(2020, 7, 1), date(2020, 3, 20)


@pytest.fixture(autouse=True)
def tree() -> None:
    run_import(LIST.encode())
    index_edition(edition=ListEdition.objects.get().pk)


def named(name: str) -> Unit:
    return Unit.objects.get(name=name)


def do(order: Order, on: date = JUNE) -> Change:
    return change_tree(actor=SYSTEM, order=order, decree=Decree(on=on, document="文"), at=AT)


def found(text: str, day: date = TODAY, actor: Actor = SYSTEM) -> list[str]:
    return [f.unit.name for f in find_units(actor, text, day, 10)]


def test_a_life_of_several_spans_says_the_nearest_day() -> None:
    unit = named("印塘村")
    do(Close(unit.pk), MAY)
    do(Reopen(unit.pk), JULY)
    life = life_of(SYSTEM, unit.uid)
    assert life is not None
    days = (date(2019, 1, 1), OPENS, date(2020, 5, 10), date(2020, 6, 20), JULY)
    assert [bool(life.places_on(day)) for day in days] == [False, True, False, False, True]
    assert [life.nearest_day(day) for day in (days[0], days[2], days[3])] == [OPENS, date(2020, 4, 30), JULY]
    assert [life.has_begun(day) for day in days] == [False, True, True, True, True]


def test_there_is_no_life_for_a_visitor() -> None:
    assert life_of(Actor.visitor(), named("印塘村").uid) is None


def test_families_in_every_line_on_a_day() -> None:
    Line.objects.create(slug="culture", label={"zh-Hans": "文化馆"})
    do(Join(named("祁东县").pk, "culture"), MAY)
    do(Join(named("归阳镇").pk, "culture", named("祁东县").pk), JUNE)
    life = life_of(SYSTEM, named("归阳镇").uid)
    assert life is not None and life.labels == {"culture": {"zh-Hans": "文化馆"}}
    shown = {
        line: ([u.name for u in family.above], [u.name for u in family.below])
        for line, family in families_of(life.places_on(JULY), JULY).items()
    }
    assert shown == {TERRITORIAL: (["衡阳市", "祁东县"], ["印塘村", "幸福村"]), "culture": (["祁东县"], [])}
    assert list(families_of(life.places_on(MAY), MAY)) == [TERRITORIAL]
    assert families_of({}, MAY) == {}


def test_a_chain_of_merges_and_a_split_reads_both_ways() -> None:
    first, second = named("印塘村"), named("幸福村")
    do(Merge((first.pk, second.pk), name="印福村"), MAY)
    middle = named("印福村")
    do(Split(middle.pk, (Part(name="印村"), Part(name="福村"))), JULY)
    last = named("福村")
    assert [(s.new.name, s.on, s.steps) for s in chain_of(first.pk).after] == [
        ("印福村", MAY, 1), ("印村", JULY, 2), ("福村", JULY, 2),
    ]  # fmt: skip
    assert sorted((s.old.name, s.steps) for s in chain_of(last.pk).before) == [
        ("印塘村", 2), ("印福村", 1), ("幸福村", 2),
    ]  # fmt: skip
    assert [u.name for u in standing_then(chain_of(last.pk), OPENS)] == ["印塘村", "幸福村"]
    assert [u.name for u in standing_then(chain_of(last.pk), JUNE)] == ["印福村"]
    assert [u.name for u in standing_then(chain_of(first.pk), JULY)] == ["印村", "福村"]
    assert standing_then(chain_of(named("归阳镇").pk), JULY) == []


def test_the_changes_of_a_unit_with_their_units_and_what_was_undone() -> None:
    town = named("归阳镇")
    renamed = do(Rename(town.pk, "归阳街道"), MAY)
    do(Merge((named("河洲镇").pk,), town.pk), JUNE)
    undo_change(actor=SYSTEM, uid=renamed.uid, document="撤", at=AT)
    told = [
        (h.change.kind, h.undone_by is not None, {part: [u.pk for u in units] for part, units in h.units.items()})
        for h in changes_of(town.pk)
    ]
    assert told == [
        ("merge", False, {"from": [named("河洲镇").pk], "into": [town.pk]}),
        ("undo", False, {"subject": [town.pk]}),
        ("rename", True, {"subject": [town.pk]}),
    ]
    assert [h.change.pk for h in with_units(list(Change.objects.order_by("pk")))] == list(
        Change.objects.order_by("pk").values_list("pk", flat=True)
    )


def test_changes_are_those_of_the_own_subtree_now_or_then() -> None:
    do(Rename(named("归阳镇").pk, "归阳街道"))
    do(Rename(named("长坪乡").pk, "长坪镇"))
    county, city = named("祁东县"), named("衡阳市")
    actors = {u.name: Actor(name="x", unit_id=u.pk, paths=(path_of(u.pk, OPENS),)) for u in (county, city)}
    seen = {name: [c.said["after"]["subject"][0] for c in changes_within(actor)] for name, actor in actors.items()}
    assert seen == {"祁东县": ["归阳街道"], "衡阳市": ["长坪镇", "归阳街道"]}
    assert list(changes_within(Actor.visitor())) == []


def test_a_unit_is_found_by_its_names_then_and_now() -> None:
    town = named("归阳镇")
    do(Rename(town.pk, "桂阳镇"), date(2020, 3, 1))
    assert [found(text) for text in ("桂阳", "归阳", "guiyang", "gyz", "430426101")] == [["桂阳镇"]] * 4 + [
        ["桂阳镇", "印塘村", "幸福村"]
    ]
    one = find_units(SYSTEM, "归阳", TODAY, 5)[0]
    assert (one.by_name, one.is_former, one.above) == ("归阳镇", True, ["衡阳市", "祁东县"])
    code = find_units(SYSTEM, "430426101", TODAY, 1)[0]
    assert code.by_code == ("stats", "430426101")
    assert find_units(SYSTEM, "归阳", date(2020, 2, 1), 5)[0].unit.name == "归阳镇"


def test_changing_trap_sounds_and_scripts() -> None:
    assert [found(text) for text in ("changping", "cpx", "長坪", "长坪乡", "zhangping")] == [["长坪乡"]] * 4 + [[]]


def test_what_has_ended_leads_to_its_successor_that_stands() -> None:
    do(Merge((named("河洲镇").pk,), named("归阳镇").pk), date(2020, 2, 1))
    one = find_units(SYSTEM, "河洲", TODAY, 5)[0]
    assert (one.has_ended, [u.name for u in one.successors]) == (True, ["归阳镇"])
    before = find_units(SYSTEM, "河洲", date(2020, 1, 10), 5)[0]
    assert (before.has_ended, before.successors) == (False, [])


def test_undoing_takes_a_name_out_of_the_search() -> None:
    change = do(Rename(named("归阳镇").pk, "桂阳镇"), date(2020, 3, 1))
    undo_change(actor=SYSTEM, uid=change.uid, document="撤", at=AT)
    assert (found("桂阳"), found("归阳")) == ([], ["归阳镇"])


def test_a_name_of_a_coming_day_is_found_and_becomes_the_name_on_that_day() -> None:
    do(Rename(named("归阳镇").pk, "桂阳镇"), JULY)
    assert found("桂阳") == ["归阳镇"]
    assert found("桂阳", JULY) == ["桂阳镇"]
    call_by_todays_names([named("归阳镇").pk], JULY)
    assert [f.by_name for f in find_units(SYSTEM, "归阳", JULY, 5)] == ["归阳镇"]


def test_two_words_look_below() -> None:
    assert (found("河洲 和平"), found("归阳 和平")) == (["和平村"], [])
    below = Below(TODAY)
    top = [named("归阳镇").pk]
    everyone = list(Unit.objects.values_list("pk", flat=True))
    inside = {named(n).pk for n in ("归阳镇", "印塘村", "幸福村")}
    assert set(below.below(top, 100)) == set(below.among(top, everyone)) == inside
    assert len(below.below(top, 2)) == 2
    assert below.below([], 5) == []


def test_a_visitor_finds_nothing() -> None:
    assert SearchKey.objects.exists()
    assert found("归阳", actor=Actor.visitor()) == []


def test_a_code_of_another_list_names_that_list() -> None:
    run_import((HEADER + "4304,衡阳市,2,\n430426,祁东县,3,4304\n430426555,归阳镇,4,430426\n").encode(), publisher="mca")
    index_edition(edition=ListEdition.objects.get(publisher="mca").pk)
    one = find_units(SYSTEM, "430426555", TODAY, 5)[0]
    assert (one.unit.pk, one.by_code) == (unit_by_code("430426101").pk, ("mca", "430426555"))
