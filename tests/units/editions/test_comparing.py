"""A later edition against what stands, on small lists: what is sure, what is a guess, what nobody can tell."""

from dataclasses import replace

import pytest

from tests.units.editions.lists import real_rows, rows, standing_as_listed
from xiangyun.units.comparison import Comparison, Item
from xiangyun.units.decisions import BadDecisions, Decision, read_decisions, write_decisions
from xiangyun.units.editions import compare
from xiangyun.units.lists import Row
from xiangyun.units.standing import Standing

BEFORE = """
4304 衡阳市 2
430422 衡南县 3 4304
430422100 云集镇 4 430422
430422100001 正街居委会 5 430422100
430422100201 白洋村 5 430422100
430422100202 渔湘村 5 430422100
430422100203 富高村 5 430422100
430422100204 疆塘村 5 430422100
430422102 廖田镇 4 430422
430422102201 青冲村 5 430422102
430422102202 曙光村 5 430422102
430422103 茶市镇 4 430422
430422103201 茶兴村 5 430422103
430422103202 光辉村 5 430422103
430422103203 怡海村 5 430422103
430481 耒阳市 3 4304
430481100 夏塘镇 4 430481
430481100201 和平村 5 430481100
"""


def after(*changes: tuple[str, str]) -> list[Row]:
    """The list with lines replaced; a line that is empty afterwards is gone."""
    text = BEFORE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return rows("\n".join(line for line in text.splitlines() if line.strip()))


def found(later: list[Row], *decisions: Decision, here: list[Standing] | None = None) -> Comparison:
    return compare(later, here or standing_as_listed(rows(BEFORE)), decisions=decisions)


def told(comparison: Comparison) -> list[tuple[str, str, bool]]:
    """Kinds, code and whether it is sure, of every item."""
    return [("+".join(item.kinds), item.code, item.is_sure) for item in comparison.items]


def only(comparison: Comparison) -> Item:
    assert len(comparison.items) == 1
    return comparison.items[0]


def unit(code: str) -> int:
    return [row.code for row in rows(BEFORE)].index(code) + 1


def here(**changes: dict[str, object]) -> list[Standing]:
    """What stands here, some units changed by a person; a key is `u` and the code."""
    units = standing_as_listed(rows(BEFORE))
    return [replace(u, **changes.get(f"u{u.ref}", {})) for u in units]


def test_the_same_list_says_nothing() -> None:
    same = found(rows(BEFORE))
    assert (same.has_news, same.same, same.counts) == (False, 18, {"same": 18})


SURE = {
    "another ending": (("白洋村 5", "白洋村委会 5"), "renamed", "stem"),
    "village to community": (("白洋村 5", "白洋社区 5"), "reshaped", "stem"),
    "a variant sign with the same code": (("渔湘村 5", "渔缃村 5"), "renamed", "code_and_like_name"),
    "a town becomes a street with another code": (
        ("430422100 云集镇", "430422001 云集街道"),
        "reshaped+recoded",
        "stem",
    ),
    "another name over the same villages": (("茶市镇", "岐山镇"), "renamed", "what_is_below"),
    "a county becomes a city": (("430422 衡南县", "430482 衡南市"), "reshaped+recoded", "stem"),
}


@pytest.mark.parametrize("what", SURE)
def test_what_is_sure(what: str) -> None:
    (old, new), kinds, why = SURE[what]
    code = old.split()[0] if old[0].isdigit() else ""
    later = after((old, new))
    if code:  # codes below a new code change too
        later = [
            Row(
                r.line,
                r.code.replace(code, new.split()[0], 1) if r.code.startswith(code) else r.code,
                r.name,
                r.level,
                r.parent_code.replace(code, new.split()[0], 1) if r.parent_code.startswith(code) else r.parent_code,
            )
            for r in later
        ]
    comparison = found(later)
    changed = [item for item in comparison.items if item.kinds != ("recoded",)]
    assert [("+".join(i.kinds), i.why, i.is_sure) for i in changed] == [(kinds, why, True)]
    assert (comparison.new, comparison.ended, comparison.moved) == ([], {}, {})
    assert set(comparison.unit_ids.values()) == set(range(1, 19)), "every unit goes on"


