"""Reading rosters and exports of the cloud: units by any spelling, every fault by row and column; pure."""

from datetime import date

import pytest

from xiangyun.people.masking import mask_name, mask_phone, sees_in_full
from xiangyun.people.roster.cloud import day_of, guess, lacking, masked_key, read_cloud
from xiangyun.people.roster.lines import read_roster
from xiangyun.people.roster.phones import is_phone, plain_phone
from xiangyun.people.roster.places import Placed, Places
from xiangyun.units.paths import slot

CITY, COUNTY, TOWN, VILLAGE, OTHER_TOWN, TWIN = 1, 2, 3, 4, 5, 6


def path(*units: int) -> str:
    return "".join(slot(unit) for unit in units)


PLACES = Places.of(
    [
        Placed(CITY, path(CITY), ("衡阳市", "衡阳市文化旅游广电体育局")),
        Placed(COUNTY, path(CITY, COUNTY), ("祁东县", "祁东县文化旅游广电体育局")),
        Placed(TOWN, path(CITY, COUNTY, TOWN), ("归阳镇", "归阳镇综合文化站")),
        Placed(VILLAGE, path(CITY, COUNTY, TOWN, VILLAGE), ("印塘村委会", "印塘村综合文化服务中心", "印塘村")),
        Placed(OTHER_TOWN, path(CITY, COUNTY, OTHER_TOWN), ("河洲镇", "河洲镇综合文化站")),
        Placed(TWIN, path(CITY, COUNTY, OTHER_TOWN, TWIN), ("印塘村委会", "印塘村综合文化服务中心", "印塘村")),
    ],
    {"430426": COUNTY, "430426106222": VILLAGE, "999": 999},
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("430426106222", VILLAGE),
        ("祁东县", COUNTY),
        ("祁东县文化旅游广电体育局", COUNTY),
        ("衡阳市/祁东县/归阳镇/印塘村", VILLAGE),
        ("祁东县归阳镇印塘村", VILLAGE),
        ("祁東縣 歸陽鎮 印塘村", VILLAGE),
        ("归阳镇-印塘村", VILLAGE),
        ("河洲镇印塘村综合文化服务中心", TWIN),
        ("祁东县-河洲镇综合文化站", OTHER_TOWN),
    ],
)
def test_a_unit_by_code_or_by_its_name_and_the_way(text: str, unit: int) -> None:
    assert PLACES.find(text).unit == unit


@pytest.mark.parametrize(
    ("text", "could_be"),
    [("印塘村", (VILLAGE, TWIN)), ("长沙市", ()), ("999", ()), ("", ()), ("长沙市印塘村", ()), ("归阳镇祁东县", ())],
)
def test_what_is_ambiguous_or_unknown_is_not_guessed(text: str, could_be: tuple[int, ...]) -> None:
    found = PLACES.find(text)
    assert found.unit is None
    assert set(could_be) <= set(found.could_be)


def test_a_roster_with_a_title_above_its_columns() -> None:
    rows = [
        ("祁东县人员名单", "", "", ""),
        ("所在单位", "姓名", "手机号码", "岗位"),
        ("归阳镇", "李志明", "138 1234 5678", "审核员"),
        ("", "", "", ""),
        ("归阳镇印塘村", "王桂香", "", ""),
    ]
    found = read_roster(rows, PLACES)
    assert found.faults == ()
    assert [(x.row, x.unit, x.name, x.phone, x.role) for x in found.lines] == [
        (3, TOWN, "李志明", "13812345678", "reviewer"),
        (5, VILLAGE, "王桂香", "", ""),
    ]


