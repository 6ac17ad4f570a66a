"""Names of a notice over the real tree of Hengyang: whom they mean and how many, or why nobody."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOON, PACK
from tests.notices.hengyang import CITY, DAY, GUIYANG, NANYUE, QIDONG, Hengyang, hengyang, hengyang_tree
from xiangyun.audit.models import Entry
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.core.folding import fold
from xiangyun.notices.actions.drop_party_name import drop_party_name
from xiangyun.notices.actions.name_party import name_party
from xiangyun.notices.definitions import begins_at, parts_of
from xiangyun.notices.parties import Party, Resolution, resolve_all, resolve_parties
from xiangyun.notices.party_names import dictionary_for, reach_of_entry
from xiangyun.notices.party_words import Home, is_issuer, meaning_of
from xiangyun.notices.selectors import places_meant
from xiangyun.units.models import Unit
from xiangyun.web.shared.party_problems import why_nobody

__all__ = ["hengyang", "hengyang_tree"]

ADDRESSEES = ["各縣市區文旅(廣)體局", "市圖書館", "市少年兒童圖書館", "市文化館"]
ISSUER = "衡陽市文化旅游廣電體育局"


def resolved(tree: Hengyang, *names: str, code: str = CITY, **more: Any) -> Resolution:
    """Names in a notice of the city, sent to the county bureaus and three institutions."""
    given = {"addressees": ADDRESSEES, "day": DAY, "dictionary": {}, "issuer": ISSUER if code == CITY else ""} | more
    return resolve_parties(names, owner=tree.unit(code), **given)


def whom(found: Resolution) -> set[str]:
    """The names of all that a resolution means."""
    assert found.definition is not None
    return set(places_meant(found.definition, DAY).values_list("name", flat=True))


CLASSES = {  # name: how many
    "各縣市區文旅(廣)體局": 12,
    "各县(市、区)教育局": 12,
    "各区县": 12,
    "12个县市区": 12,
    "县级文旅部门": 12,
    "各縣市區公共服務股": 12,
    "各地": 12,
    "7個縣市": 7,
    "各县": 5,
    "各城区": 5,
    "各鄉鎮(街道)綜合文化站": 186,
    "各镇街": 186,
    "乡镇人民政府": 186,
    "綜合文化站": 186,
    "各街道办事处": 41,
    "各镇": 114,
    "各村(社区)": 2760,
    "村文化服务中心": 2760,
    "全市所有村(社区)": 2760,
    "行政村(社區)綜合性文化服務中心": 2760,
    "各行政村": 2255,
    "各社区": 505,
    "社区": 505,
    "鄉鎮(街道)綜合文化站(村中心)": 186 + 2760,
    "全市各公共圖書館": 14,
    "全市各文化館": 13,
    "縣圖書館": 12,
    "各县市区图书馆": 12,
    "各县图书馆": 5,
    "7个县市文化馆": 7,
    "各级公共文化场所": 35,
    "所屬各級公共文化場館": 35,
    "24小时图书馆": 20,
    "24小時自助圖書屋運營單位": 20,
    "农家书屋": 20,
    "驿站": 20,
}


@pytest.mark.parametrize("name", CLASSES)
def test_classes_of_places_and_types_of_institutions(hengyang: Hengyang, name: str) -> None:
    found = resolved(hengyang, name)
    assert (found.n, found.is_resolved, found.parties[0].n) == (CLASSES[name], True, CLASSES[name])
    assert places_meant(found.definition or {}, DAY).count() == CLASSES[name]


NAMED = {  # name: the unit
    "市圖書館": "衡阳市图书馆",
    "衡阳市图书馆": "衡阳市图书馆",
    "市少年兒童圖書館": "衡阳市少年儿童图书馆",
    "市文化館": "衡阳市文化馆",
    "常寧市文化館": "常宁市文化馆",
    "祁東縣": "祁东县",
    "祁东县文旅广体局": "祁东县",
    "祁东县人民政府": "祁东县",
    "我市祁东县": "祁东县",
    "南嶽區": "南岳区",
    "归阳镇": "归阳镇",
    "归阳镇综合文化站": "归阳镇",
    "印塘村": "印塘村委会",
}


@pytest.mark.parametrize("name", NAMED)
def test_a_body_by_its_name(hengyang: Hengyang, name: str) -> None:
    found = resolved(hengyang, name)
    assert whom(found) == {NAMED[name]}
    assert found.parties[0].units == (NAMED[name],)


NOBODY = {  # name: why
    "市局": "issuer",
    "我局": "issuer",
    "市局公共服務科": "issuer",
    "市文旅廣體局": "issuer",
    "市文旅廣體局公共文旅服務科": "issuer",
    "衡陽市文化旅游廣電體育局": "issuer",
    "局黨委": "issuer",
    "省廳": "receiver_only",
    "省廳公共文旅云平臺": "receiver_only",
    "湖南公共文旅云": "receiver_only",
    "當地黨委政府": "receiver_only",
    "市委市政府": "receiver_only",
    "志愿者": "persons",
    "師生": "persons",
    "农家书屋管理员": "persons",
    "城步县": "not_here",
    "市财政局": "not_here",
    "志愿服务队": "not_here",
    "文化馆": "several",
    "有关县市区": "unknown",
    "各牽頭單位": "unknown",
    "各班": "unknown",
    "": "unknown",
}


@pytest.mark.parametrize("name", NOBODY)
def test_what_means_nobody_says_why(hengyang: Hengyang, name: str) -> None:
    found = resolved(hengyang, name)
    assert (found.parties[0].why, found.definition, found.n) == (NOBODY[name], None, 0)
    assert why_nobody(found.parties[0])
    assert found.is_own_act == (NOBODY[name] == "issuer")
    assert bool(found.open) == (NOBODY[name] not in {"issuer", "receiver_only"})


def test_a_number_must_be_that_of_the_tree(hengyang: Hengyang) -> None:
    """The notice speaks of 185 stations, the tree has 186: whom it would mean is offered, not taken."""
    stations = resolved(hengyang, "全市185个乡镇(街道)综合文化站").parties[0]
    assert (stations.why, stations.says, stations.definition) == ("count_differs", {"stated": 185, "found": 186}, None)
    assert places_meant(stations.offer or {}, DAY).count() == 186
    assert resolved(hengyang, "四城區").parties[0].says == {"stated": 4, "found": 5}


def test_four_districts_beside_nanyue_are_five(hengyang: Hengyang) -> None:
    found = resolved(hengyang, "四城區", "南岳區")
    assert [(party.name, party.n) for party in found.parties] == [("四城區", 4), ("南岳區", 1)]
    assert found.n == 5
    assert whom(found) == {"珠晖区", "雁峰区", "石鼓区", "蒸湘区", "南岳区"}


def test_the_addressees_are_those_of_the_head(hengyang: Hengyang) -> None:
    for names in (["各單位"], ["各地", "各單位"], ["各地各单位"], ["各责任单位"]):
        found = resolved(hengyang, *names)
        assert (found.n, found.is_resolved) == (15, True)
    assert {"祁东县", "衡阳市少年儿童图书馆"} < whom(found)
    nobody = resolved(hengyang, "各單位", addressees=["各处室"])
    assert (nobody.definition, nobody.parties[0].why) == (None, "unknown")


def test_a_second_name_is_meant_as_widely_as_the_first(hengyang: Hengyang) -> None:
    assert resolved(hengyang, "全市各公共圖書館", "文化館").n == 14 + 13
    assert resolved(hengyang, "各县市区图书馆", "文化馆").n == 12 + 12


def test_what_is_left_open_stands_beside_what_resolved(hengyang: Hengyang) -> None:
    found = resolved(hengyang, "各县市区", "城步县", "市局")
    assert (found.n, found.is_resolved) == (12, False)
    assert [party.name for party in found.open] == ["城步县"]


def test_simplified_and_traditional_mean_the_same(hengyang: Hengyang) -> None:
    pairs = [
        ("各縣市區文旅(廣)體局", "各县市区文旅（广）体局"),
        ("各鄉鎮(街道)", "各乡镇（街道）"),
        ("南嶽區", "南岳区"),
    ]
    for traditional, simplified in pairs:
        assert resolved(hengyang, traditional).definition == resolved(hengyang, simplified).definition


def test_what_a_county_means_is_its_own(hengyang: Hengyang) -> None:
    """各地 are its towns; 市局 is above it, 县局 is itself; the library is the county's."""
    assert resolved(hengyang, "各地", code=QIDONG).n == resolved(hengyang, "各乡镇", code=QIDONG).n == 24
    assert resolved(hengyang, "各村(社区)", code=QIDONG).n == 367
    assert resolved(hengyang, "全县296个行政村", code=QIDONG).is_resolved  # the number of the notice
    assert whom(resolved(hengyang, "县图书馆", code=QIDONG)) == {"祁东县图书馆"}
    whys = {name: resolved(hengyang, name, code=QIDONG).parties[0].why for name in ("市局", "县局", "衡南县", "各县")}
    assert whys == {"市局": "receiver_only", "县局": "issuer", "衡南县": "not_here", "各县": "not_here"}