def test_a_code_alone_joins_nothing() -> None:
    """A township with the code of another, another name and other villages is another place."""
    later = after(
        ("430422103 茶市镇", "430422103 铁丝塘镇"),
        ("茶兴村", "铁市村"),
        ("光辉村", "洲市村"),
        ("怡海村", "泉溪村"),
    )
    comparison = found(later)
    assert ("added", "430422103", True) in told(comparison)
    assert ("gone", "430422103", True) in told(comparison)
    assert unit("430422103") not in comparison.unit_ids.values()


def test_a_village_under_the_same_code_with_another_name_is_a_guess() -> None:
    item = only(found(after(("怡海村", "鸿堰村"))))
    assert (item.kinds, item.is_sure, item.why, item.was_name) == (("renamed",), False, "code", "怡海村")
    assert item.proposal == Decision(
        "430422103203", "same", "430422103203", "same code in the same place; neither name is found elsewhere"
    )


def test_several_villages_that_reappear_elsewhere_have_moved_and_the_rest_was_merged() -> None:
    later = after(
        ("430422102 廖田镇 4 430422\n", ""),
        ("430422102201 青冲村 5 430422102", "430422100205 青冲村 5 430422100"),
        ("430422102202 曙光村 5 430422102", "430422100206 曙光村 5 430422100"),
    )
    comparison = found(later)
    assert told(comparison) == [
        ("moved+recoded", "430422100205", True),
        ("moved+recoded", "430422100206", True),
        ("merged", "430422102", False),
    ]
    assert comparison.moved == {unit("430422102201"): "430422100", unit("430422102202"): "430422100"}
    assert comparison.ended == {unit("430422102"): ("430422100",)}
    assert comparison.items[2].proposal == Decision(
        "430422102", "merge", "430422100", "most of what stands below is the same"
    )


def test_a_new_street_that_took_villages_from_a_town_that_goes_on_was_split_off() -> None:
    later = after(
        ("430422100203 富高村 5 430422100", "430422003203 富高村 5 430422003"),
        ("430422100204 疆塘村 5 430422100", "430422003204 疆塘村 5 430422003"),
        ("430422102 廖田镇 4 430422\n", "430422102 廖田镇 4 430422\n430422003 向阳桥街道 4 430422\n"),
    )
    comparison = found(later)
    item = next(i for i in comparison.items if i.code == "430422003")
    assert (item.kinds, item.was_name, item.is_sure) == (("split",), "云集镇", False)
    assert comparison.cut_from == {"430422003": unit("430422100")}
    assert [row.code for row in comparison.new] == ["430422003"]


def test_villages_put_together_into_a_new_name_are_guessed() -> None:
    later = after(
        ("430422103201 茶兴村 5 430422103", "430422103204 茶辉村 5 430422103"), ("430422103202 光辉村 5 430422103", "")
    )
    comparison = found(later)
    assert {unit("430422103201"): ("430422103204",), unit("430422103202"): ("430422103204",)} == comparison.ended
    assert {item.why for item in comparison.open_items} == {"named_after_them"}


def test_a_name_common_in_the_county_moves_nothing_between_counties() -> None:
    later = after(
        ("430481100201 和平村 5 430481100", "430481100202 春江村 5 430481100\n430422102203 和平村 5 430422102"),
    )
    assert told(found(later)) == [
        ("added", "430422102203", True),
        ("added", "430481100202", True),
        ("gone", "430481100201", True),
    ]


