"""What a name is found under: pure, no database."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.places import HUNAN
from xiangyun.search import endings
from xiangyun.search.folding import fold
from xiangyun.search.keys import keys_of
from xiangyun.search.models import KEY_SIGNS, SearchKey
from xiangyun.search.readings import readings_of

What = SearchKey.What

FOLDED = {
    "衡陽": "衡阳",
    " 石 鼓 區 ": "石鼓区",
    "ＣＢＤ社區": "cbd社区",
    "Héng'yáng": "hengyang",
    "Lǚ jiā": "lvjia",
    "塘基上（青山里）村": "塘基上青山里村",
    "４３０４": "4304",
    "薴": "苎",  # by way of 苧
    "。": "",
}
READ = {  # name: its readings, each as one text
    "长沙": ["changsha"],
    "长坪": ["changping"],
    "长塘": ["changtang"],
    "长岭": ["changling"],
    "长冲": ["changchong"],
    "西长街": ["xichangjie"],
    "长子县": ["zhangzixian"],
    "三都": ["sandu"],
    "六都寨": ["liuduzhai"],
    "公平圩": ["gongpingxu", "gongpingwei"],
    "东湖圩": ["donghuxu", "donghuwei"],
    "太平圩": ["taipingxu", "taipingwei"],
    "大和圩": ["dahexu", "dahewei"],
    "耒阳": ["leiyang"],
    "蒸湘": ["zhengxiang"],
    "珠晖": ["zhuhui"],
    "郴州": ["chenzhou"],
    "酃湖": ["linghu"],
    "枞树": ["congshu", "zongshu"],
    "枞阳": ["zongyang"],
    "民乐": ["minle"],
    "乐清": ["yueqing"],
    "曾家": ["zengjia"],
    "绿汀": ["lvting"],
    "吕家": ["lvjia"],
    "略坝": ["lveba"],
    "白鹤咀": ["baihezui", "baiheju"],
    "k1路": ["k1lu"],
}
SPLIT = {
    "和平村": ("和平", "村"),
    "和平村委会": ("和平", "村"),
    "中都村村委会": ("中都", "村"),
    "和平村民委员会": ("和平", "村"),
    "文艺新村社区居委会": ("文艺新村", "社区"),
    "幸福居委会": ("幸福", "社区"),
    "八方社区委员会": ("八方", "社区"),
    "石鼓区": ("石鼓", "区"),
    "朝阳街街道": ("朝阳街", "街道"),
    "江华瑶族自治县": ("江华瑶族", "自治县"),
    "大市镇": ("大市", "镇"),
    "村": ("村", ""),
    "衡阳市图书馆": ("衡阳市图书馆", ""),
}


@pytest.mark.parametrize("text", FOLDED)
def test_folding(text: str) -> None:
    assert fold(text) == FOLDED[text]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_twice_changes_no_sign_of_chinese() -> None:
    signs = [chr(n) for n in range(0x2E80, 0xA000)]
    assert [sign for sign in signs if fold(fold(sign)) != fold(sign)] == []


@pytest.mark.parametrize("name", READ)
def test_readings_in_names_of_places(name: str) -> None:
    assert ["".join(reading) for reading in readings_of(name)] == READ[name]


def test_every_name_of_a_province_has_a_syllable_for_each_sign() -> None:
    names = {fold(line.split(",")[1]) for line in gzip.decompress(HUNAN.read_bytes()).decode().splitlines()[1:]}
    wrong = [n for n in names if any(len(r) != len(n) or not "".join(r).isascii() for r in readings_of(n))]
    assert wrong == []


@pytest.mark.parametrize("name", SPLIT)
def test_a_name_is_split_into_its_own_part_and_a_generic_ending(name: str) -> None:
    assert endings.split(name) == SPLIT[name]


def test_the_keys_of_a_village() -> None:
    assert keys_of(["長坪村委會"], ["和平村"], ["430407001201"]) == [
        (What.NAME, "长坪 村"),
        (What.PART, "坪 村"),
        (What.PINYIN, "changping cun"),
        (What.INITIALS, "cp c"),
        (What.FORMER, "和平 村"),
        (What.FORMER, "平 村"),
        (What.PINYIN, "heping cun"),
        (What.INITIALS, "hp c"),
        (What.CODE, "430407001201"),
    ]


def test_an_institution_has_no_generic_ending() -> None:
    assert keys_of(["图书馆"], (), ()) == [
        (What.NAME, "图书馆"),
        (What.PART, "书馆"),
        (What.PART, "馆"),
        (What.PINYIN, "tushuguan"),
        (What.INITIALS, "tsg"),
    ]


def test_latin_letters_and_figures_inside_a_name_are_typed_without_chinese() -> None:
    assert keys_of(["光1k社区"], (), ()) == [
        (What.NAME, "光1k 社区"),
        (What.PART, "1k 社区"),
        (What.PART, "k 社区"),
        (What.PINYIN, "guang1k shequ"),
        (What.INITIALS, "g1k sq"),
        (What.PINYIN, "1k shequ"),
    ]


@pytest.mark.parametrize("stated", ["zhang ping cun", "zhang ping", "Zhāng píng"])
def test_an_editor_states_the_pinyin_of_the_usual_name(stated: str) -> None:
    found = keys_of(["长坪村", "长村"], (), (), stated)
    assert [key for what, key in found if what == What.PINYIN] == ["zhangping cun", "chang cun"]


@given(st.lists(st.text()), st.lists(st.text()), st.lists(st.text()), st.text())
def test_whatever_the_names_keys_fit_their_column(
    names: list[str], former: list[str], codes: list[str], pinyin: str
) -> None:
    found = keys_of(names, former, codes, pinyin)
    assert len(found) == len(set(found))
    assert [key for _, key in found if not 0 < len(key) <= KEY_SIGNS or key != key.strip()] == []
