"""Definitions of selectors: what may stand in one, what can be read off it, and the classes of places."""

import csv
import gzip
from collections import Counter

import pytest
from django.utils.translation import override

from tests.cast import PACK
from xiangyun.core.errors import BadInput
from xiangyun.notices.definitions import begins_at, checked, inside, level_of, may_reach_level, union, whole_level
from xiangyun.notices.place_classes import PLACE_CLASSES, class_of
from xiangyun.web.workspace.task_words import who_words

UID = "0190b5a0-0000-7000-8000-000000000001"
DIVISION = {"kind": "division"}
REFUSED = {  # definition: code
    "unknown class": ({**DIVISION, "classes": ["hamlet"]}, "selector_unknown_class"),
    "empty list": ({**DIVISION, "units": []}, "selector_empty_list"),
    "no list": ({**DIVISION, "classes": "village"}, "selector_bad_value"),
    "not a uid": ({**DIVISION, "units": ["4304"]}, "selector_not_a_uid"),
    "not a uid below": ({**DIVISION, "under": "city"}, "selector_not_a_uid"),
    "too many": ({**DIVISION, "except": [UID] * 501}, "selector_too_many"),
    "level without sense": ({**DIVISION, "level": 6}, "selector_bad_value"),
    "class of another level": ({**DIVISION, "level": 4, "classes": ["village"]}, "selector_class_of_another_level"),
    "types of divisions": ({**DIVISION, "types": ["library"]}, "selector_key_does_not_fit"),
    "level of institutions": ({"kind": "institution", "level": 3}, "selector_key_does_not_fit"),
    "empty union": ({"any": []}, "selector_empty_list"),
    "too many parts": ({"any": [{**DIVISION, "level": 5}] * 51}, "selector_too_many"),
    "nested": ({"any": [{"any": [DIVISION]}]}, "selector_nested"),
    "line in a part": ({"any": [{**DIVISION, "line": "library"}]}, "unknown_selector_key"),
    "more beside any": ({"any": [DIVISION], "level": 5}, "unknown_selector_key"),
    "part without kind": ({"any": [{"level": 5}]}, "selector_needs_a_kind"),
    "part that is no part": ({"any": ["division"]}, "selector_bad_value"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_with_a_definition_has_a_code(case: str) -> None:
    definition, code = REFUSED[case]
    with pytest.raises(BadInput) as refused:
        checked(definition)  # type: ignore[arg-type]
    assert refused.value.reason == code


def test_a_definition_has_one_form() -> None:
    villages, communities = ({**DIVISION, "classes": [slug]} for slug in ("village", "community"))
    assert checked({"any": [villages, communities, villages]}) == checked({"any": [communities, villages]})
    assert checked({"any": [villages], "line": "culture"}) == {**villages, "line": "culture"}
    assert checked({**DIVISION, "classes": ["village", "community", "village"]})["classes"] == ["community", "village"]
    assert checked({**DIVISION, "units": [UID.upper(), UID]})["units"] == [UID]


def rows_of_hengyang(level: int) -> list[tuple[str, str]]:
    """Code and name of the rows of a level in the shipped list, development zones and parks left out."""
    lists = PACK.parents[1] / "src/xiangyun/units/data/divisions_hunan.csv.gz"
    rows = csv.DictReader(gzip.decompress(lists.read_bytes()).decode("utf-8-sig").splitlines())
    mine = (row for row in rows if row["code"].startswith("4304") and row["level"] == str(level))
    return [(row["code"], row["name"]) for row in mine]


def test_every_place_of_the_real_list_falls_in_one_class() -> None:
    """But parks, zones and a prison with its quarters: nobody is asked there."""
    found = {level: Counter(class_of(level, name) for _, name in rows_of_hengyang(level)) for level in (3, 4, 5)}
    assert found[3] == {"county": 5, "county_city": 2, "district": 7}  # two of the districts are zones
    assert found[4] == {"town": 114, "street": 41, "township": 31, "": 5}
    assert found[5] == {"village": 2265, "community": 519, "": 1}
    assert [name for level in (4, 5) for _, name in rows_of_hengyang(level) if not class_of(level, name)] == [
        "白沙洲工业园", "衡州监狱", "河西开发区", "大浦工业园", "松木工业园", "衡州监狱虚拟生活区",
    ]  # fmt: skip


def test_no_ending_means_two_classes() -> None:
    for slug, place in PLACE_CLASSES.items():
        for other, beside in PLACE_CLASSES.items():
            if slug != other and place.level == beside.level:
                assert not any(ending.endswith(beside.endings) for ending in place.endings), (slug, other)


WORDS = {  # definition: in words, whether villages are among it, the level of all, the level of which it is all
    "level": ({**DIVISION, "level": 5}, "村（社区）综合文化服务中心", True, 5, 5),
    "class": ({**DIVISION, "classes": ["village"]}, "行政村综合文化服务中心", True, 5, None),
    "all but one": ({**DIVISION, "level": 3, "except": [UID]}, "县市区文旅局（其中1个除外）", False, 3, None),
    "by name": ({**DIVISION, "units": [UID]}, "指名的1个单位", True, None, None),
    "all": (DIVISION, "各级单位", True, None, None),
    "several": (
        {"any": [{**DIVISION, "level": 3}, {"kind": "institution", "types": ["library"]}]},
        "县市区文旅局、图书馆",
        False,
        None,
        None,
    ),
}


@pytest.mark.parametrize("case", WORDS)
def test_a_definition_in_words(case: str) -> None:
    definition, words, has_villages, level, whole = WORDS[case]
    with override("zh-hans"):
        assert who_words(definition) == words  # type: ignore[arg-type]
    assert (may_reach_level(definition, 5), level_of(definition), whole_level(definition)) == (  # type: ignore[arg-type]
        has_villages,
        level,
        whole,
    )


def test_where_a_definition_begins() -> None:
    same, other = ({**DIVISION, "under": uid, "level": 4} for uid in (UID, UID[:-1] + "2"))
    assert begins_at({"any": [same, {**same, "level": 5}]}) == UID
    assert inside({"any": [same, {**same, "level": 5}]}) == {
        "any": [{**DIVISION, "level": 4}, {**DIVISION, "level": 5}]
    }
    assert (begins_at({"any": [same, other]}), inside({"any": [same, other]})) == (None, {"any": [same, other]})
    assert union([same, other]) == checked({"any": [other, same]})
    with pytest.raises(BadInput):
        union([same, {**DIVISION, "level": 4, "line": "culture"}])