def test_only_what_stood_under_the_files_own_roots_can_be_gone() -> None:
    county = [r for r in rows(BEFORE) if r.code.startswith("430481")]
    smaller = [replace(r, parent_code="") if r.level == 3 else r for r in county if r.level < 5]
    villages_missing = compare(smaller, standing_as_listed(rows(BEFORE)))
    assert (villages_missing.items, villages_missing.ended) == ([], {}), "a file that stops above villages has none"
    emptied = [r for r in after(("和平村", "复兴村"), ("430481100201", "430481100209")) if r.code.startswith("430481")]
    comparison = compare(emptied, standing_as_listed(rows(BEFORE)), outside={"4304": 1})
    assert [(i.kinds, i.code) for i in comparison.items] == [
        (("added",), "430481100209"),
        (("gone",), "430481100201"),
    ]


def test_what_a_person_did_here_stays_while_the_list_says_the_same_as_before() -> None:
    """A street placed elsewhere by decision, a village renamed by an order that the list has not heard of."""
    units = here(
        u430422103={"parent_id": unit("430481")},
        u430422100201={"name": "白洋新村"},
        u430481100201={"stands": False},
    )
    comparison = found(rows(BEFORE), here=units)
    assert told(comparison) == [
        ("kept", "430422103", True),
        ("kept", "430422100201", True),
        ("kept", "430481100201", True),
    ]
    assert (comparison.has_news, comparison.moved, comparison.renamed, comparison.ended) == (False, {}, {}, {})


def test_the_list_may_catch_up_with_what_was_done_here() -> None:
    units = here(u430422100201={"name": "白洋新村"}, u430481100201={"stands": False})
    later = after(("白洋村 5", "白洋新村 5"), ("430481100201 和平村 5 430481100", ""))
    comparison = found(later, here=units)
    assert (comparison.items, comparison.same) == ([], 17)


def test_what_both_changed_is_a_conflict_until_a_person_decides() -> None:
    units = here(u430422103={"name": "茶叶镇"})
    later = after(("茶市镇", "岐山镇"))
    item = only(found(later, here=units))
    assert (item.kinds, item.why, item.proposal) == (("conflict",), "changed_here_too", None)
    by_list = found(later, Decision("430422103", "same", "430422103", "以名单为准"), here=units)
    assert (by_list.renamed, by_list.open_items) == ({unit("430422103"): "岐山镇"}, [])
    by_hand = found(later, Decision("430422103", "hold", "430422103", "以文件为准"), here=units)
    assert (by_hand.renamed, told(by_hand)) == ({}, [("kept", "430422103", True)])


def test_a_unit_with_an_institution_cannot_just_end() -> None:
    units = here(u430481100201={"others": 1})
    later = after(("430481100201 和平村 5 430481100", ""))
    assert only(found(later, here=units)).why == "holds_others"
    into = found(later, Decision("430481100201", "merge", "430422103201", "并入"), here=units)
    assert (into.open_items, into.ended) == ([], {unit("430481100201"): ("430422103201",)})


def test_what_another_publisher_still_lists_is_asked() -> None:
    units = here(u430481100201={"is_elsewhere": True})
    later = after(("430481100201 和平村 5 430481100", ""))
    assert only(found(later, here=units)).why == "in_another_list"
    assert found(later, Decision("430481100201", "close", "", "已撤销"), here=units).open_items == []


def test_a_new_village_under_a_place_closed_here_is_a_conflict() -> None:
    units = here(u430481100={"stands": False}, u430481100201={"stands": False})
    later = [*rows(BEFORE), Row(99, "430481100202", "春江村", 5, "430481100")]
    assert [(i.code, i.why) for i in found(later, here=units).conflicts] == [("430481100202", "parent_closed")]


def test_a_park_whose_code_becomes_a_streets_is_reached_from_then_on() -> None:
    before = [*rows(BEFORE), Row(98, "430422400", "白沙洲工业园", 4, "430422")]
    units = [replace(u, mark="quasi") if u.name == "白沙洲工业园" else u for u in standing_as_listed(before)]
    later = [*rows(BEFORE), Row(98, "430422004", "白沙洲街道", 4, "430422")]
    named = compare(later, units, decisions=[Decision("430422004", "same", "430422400", "改街道")])
    assert named.marked == {19: ""}
    assert [item.kinds for item in named.items] == [("renamed", "marked", "recoded")]


