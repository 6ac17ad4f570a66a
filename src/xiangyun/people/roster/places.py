"""Which unit a name or a code in a table means: 430426106222, 祁东县/归阳镇/印塘村, 印塘村; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xiangyun.core.folding import fold
from xiangyun.units.paths import unit_ids

_BETWEEN = re.compile(r"[\s/\\>＞、·,，|—－-]+")
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit as a table may name it: its id, path, names and codes."""

    pk: int
    path: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means: one unit, several that it could be, or none."""

    unit: int | None
    could_be: tuple[int, ...] = ()


@dataclass
class Places:
    """The units that a table may name, by name and by code."""

    units: Mapping[int, Placed]
    codes: Mapping[str, int]
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 0

    @classmethod
    def of(cls, units: Iterable[Placed], codes: Mapping[str, int]) -> "Places":
        """The index of these units."""
        made = cls({unit.pk: unit for unit in units}, codes)
        for unit in made.units.values():
            for name in {_plain(name) for name in unit.names if name}:
                made.by_name[name].append(unit.pk)
                made.longest = max(made.longest, len(name))
        return made

    def find(self, text: str) -> Found:
        """A code, a name, or a name after those of units above it in any spelling of the way."""
        compact = text.strip()
        if (pk := self.codes.get(compact)) in self.units:
            return Found(pk)
        plain = _plain(compact)
        whole = self.by_name.get(plain, [])
        if len(whole) == 1:
            return Found(whole[0])
        ways = [pk for pk, before in self._endings(plain) if self._leads(before, pk)]
        if len(ways) == 1:
            return Found(ways[0])
        return Found(None, tuple(dict.fromkeys([*ways, *whole]))[:MOST_CANDIDATES])

    def _endings(self, plain: str) -> list[tuple[int, str]]:
        """Units whose name ends the text, with what stands before it; the longest names only."""
        for start in range(max(0, len(plain) - self.longest), len(plain) - 1):
            if found := self.by_name.get(plain[start:]):
                return [(pk, plain[:start]) for pk in found]
        return []

    def _leads(self, before: str, pk: int) -> bool:
        """Whether what stands before the name is made of names of units above, from the top down."""
        if not before:
            return False
        above = [self.units[i] for i in unit_ids(self.units[pk].path)[:-1] if i in self.units]
        return _consumed(before, [{_plain(n) for n in unit.names if n} for unit in above])


def _consumed(text: str, levels: Sequence[set[str]]) -> bool:
    if not text:
        return True
    for place, names in enumerate(levels):
        for name in names:
            if text.startswith(name) and _consumed(text[len(name) :], levels[place + 1 :]):
                return True
    return False


def _plain(text: str) -> str:
    return fold(_BETWEEN.sub("", text)).lower()
