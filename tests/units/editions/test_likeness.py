"""Names without what only says which kind of body it is."""

import pytest

from xiangyun.units.likeness import are_alike, bare, blended, by_sign, kind_of, stem

STEMS = {
    ("金星村委会", 5): "金星",
    ("金星社区", 5): "金星",
    ("五一管理处村委会", 5): "五一",
    ("长胜管理处（村委会）", 5): "长胜",
    ("东湖社区居民委员会", 5): "东湖",
    ("社区居委会", 5): "社区",
    ("居委会", 5): "居委会",
    ("云集镇", 4): "云集",
    ("云集街道办事处", 4): "云集",
    ("黄金土家族白族乡", 4): "黄金",
    ("东乡镇", 4): "东乡",
    ("镇头镇", 4): "镇头",
    ("河西开发区", 4): "河西开发区",
    ("祁阳市", 3): "祁阳",
    ("江华瑶族自治县", 3): "江华",
    ("县", 3): "县",
    ("湘西土家族苗族自治州", 2): "湘西",
    ("新疆维吾尔自治区", 1): "新疆维吾尔",
}


@pytest.mark.parametrize(("name", "level"), STEMS)
def test_a_stem_is_the_name_without_its_ending(name: str, level: int) -> None:
    assert stem(name, level) == STEMS[name, level]


KINDS = {
    ("云集街道", 4): "街道",
    ("云集镇", 4): "镇",
    ("小沙江瑶族乡", 4): "乡",
    ("河西开发区", 4): "",
    ("金星社区居委会", 5): "社区",
    ("金星村委会", 5): "村",
    ("祁阳市", 3): "市",
    ("衡阳市", 2): "",
}


@pytest.mark.parametrize(("name", "level"), KINDS)
def test_the_ending_names_the_kind_of_body(name: str, level: int) -> None:
    assert kind_of(name, level) == KINDS[name, level]


ALIKE = {
    ("干冲村委会", "甘冲村", 5): True,
    ("转角坵村", "转角丘村", 5): True,
    ("木瓜界村委会", "木瓜村委会", 5): True,
    ("东风路街道", "东风街道", 4): True,
    ("吐泉村", "鸿堰村", 5): False,
    ("六连队", "八连生活区", 5): False,
    ("城东社区", "城西社区", 5): False,
    ("第一居委会", "第二居委会", 5): False,
    ("大山村", "小山村", 5): False,
}


@pytest.mark.parametrize(("one", "other", "level"), ALIKE)
def test_names_that_share_half_are_alike_unless_they_tell_neighbours_apart(one: str, other: str, level: int) -> None:
    assert are_alike(one, other, level) == are_alike(other, one, level) == ALIKE[one, other, level]


def test_places_above_may_stand_in_front_of_a_name() -> None:
    above = ["广东省", "河源市", "东源县", "黄村镇"]
    assert bare("东源县黄村镇宁山村民委员会", 5, above) == "宁山村民委员会"
    assert bare("广东省河源市东源县黄村镇宁山村民委员会", 5, above) == "宁山村民委员会"
    assert bare("黄村镇居委会", 5, above) == "黄村镇居委会", "nothing of a name would be left"


@pytest.mark.parametrize(
    ("name", "gone", "parts"),
    [
        ("华辉村", ["华兴村", "光辉村", "互助村"], ["华兴村", "光辉村"]),
        ("金柘村", ["金星村", "柘里村"], ["金星村", "柘里村"]),
        ("华辉村", ["华兴村", "华新村", "光辉村"], []),
        ("华辉村", ["华辉寨村"], []),
        ("华华村", ["华兴村", "华新村"], []),
        ("向阳新村", ["向前村", "阳光村"], []),
    ],
)
def test_a_merged_village_is_named_after_its_parts(name: str, gone: list[str], parts: list[str]) -> None:
    assert blended(name, by_sign(gone)) == parts