def test_a_name_borne_by_several_is_not_guessed(hengyang: Hengyang) -> None:
    party = resolved(hengyang, "和平村").parties[0]
    assert party.why == "several"
    assert int(party.says["n"]) > 1
    assert resolved(hengyang, "和平村", code=GUIYANG).n <= 1


def test_queries_do_not_grow_with_the_duties_of_a_notice(hengyang: Hengyang) -> None:
    """A name that nobody bears asks for the receivers."""
    city = hengyang.unit(CITY)
    every: Sequence[Sequence[str]] = [[name] for name in (*CLASSES, *NAMED, *NOBODY)]
    for lists, number in (([["各县市区"]], 3), ([["各县市区"]] * 9, 3), (every, 4)):
        with CaptureQueriesContext(connection) as captured:
            found = resolve_all(lists, owner=city, addressees=ADDRESSEES, day=DAY, dictionary={})
        assert (len(captured), len(found)) == (number, len(lists))


def test_every_party_of_the_real_notice_resolves_or_says_why(hengyang: Hengyang) -> None:
    """The names of all labelled duties; none of the 30 firm ones is left without a word."""
    labels = json.loads((PACK / "notice.labels.json").read_text(encoding="utf-8"))
    lists = list({tuple(label["responsible"]): None for label in labels if label["responsible"]})
    found = resolve_all(lists, owner=hengyang.unit(CITY), addressees=ADDRESSEES, day=DAY, dictionary={}, issuer=ISSUER)
    left = {party.name: party.why for one in found for party in one.open}
    assert left == {"各牽頭單位": "unknown"}
    assert sum(one.is_resolved for one in found) == sum(not one.is_own_act for one in found) - len(left)


