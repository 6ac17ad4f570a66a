"""Some places of Hunan with their true names, as entries."""

from pathlib import Path

from xiangyun.search.writing import Entry

HUNAN = Path(__file__).resolve().parents[2] / "src/xiangyun/units/data/divisions_hunan.csv.gz"
UNIT = "unit"
INSTITUTION = 6

# code: names, former names, above
PLACES = {
    "43": ("湖南省", (), ""),
    "4301": ("长沙市", (), "43"),
    "4304": ("衡阳市", ("衡州府",), "43"),
    "430407": ("石鼓区", ("城北区",), "4304"),
    "430408": ("蒸湘区", (), "4304"),
    "430421": ("衡阳县", (), "4304"),
    "430481": ("耒阳市", (), "4304"),
    "430421111": ("三湖镇", (), "430421"),
    "430421205": ("长安乡", (), "430421"),
    "430407003": ("和平街道", (), "430407"),
    "430481104": ("公平圩镇", (), "430481"),
    "430481113": ("三都镇", (), "430481"),
    "430481204": ("长坪乡", (), "430481"),
    "430407003001": ("和平社区居委会", (), "430407003"),
    "430407003202": ("角山村委会", (), "430407003"),
    "430421111201": ("和平村村委会", (), "430421111"),
    "430421111202": ("和平溪村", (), "430421111"),
    "430481204200": ("长长岭村", (), "430481204"),
    "430481204201": ("绿汀社区", (), "430481204"),
    "430408001001": ("CBD社区", (), "430408"),
    "430408001002": ("朝阳街居委会", (), "430408"),
    "430408001003": ("阳光１００社区", (), "430408"),
    "~library": ("衡阳市图书馆", (), "4304"),
}
CODES = list(PLACES)
LEVELS = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}


def id_of(code: str) -> int:
    """A place's id: where it stands in the table."""
    return CODES.index(code) + 1


def entries() -> list[Entry]:
    """All places."""
    return [
        Entry(
            subject_id=id_of(code),
            rank=INSTITUTION if code.startswith("~") else LEVELS[len(code)],
            names=[name],
            former=former,
            codes=[code],
        )
        for code, (name, former, _) in PLACES.items()
    ]


class Tree:
    """What stands below what in the table; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def below(self, tops: object, most: int) -> list[int]:
        self.asked += 1
        return [n for n in range(1, len(CODES) + 1) if self._is_below(n, tops)][:most]

    def among(self, tops: object, candidates: object) -> set[int]:
        self.asked += 1
        return {n for n in candidates if self._is_below(n, tops)}  # type: ignore[attr-defined]

    def _is_below(self, n: int, tops: object) -> bool:
        code = CODES[n - 1]
        while code and id_of(code) not in tops:  # type: ignore[operator]
            code = PLACES[code][2]
        return bool(code)
