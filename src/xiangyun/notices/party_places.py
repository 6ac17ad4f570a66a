"""Words for whole classes of places at the front of a party's name: 各县(市、区), 7个县市, 乡镇(街道), 行政村; pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from xiangyun.core.numerals import number_of

from .place_classes import levels_of

Narrow = dict[str, Any]
"""What a definition says beyond its kind and where it begins: {"level": 3} or {"classes": ["county"]}."""

CITY, COUNTY, TOWNSHIP, VILLAGE = 2, 3, 4, 5
_EVERY = "各|每|全|所有|所属|所辖|下属|下辖|辖"
_SCOPE = (
    r"(?:(?:全|我|本)(?:省|市|州|县|区|旗)|辖区内?|辖内|所辖|下辖|所属|下属|所有|全部|全体|各级|各类|各个|各|每个|每)*"
)
_TOKEN = (
    r"行政村|村民委员会|村委会|居民委员会|居委会|社区|县级市|市辖区|城区|街道办事处|街道|办事处|苏木|嘎查"
    r"|省|县|市|区|旗|州|盟|乡|镇|街|村|居"
)
_FRONT = re.compile(
    rf"(?P<scope>{_SCOPE})(?:(?P<count>\d{{1,5}}|[一二两三四五六七八九十百]{{1,5}})个?(?={_TOKEN}))?"
    rf"(?P<places>(?:(?:{_TOKEN})[、,/()和及与]*)*)(?P<level>级)?"
)
_OF_CITY = {"市", "州", "盟"}
_OF_COUNTY = {
    "县": "county", "旗": "county", "区": "district", "城区": "district", "市辖区": "district",
    "市": "county_city", "县级市": "county_city",
}  # fmt: skip
_OF_TOWNSHIP = {
    "镇": "town", "乡": "township", "苏木": "township",
    "街道": "street", "街": "street", "街道办事处": "street", "办事处": "street",
}  # fmt: skip
_OF_VILLAGE = {
    "行政村": "village", "村委会": "village", "村民委员会": "village", "嘎查": "village", "村": "",
    "社区": "community", "居": "community", "居委会": "community", "居民委员会": "community",
}  # fmt: skip
_WHOLE = {
    COUNTY: ({"county", "district"},),
    TOWNSHIP: ({"town", "township"}, {"town", "street"}),
    VILLAGE: ({"village", "community"},),
}
"""Classes that, named together, are custom's words for the whole level: 区县, 乡镇, 镇街, 村(社区)."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a name: whether it says every (各, 全市), how many there are said to be, and what it names.

    `places` holds for each level named what it may mean, the likeliest first. `rest` is the name behind it.
    `is_own` says that nothing but the word of the issuer's own place stands there (市 in 市图书馆).
    """

    every: bool
    count: int | None
    places: tuple[tuple[Narrow, ...], ...]
    rest: str
    is_own: bool = False


def front_of(key: str, own: str, level: int) -> Front:
    """Read the front of a folded name in a notice of a place of a level whose own word is `own` (市, 县)."""
    found = _FRONT.match(key)
    if found is None:  # the pattern matches the empty text, so this does not come to pass
        return Front(False, None, (), key)
    count = int(number_of(found["count"])) if found["count"] else None
    every = bool(re.search(_EVERY, found["scope"])) or count is not None
    tokens = re.findall(_TOKEN, found["places"])
    rest = key[found.end() :]
    if not every and not found["level"] and tokens == [own]:
        return Front(False, None, (), rest, is_own=True)
    if tokens and found["scope"].startswith(("我", "本")) and not every and tokens == [own]:
        return Front(False, None, (), rest, is_own=True)
    return Front(every, count, tuple(_levels(tokens, level, is_level=bool(found["level"]))), rest)


def level_of_narrow(narrow: Narrow) -> int:
    """The level of what is named."""
    return int(narrow["level"]) if "level" in narrow else levels_of(narrow["classes"]).pop()


def next_below(level: int) -> Narrow:
    """各地: the places directly below the issuer."""
    return {"level": min(level + 1, VILLAGE)}


def _levels(tokens: list[str], home: int, *, is_level: bool) -> list[tuple[Narrow, ...]]:
    """What is named on each level, from the top."""
    found: list[tuple[Narrow, ...]] = []
    if home < CITY:
        cities = 0
        while cities < len(tokens) and tokens[cities] in _OF_CITY:
            cities += 1
        tokens, found = tokens[cities:], [({"level": CITY},)] if cities else []
    elif {"州", "盟"} & set(tokens):  # places beside the issuer's own
        return []
    for level, words in ((COUNTY, _OF_COUNTY), (TOWNSHIP, _OF_TOWNSHIP), (VILLAGE, _OF_VILLAGE)):
        named = [words[token] for token in tokens if token in words]
        if named:
            found.append(({"level": level},) if is_level else _choices(level, set(named)))
    return found


def _choices(level: int, classes: Collection[str]) -> tuple[Narrow, ...]:
    """A whole level, or its classes. 村 says both: all of the level, or the villages proper."""
    whole: Narrow = {"level": level}
    if "" in classes:
        named = {*classes} - {""} | {"village"}
        return (whole,) if len(named) > 1 else (whole, {"classes": sorted(named)})
    narrow: Narrow = {"classes": sorted(classes)}
    if any(set(classes) == custom for custom in _WHOLE[level]):
        return whole, narrow
    return (whole,) if len(classes) == 3 else (narrow,)