def test_an_officer_extends_the_dictionary(hengyang: Hengyang) -> None:
    city = hengyang.officer()
    four = {"kind": "division", "classes": ["district"], "except": [str(hengyang.unit(NANYUE).uid)]}
    entry = name_party(actor=city, name=" 四城區 ", definition=four, at=NOON)
    assert entry.name == "四城区"
    found = resolved(hengyang, "四城区", dictionary=dictionary_for(city))
    assert (found.n, found.parties[0].is_entry) == (4, True)
    assert begins_at(found.definition or {}) == str(hengyang.unit(CITY).uid)
    assert Entry.objects.get(action="party.named").detail["units"] == 4
    drop_party_name(actor=city, uid=entry.uid, at=NOON)
    assert dictionary_for(city) == {}
    assert Entry.objects.filter(action="party.dropped").count() == 1


def test_the_nearest_entry_counts_and_means_the_place_of_the_notice(hengyang: Hengyang) -> None:
    city, county = hengyang.officer(), hengyang.officer(QIDONG)
    under_city = {"kind": "division", "level": 4, "under": str(hengyang.unit(CITY).uid)}
    name_party(actor=city, name="基层单位", definition=under_city, at=NOON)
    of_city, of_county = (
        resolved(hengyang, "基层单位", code=code, dictionary=dictionary_for(actor))
        for code, actor in ((CITY, city), (QIDONG, county))
    )
    assert (of_city.n, of_county.n) == (186, 24)
    name_party(actor=county, name="基层单位", definition={"kind": "division", "level": 5}, at=NOON)
    assert resolved(hengyang, "基层单位", code=QIDONG, dictionary=dictionary_for(county)).n == 367
    assert resolved(hengyang, "基层单位", dictionary=dictionary_for(city)).n == 186


