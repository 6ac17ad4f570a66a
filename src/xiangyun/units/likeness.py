"""How alike two names of divisions are: without what only says which kind of body it is; pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

COUNTY, TOWNSHIP, VILLAGE = 3, 4, 5
_PEOPLES = [
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "各",
]
_OF_PEOPLES = f"(?:(?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})族)"
_ENDINGS = {
    1: r"省|市|自治区|特别行政区",
    2: rf"{_OF_PEOPLES}*自治州|市|地区|州|盟",
    3: rf"{_OF_PEOPLES}*自治[县旗]|县|市|区|旗|林区|特区",
    4: rf"{_OF_PEOPLES}+乡|民族乡|乡|镇|街道(?:办事处)?|办事处|地区|苏木|管理[区处]|管委会|管理委员会|公务中心",
    5: r"社区|村|居委会|村委会|居民委员会|村民委员会|委员会|居委|村委|[居村]民|委会|管理处|生活区|队|[（(][^）)]*[）)]",
}
_ENDING = {level: re.compile(rf"(?:{ending})$") for level, ending in _ENDINGS.items()}
_TELLING = ("一二三四五六七八九十百零0123456789", "东西南北中", "上下", "前后", "左右", "内外", "大小", "新老")
"""Signs that tell neighbours apart: 六连 and 八连, 城东 and 城西 are two places however alike they are."""
_STREET, _RESIDENTS = re.compile(r"街道(?:办事处)?$"), re.compile(r"社区|居")
_ALIKE = 0.5
"""Of the signs of the longer name: 干冲 and 甘冲 are alike, 吐泉 and 鸿堰 are not."""


@lru_cache(maxsize=100_000)
def stem(name: str, level: int) -> str:
    """The name without its generic ending: 金星 for 金星村委会 and 金星社区. Never empty.

    Villages may bear several endings (五一管理处村委会), all others one: 东乡镇 is not 东.
    """
    found = name
    while shorter := _ENDING[level].sub("", found):
        if shorter == found:
            break
        found = shorter
        if level < VILLAGE:
            break
    return found


def kind_of(name: str, level: int) -> str:
    """Which kind of body the ending names, as one word, to see a change of kind; empty if it names none."""
    if level == TOWNSHIP:
        return "街道" if _STREET.search(name) else _last(name, "镇乡")
    if level == VILLAGE:
        return "社区" if _RESIDENTS.search(name[-6:]) else "村"
    return _last(name, "县市区旗") if level == COUNTY else ""


def are_alike(one: str, other: str, level: int) -> bool:
    """Whether two names share half of their signs, endings left out: a rename, a correction, a variant sign."""
    a, b = Counter(stem(one, level)), Counter(stem(other, level))
    if (a & b).total() < _ALIKE * max(a.total(), b.total()):
        return False
    mine, yours = a - b, b - a
    return not any(any(s in mine for s in signs) and any(s in yours for s in signs) for signs in _TELLING)


def bare(name: str, level: int, above: Collection[str]) -> str:
    """The name without the names of the places above it written in front: 东源县黄村镇宁山村民委员会."""
    for place in above:
        rest = name.removeprefix(place)
        if rest and stem(rest, level) != rest:
            name = rest
    return name


def by_sign(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Village names by each sign of their stems, for `blended`."""
    found = defaultdict(list)
    for name in names:
        for sign in set(stem(name, VILLAGE)):
            found[sign].append(name)
    return found


def blended(name: str, gone: Mapping[str, Collection[str]]) -> list[str]:
    """Of village names that are gone, the two or three out of which a new one is put together, else none.

    华辉 takes 华 from 华兴 and 辉 from 光辉: the usual way to name a village merged from others.
    """
    signs = stem(name, VILLAGE)
    if not 1 < len(signs) <= 3 or len(set(signs)) < len(signs):
        return []
    parts = [found[0] for sign in signs if len(found := list(gone.get(sign, ()))) == 1]
    return parts if len(parts) == len(signs) == len(set(parts)) else []


def _last(name: str, kinds: str) -> str:
    return name[-1] if name[-1] in kinds else ""