def test_every_fault_says_row_column_and_what() -> None:
    rows = [
        ("单位", "姓名", "电话", "岗位"),
        ("印塘村", "王桂香", "", "填报员"),
        ("长沙市", "", "12", "村长"),
        ("", "李", "", ""),
        ("归阳镇", "李志明", "", "审核员"),
        ("归阳镇", "李志明", "", "填报员"),
    ]
    found = read_roster(rows, PLACES)
    assert [(f.row, f.column, f.code, f.text) for f in found.faults] == [
        (2, "单位", "unit_ambiguous", "印塘村"),
        (3, "单位", "unit_unknown", "长沙市"),
        (3, "姓名", "name_lacks", ""),
        (3, "电话", "not_a_phone", "12"),
        (3, "岗位", "unknown_role", "村长"),
        (4, "单位", "unit_lacks", ""),
        (6, "姓名", "twice", "李志明"),
    ]


def test_columns_that_lack_are_said() -> None:
    assert [f.code for f in read_roster([("序号", "电话"), ("1", "2")], PLACES).faults] == [
        "no_column_unit",
        "no_column_name",
    ]


def test_an_export_of_the_cloud() -> None:
    rows = [
        ("湖南公共文化云 注册用户", "", "", "", ""),
        ("序号", "用户名", "所属机构", "手机号", "注册时间"),
        ("1", "王桂香", "归阳镇印塘村", "138****5678", "2020/3/2 10:11"),
        ("2", "李志明", "文化站（归阳）", "13900001111", "43892"),
        ("3", "", "归阳镇", "", ""),
    ]
    columns = guess(rows[1])
    assert columns == {"name": "用户名", "unit": "所属机构", "key": "手机号", "date": "注册时间"}
    lines = read_cloud(rows, 1, columns, PLACES, {"文化站（归阳）": TOWN})
    assert [(x.line, x.name, x.unit, x.key, x.registered_on) for x in lines] == [
        (3, "王桂香", VILLAGE, "138****5678", date(2020, 3, 2)),
        (4, "李志明", TOWN, "13900001111", None),
    ]


def test_columns_that_do_not_fit_are_named() -> None:
    headers = ["姓名", "单位"]
    assert lacking(headers, {"name": "姓名", "unit": "单位"}) == []
    assert lacking(headers, {"name": "姓名", "unit": ""}) == ["unit"]
    assert lacking(headers, {"name": "姓名", "unit": "姓名"}) == ["name", "unit"]
    assert lacking(headers, {"name": "姓名", "unit": "单位", "key": "手机"}) == ["key"]


@pytest.mark.parametrize("text", ["2020-03-02", "2020/3/2", "2020年3月2日", "20200302", "2020.3.2 08:00:01"])
def test_days_in_the_usual_spellings(text: str) -> None:
    assert day_of(text) == date(2020, 3, 2)


def test_what_is_no_day() -> None:
    assert [day_of(text) for text in ("", "昨天", "2020-13-40")] == [None, None, None]


def test_phones_in_one_shape() -> None:
    written = ["138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８", "0734-8812345"]
    assert [plain_phone(text) for text in written] == ["13812345678"] * 3 + ["07348812345"]
    assert [is_phone(text) for text in ("13812345678", "07348812345", "8812345", "12", "")] == [True] * 3 + [False] * 2


def test_masks() -> None:
    assert [mask_name(name) for name in ("张伟", "欧阳修文", "Ann Lee", "")] == ["张*", "欧***", "A***", ""]
    assert [mask_phone(p) for p in ("13812345678", "0734-8812345", "8812345", "110", "")] == [
        "138****5678", "073****2345", "88***45", "***", "",
    ]  # fmt: skip
    assert [masked_key(key) for key in ("13812345678", "138****5678", "user_01")] == [
        "138****5678", "138****5678", "us***01",
    ]  # fmt: skip


def test_a_unit_and_the_one_directly_above_see_names_in_full() -> None:
    village = path(CITY, COUNTY, TOWN, VILLAGE)
    own = [path(CITY, COUNTY, TOWN, VILLAGE), path(CITY, COUNTY, TOWN), path(CITY, COUNTY), path(CITY)]
    assert [sees_in_full((p,), village) for p in own] == [True, True, False, False]
    assert sees_in_full((path(CITY),), path(CITY, COUNTY))
    assert not sees_in_full((path(CITY, COUNTY, OTHER_TOWN),), village)
    assert not sees_in_full((), path(CITY))