def test_leaving_out_and_standing_on_are_remembered() -> None:
    later = [*after(("430481100201 和平村 5 430481100", "")), Row(99, "430481101", "飞地", 4, "430481")]
    decisions = (Decision("430481101", "leave_out", "", "不是乡镇"), Decision("430481100201", "stand", "", "漏列"))
    comparison = found(later, *decisions)
    assert (comparison.items, [r.name for r in comparison.left_out]) == ([], ["飞地"])
    units = [replace(u, listed=None) if u.ref == "430481100201" else u for u in standing_as_listed(rows(BEFORE))]
    again = compare(later, units, left_out={("430481101", "飞地")})
    assert (again.items, [r.name for r in again.left_out]) == ([], ["飞地"])
    other = compare(later, units, left_out={("430481101", "别处")})
    assert [i.kinds for i in other.items] == [("added",)], "another place under the code that was left out"


BAD = {
    "no such row": Decision("9", "same", "430422", "x"),
    "no such unit": Decision("430422", "same", "9", "x"),
    "another level": Decision("430422", "same", "4304", "x"),
    "merged into what is not there": Decision("430422102", "merge", "9", "x"),
    "not there to close": Decision("9", "close", "", "x"),
    "placed under its own level": Decision("430422102", "place", "430422100", "x"),
    "no reason": Decision("430422", "same", "430422", ""),
    "a reason that cannot be kept": Decision("430422", "same", "430422", "长" * 301),
    "a value that cannot be kept": Decision("430422102", "merge", "430422100 " * 5, "x"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_decision_that_cannot_hold_is_refused(what: str) -> None:
    with pytest.raises(BadDecisions):
        found(rows(BEFORE), BAD[what])


def test_two_rows_cannot_be_one_unit() -> None:
    later = after(("茶市镇", "岐山镇"))
    with pytest.raises(BadDecisions):
        found(later, Decision("430422103", "same", "430422102", "x"), Decision("430422102", "same", "430422102", "x"))


@pytest.mark.parametrize(
    ("before", "later"),
    [
        ("hengyang-2019", "hengyang-2022"),
        ("hengyang-2022", "hengyang-2023"),
        ("dongguan-2019", "dongguan-2023"),
        ("hubei-without-city-2021", "hubei-without-city-2022"),
        ("beijing-two-districts-2020", "beijing-two-districts-2021"),
    ],
)
def test_the_file_that_is_printed_decides_everything_when_it_comes_back(before: str, later: str) -> None:
    old, new = standing_as_listed(real_rows(before)), real_rows(later)
    asked = compare(new, old)
    assert asked.conflicts == []
    decisions = read_decisions(write_decisions("stats", asked.differences).encode(), "stats")
    settled = compare(new, old, decisions=decisions)
    assert settled.open_items == []
    assert (settled.unit_ids, settled.ended, settled.moved) == (asked.unit_ids, asked.ended, asked.moved)
    assert len(settled.unit_ids) + len(settled.new) == len(new)
    assert len(settled.unit_ids) + len(settled.ended) == len(old)


GUESSES = {
    "hengyang-2022": {"code": 5, "what_is_below": 4, "moved_with_its_name": 2, "like_name": 1},
    "hengyang-2023": {"named_after_them": 4, "code": 2, "what_is_below": 2},
}


def test_guesses_of_the_real_lists_are_few_and_known() -> None:
    for before, later in (("hengyang-2019", "hengyang-2022"), ("hengyang-2022", "hengyang-2023")):
        comparison = compare(real_rows(later), standing_as_listed(real_rows(before)))
        whys = [item.why for item in comparison.open_items]
        assert {why: whys.count(why) for why in whys} == GUESSES[later]
