"""What the name of a party means, read off its words alone: classes of places, types of institutions, a name to look
up, or nobody who owes a return; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xiangyun.core.folding import fold

from .party_places import VILLAGE, Front, Narrow, front_of, level_of_narrow, next_below

Why = Literal[
    "", "unknown", "several", "not_here", "issuer", "receiver_only", "persons", "count_differs", "other_line"
]  # fmt: skip
"""Why a name resolves to nobody; blank where it does."""

OPERATOR_TYPES = ("book_house",)
CULTURE_TYPES = ("art_gallery", "children_library", "culture_centre", "library", "library_branch", "museum")
PUBLIC_LIBRARIES = ("children_library", "library")
EACH_PLACE_HAS = (PUBLIC_LIBRARIES, ("children_library",), ("culture_centre",), ("museum",), ("art_gallery",))
"""Types of which a place has one: alone, 文化馆 may be the issuer's own or everybody's."""
TYPES = (  # the words that end a name, the longest first: what they mean
    (r"公共文[化旅](?:服务)?(?:场所|场馆|机构|设施|单位)|文化场[馆所]|场馆|场所", CULTURE_TYPES),
    (r"(?:24小时|城市|微型)?(?:自助)?图书(?:屋|驿站)|24小时(?:自助)?图书馆|自助图书馆|(?:农家|城市|智慧)?书[屋房吧]"
     r"|(?:文化|书香|城市|阅读)?驿站", OPERATOR_TYPES),
    (r"(?:少年)?(?:儿童|少儿)图书馆|少年图书馆", ("children_library",)),
    (r"(?:图书馆)?分馆", ("library_branch",)),
    (r"(?:公共)?图书馆", PUBLIC_LIBRARIES),
    (r"文化馆|群众艺术馆|群艺馆", ("culture_centre",)),
    (r"博物馆|纪念馆", ("museum",)),
    (r"美术馆", ("art_gallery",)),
    (r"(?:艺术|文艺|专业|国有|民营)*(?:院团|剧团|艺术团|文艺团[队体])", ("troupe",)),
    (r"(?:文化|文旅|文艺|文旅广体)*志愿(?:者)?(?:服务)?(?:团队|分队|队伍|队)", ("volunteer_team",)),
)  # fmt: skip
_TYPED = [
    (re.compile(rf"(?:{words})(?:的?(?:运营|经营|管理|承办)(?:方|者|单位|机构|主体|企业))?(?:等)?$"), types)
    for words, types in TYPES
]

_PERSONS = re.compile(
    r"(?:人员|[^法]人|者|师生|教师|老师|学生|家长|选手|群众|市民|村民|居民|干部|职工|同志|专干|骨干|专家|评委|代表"
    r"|[^委成]员|主任|[局馆站校]长|书记)(?:等)?$"
)
_ADDRESSED = re.compile(r"(?:各地区?、?)?各?(?:有关|相关|责任|参与|参加|成员)?(?:单位|部门)")
_ALL_PLACES = re.compile(r"各地区?")
_SECTION = r"(?:[\u4e00-\u9fff]{0,12}(?:科|股|处|室|中心|党委|党组|机关|办))?"
_OWN_BODY = re.compile(rf"(?:我|本)(?:局|厅|委|办|部|馆|站|中心|会|校){_SECTION}|局(?:党委|党组|机关|领导|办公室)")
_BODY = re.compile(
    r"[\u4e00-\u9fff()、]{0,24}(?:局|厅|委|会|办|办公室|股|科|科室|所|站|中心|政府|党委|党工委|部门|机构|处)"
    r"(?:\([\u4e00-\u9fff]{1,10}\))?(?:等)?"
)
_STATION = re.compile(r"(?:基层)?(?:综合)?文化站")
_CENTRE = re.compile(r"(?:综合性?)?文化(?:综合)?(?:服务)?中心")
_WITH_CENTRES = re.compile(r"站\((?:村|村\(社区\)|村社区)[\u4e00-\u9fff]{0,10}中心\)")
_POWERS = r"(?:党委|党工委|党组|委|人民政府|政府|党政)"
_BODY_ABOVE = r"(?:厅|局|部|委|会|办|处|室|平台|中心|馆|云|司)"
_PLACE_END = re.compile(r"社区|街道|[县市区旗州盟镇乡村]")


@dataclass(frozen=True, slots=True)
class Home:
    """The issuer's place: its name, level, and the names of the body that acts for it (of the tree, of the notice)."""

    name: str
    level: int
    bodies: tuple[str, ...]

    @property
    def own(self) -> str:
        """The word that means this place in its own notices: 市."""
        return self.name[-1:]

    @property
    def above(self) -> str:
        """The words of the levels above, as a pattern."""
        words = ["省", "自治区", "国家", "中央", "全国", "国务院", "上级", "文化和旅游部"]
        words += [word for word, level in (("市", 2), ("州", 2), ("县", 3), ("区", 3)) if level < self.level]
        return "|".join(word for word in words if word != self.own)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name says, before the tree is looked at.

    `why` is set where nobody below owes by it. `places` are whole classes; `types` are institutions: of the issuer's
    own place (`is_own`), of all (`every`; of `places` where there are some), or at the place that `named` finds.
    `named` are names to look up, the likeliest first; `is_addressed` means those to whom the notice goes.
    """

    why: Why = ""
    every: bool = False
    count: int | None = None
    places: tuple[tuple[Narrow, ...], ...] = ()
    types: tuple[str, ...] = ()
    is_own: bool = False
    named: tuple[str, ...] = ()
    is_addressed: bool = False

    @property
    def is_bare(self) -> bool:
        """A type of institution that does not say whose: 文化馆."""
        return bool(self.types) and not (self.every or self.is_own) and len(self.named) == 1


def key_of(name: str) -> str:
    """A name in one writing: simplified, half-width, without spaces and quotation marks."""
    return re.sub(r"[\s\"'·]", "", fold(name)).strip("、,;:.")


def meaning_of(name: str, home: Home) -> Meaning:
    """Read a name; what it says of nobody in particular has `why`."""
    key = key_of(name)
    if not key:
        return Meaning(why="unknown")
    if _ADDRESSED.fullmatch(key):
        return Meaning(is_addressed=True)
    if _ALL_PLACES.fullmatch(key):
        return Meaning(every=True, places=((next_below(home.level),),))
    if is_issuer(key, home):
        return Meaning(why="issuer")
    if is_above(key, home):
        return Meaning(why="receiver_only", named=(key,))
    if _PERSONS.search(key):
        return Meaning(why="persons")
    front = front_of(key, home.own, home.level)
    return _of_types(key, front, home) or _of_places(key, front) or _of_name(key, home)


def looks_like_one(name: str, home: Home) -> bool:
    """Whether a name that was not found is that of a certain place or body, so that it must stand elsewhere."""
    if name.startswith(("有关", "相关", "部分", "其他", "其余", "各", "每")):
        return False
    return name.startswith((home.own, home.name)) or re.search(rf".(?:{_PLACE_END.pattern})$", name) is not None


def is_issuer(key: str, home: Home) -> bool:
    """我局, 市局, 市局公共服务科, 市文旅广体局: the body itself, or a section of it."""
    if _OWN_BODY.fullmatch(key) or re.fullmatch(rf"{home.own}(?:局|厅){_SECTION}", key):
        return True
    return any(_abbreviates(key, body, home) for body in home.bodies if body)


def _abbreviates(key: str, body: str, home: Home) -> bool:
    """Whether the name up to its first 局 leaves out signs of the body's name, but neither the first nor the last."""
    body = fold(body).removeprefix(home.name)
    if not body or body[-1] not in key:
        return False
    head, section = key.split(body[-1], 1)
    said = head.removeprefix(home.name) if head.startswith(home.name) else head.removeprefix(home.own)
    if not said or said[0] != body[0] or not re.fullmatch(_SECTION, section):
        return False
    rest = iter(body)
    return all(sign in rest for sign in said)