def test_an_entry_may_go_along_a_line_but_one_duty_goes_along_one(hengyang: Hengyang) -> None:
    city = hengyang.officer()
    top = str(hengyang.named("衡阳市图书馆").uid)
    along = {"kind": "institution", "types": ["library"], "line": "library", "under": top}
    name_party(actor=city, name="图书馆口", definition=along, at=NOON)
    dictionary = dictionary_for(city)
    assert resolved(hengyang, "图书馆口", dictionary=dictionary).n == 13
    both = resolved(hengyang, "各县市区", "图书馆口", dictionary=dictionary)
    assert (both.n, [party.why for party in both.parties]) == (12, ["", "other_line"])


REFUSED = {  # name, definition: code
    "no name": ("  ", {"kind": "division"}, "blank_name"),
    "too long": ("村" * 61, {"kind": "division"}, "name_too_long"),
    "not readable": ("村\x00", {"kind": "division"}, "not_text"),
    "no definition": ("四城区", {}, "selector_needs_a_kind"),
    "nobody": ("四城区", {"kind": "institution", "types": ["planetarium"]}, "reaches_nobody"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_entry_that_cannot_be_used_is_refused(hengyang: Hengyang, case: str) -> None:
    name, definition, code = REFUSED[case]
    with pytest.raises(BadInput) as refused:
        name_party(actor=hengyang.officer(), name=name, definition=definition, at=NOON)
    assert refused.value.reason == code


def test_only_an_officer_says_what_names_mean_and_only_for_the_own_unit(hengyang: Hengyang) -> None:
    city, county = hengyang.officer(), hengyang.officer(QIDONG)
    villages = {"kind": "division", "level": 5}
    elsewhere = villages | {"under": str(hengyang.unit(NANYUE).uid)}
    with pytest.raises(NotAllowed):
        name_party(actor=hengyang.officer(role="auditor"), name="村", definition=villages, at=NOON)
    with pytest.raises(BadInput):
        name_party(actor=county, name="村", definition=elsewhere, at=NOON)
    assert reach_of_entry(elsewhere, hengyang.unit(CITY), DAY) == (25, 25)
    entry = name_party(actor=city, name="村", definition=villages, at=NOON)
    with pytest.raises(NotAllowed):
        drop_party_name(actor=county, uid=entry.uid, at=NOON)
    own = name_party(actor=county, name="村", definition=villages, at=NOON)
    with pytest.raises(NotVisible):
        drop_party_name(actor=city, uid=own.uid, at=NOON)


def test_the_bodies_of_other_fields_are_known_by_their_own_names() -> None:
    """The same rules for an education bureau of a county that is called a city."""
    home = Home("耒阳市", 3, ("耒阳市教育局",))
    own, others = ("市局", "市教育局", "耒阳市教育局基教股"), ("市教体局", "市文旅局", "各校")
    assert [is_issuer(name, home) for name in (*own, *others)] == [True] * 3 + [False] * 3


def test_units_named_one_by_one_are_one_part(hengyang: Hengyang) -> None:
    found = resolved(hengyang, "衡南縣", "祁東縣", "市文化館")
    assert [sorted(part) for part in parts_of(found.definition or {})] == [["kind", "under", "units"]] * 2
    assert isinstance(found.parties[0], Party)


SIGNS = (
    '各县市区(乡镇街道)村社区、0七12个全省我本局厅图书馆文化馆站中心公共服务科党委政府的24小时驿站等有关地单位衡阳\n"〔'
)


@given(st.text(alphabet=SIGNS, max_size=40))
def test_no_name_breaks_the_reading(name: str) -> None:
    """And the one in traditional script is read as the one in simplified."""
    home = Home("衡阳市", 2, ("衡阳市文化旅游广电体育局", ISSUER))
    assert meaning_of(name, home) == meaning_of(fold(name), home)


def test_too_many_to_be_one_selector_are_left_open(hengyang: Hengyang) -> None:
    """The villages of 51 townships, each named: more parts than a definition holds."""
    towns = Unit.objects.in_use(DAY).filter(level=4).order_by("pk")[:51]
    entries = {f"片区{n}": {"kind": "division", "level": 5, "under": str(town.uid)} for n, town in enumerate(towns)}
    found = resolved(hengyang, *entries, dictionary=entries)
    assert (found.definition, found.n, found.is_resolved) == (None, 0, False)
    assert all(party.n and not party.why for party in found.parties)
    assert resolved(hengyang, *list(entries)[:50], dictionary=entries).is_resolved
