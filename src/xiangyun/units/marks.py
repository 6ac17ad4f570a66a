"""What a row of a list is by its code and name: a body, a quasi unit, a possible zone, or a filler; pure."""

from collections.abc import Mapping

from .lists import Row

CITY, COUNTY, TOWNSHIP = 2, 3, 4
_NAMES_OF_NO_BODY = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def is_quasi(code: str, level: int) -> bool:
    """Listed beside the townships, yet a park, a farm or a prison: digits 7 to 9 from 400 to 599.

    Source: coding rules of the statistical division codes (国家统计局).
    """
    return level == TOWNSHIP and "400" <= code[6:9] <= "599"


def may_be_zone(row: Row) -> bool:
    """Listed beside the counties with digits 5 and 6 from 71 to 79: a development zone or a managed area.

    Some of them govern like a county and some do not: a person decides, the rule only asks.
    """
    return row.level == COUNTY and "71" <= row.code[4:6] <= "79" and not row.name.endswith(("县", "市", "旗"))


def is_filler(row: Row, parents: Mapping[str, Row]) -> bool:
    """A row that only fills its level: 市辖区, or a county that repeats its city because there are no counties."""
    if row.level not in {CITY, COUNTY}:
        return False
    parent = parents.get(row.parent_code)
    return row.name in _NAMES_OF_NO_BODY or (parent is not None and parent.name == row.name)