def is_above(key: str, home: Home) -> bool:
    """Party and government of the issuer's own place and up, and every body of a level above."""
    own = f"{home.above}|{home.own}"
    if re.fullmatch(rf"(?:当地|本地|地方|所在地|属地|同级|各级|本级)*(?:(?:{own})?{_POWERS}[、和及]?)+", key):
        return True
    return re.fullmatch(rf"(?:{home.above})[\u4e00-\u9fff]*{_BODY_ABOVE}", key) is not None


def _of_types(key: str, front: Front, home: Home) -> Meaning | None:
    """Institutions, by the words that end their name."""
    for pattern, types in _TYPED:
        found = pattern.search(key, len(key) - len(front.rest))
        if found is None:
            continue
        if front.is_own and found.start() == len(key) - len(front.rest):
            own = ("library",) if types == PUBLIC_LIBRARIES else types
            return Meaning(types=own, is_own=True, named=(home.name + front.rest, key))
        if found.start() == len(key) - len(front.rest):
            every = front.every or bool(front.places) or types not in EACH_PLACE_HAS
            return Meaning(every=every, count=front.count, types=types, places=_whose(front), named=(key,))
        place = key[: found.start()]
        own = ("library",) if types == PUBLIC_LIBRARIES and found[0] == "图书馆" else types
        names = dict.fromkeys((key, place, place.removeprefix(home.name)))
        return Meaning(types=own, named=tuple(filter(None, names)))
    return None


def _whose(front: Front) -> tuple[tuple[Narrow, ...], ...]:
    """县图书馆, not 各县图书馆, means those of the level; a county of them is as good as a district."""
    if front.every or len(front.places) != 1:
        return front.places
    return (({"level": level_of_narrow(front.places[0][0])},),)


def _of_places(key: str, front: Front) -> Meaning | None:
    """Whole classes of places, with the body that acts for them or without."""
    places = front.places
    if not places and not front.is_own:
        if _STATION.match(front.rest) and _BODY.fullmatch(front.rest):
            places = (({"level": VILLAGE - 1},),)
        elif _CENTRE.fullmatch(front.rest):
            places = (({"level": VILLAGE},),)
    if not places or (front.rest and not _BODY.fullmatch(front.rest)):
        return None
    if _WITH_CENTRES.search(front.rest) and {"level": VILLAGE} not in [choices[0] for choices in places]:
        places = (*places, ({"level": VILLAGE},))
    return Meaning(every=True, count=front.count, places=places, named=() if front.every else (key,))


def _of_name(key: str, home: Home) -> Meaning:
    """A name to look up: as it stands, with the issuer's place in front, or only the place in it."""
    found = [*_names(key)]
    for prefix in (home.name, f"我{home.own}", f"本{home.own}"):
        if key.startswith(prefix):
            found += _names(key.removeprefix(prefix))
    if key.startswith(home.own) and len(key) > 1:
        found.insert(0, home.name + key[1:])
    return Meaning(named=tuple(dict.fromkeys(found)))


def _names(key: str) -> Iterator[str]:
    """The name, and those beginnings of it that may be a place for which the rest acts, the longest first."""
    yield key
    for found in sorted(_PLACE_END.finditer(key), key=lambda f: -f.end()):
        if 1 < found.end() < len(key) and _BODY.fullmatch(key[found.end() :]):
            yield key[: found.end()]
