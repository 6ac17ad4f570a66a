"""The body that acts for a division, by the naming custom of culture bureaus; pure. An officer may correct it."""

import re

_COMMITTEE = re.compile(r"(村民|居民|村|居)委(员)?会$")
_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


def acting_name(name: str, level: int) -> str:
    """The culture bureau, station or service centre of a division of a level (1 province to 5 village)."""
    match level:
        case 1:
            return f"{name}文化和旅游{'局' if name in _MUNICIPALITIES else '厅'}"
        case 2 | 3:
            return f"{name}文化旅游广电体育局"
        case 4:
            return f"{name}综合文化站"
        case _:
            return f"{village_name(name)}综合文化服务中心"


def village_name(name: str) -> str:
    """A village or community without its committee: 火炬村委会 is 火炬村, 永福居委会 is 永福, 社区 stays."""
    found = _COMMITTEE.search(name)
    if not found or not (short := name[: found.start()]):
        return name
    is_village = found.group(1).startswith("村") and not short.endswith(("村", "社区"))
    return f"{short}村" if is_village else short
