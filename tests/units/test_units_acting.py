"""Who acts for a division, by its name."""

import pytest

from xiangyun.units.acting import acting_name, village_name

ACTS = [
    ("湖南省", 1, "湖南省文化和旅游厅"),
    ("广西壮族自治区", 1, "广西壮族自治区文化和旅游厅"),
    ("上海市", 1, "上海市文化和旅游局"),
    ("衡阳市", 2, "衡阳市文化旅游广电体育局"),
    ("祁东县", 3, "祁东县文化旅游广电体育局"),
    ("归阳镇", 4, "归阳镇综合文化站"),
    ("先锋街道", 4, "先锋街道综合文化站"),
    ("火炬村委会", 5, "火炬村综合文化服务中心"),
    ("湘江社区居委会", 5, "湘江社区综合文化服务中心"),
]
SHORT = [
    ("火炬村委会", "火炬村"),
    ("火炬村民委员会", "火炬村"),
    ("暮云新村村委会", "暮云新村"),
    ("印塘村", "印塘村"),
    ("识字里社区居委会", "识字里社区"),
    ("银谷国际社区居民委员会", "银谷国际社区"),
    ("西水社区村委会", "西水社区"),
    ("永福居委会", "永福"),
    ("湘江社区", "湘江社区"),
    ("松木生活区", "松木生活区"),
    ("村委会", "村委会"),
]


@pytest.mark.parametrize(("name", "level", "acting"), ACTS)
def test_who_acts(name: str, level: int, acting: str) -> None:
    assert acting_name(name, level) == acting


@pytest.mark.parametrize(("name", "short"), SHORT)
def test_a_village_without_its_committee(name: str, short: str) -> None:
    assert village_name(name) == short
