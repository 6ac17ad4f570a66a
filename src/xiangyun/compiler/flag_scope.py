"""The clause and the sentence around a place of a text, and whether the words there order anything."""

import re
from bisect import bisect_left, bisect_right

from xiangyun.compiler.flag_words import Hit

NEARBY = 2
UNDOES_WITHIN = 16

_SENTENCE_ENDS = re.compile(r"[。;!?\n]+")
_CLAUSE_ENDS = re.compile(r"[,:。;!?\n\t]+")
_NAMES = re.compile(r"《[^》\n]{0,200}》")

# What forbids the words behind it in a clause, and what undoes those right behind it.
_FORBIDDEN = re.compile(
    r"不得(?!少|低|漏|迟|晚|早|超)|不准|不许|不再|不搞|不设|不以|不把|不将|不要求|不强制|不强求|无需|无须|不必|不需要?|严禁|禁止"
)
_UNDONE = re.compile(r"(?:取消|停止|清理|纠正|整治|叫停|废止|杜绝|防止|避免|反对)")
_TAKEN_BACK = re.compile(
    r"(?:一律|予以|应当|应予|全部)(?:取消|叫停|废止|停止)(?=[,:。;!?\n\t]|$)|不作为|不纳入|不再(?:作为|使用|要求|进行|实行)"
    r"|不得(?:设置|采用|使用|作为|要求|开展)"
)
_CARRIED = re.compile(r"\s*(?:以及|或者?|和|及|与)")
_CRITICISED = re.compile(r"形式主义|为基层减负|减轻基层负担")
_PAST = re.compile(r"以来|截至|去年|取得了|体现了|[作做]出了|已经?(?:实现|落实|完成|建立|开展|实行|组织)")
_ORDER = re.compile(
    r"(?<![重主需必只首不])要(?!求|闻|点|素|件)|应(?![急用对])|须|务必|(?<!申)请|必须|一律|确保|将|继续"
)


class Scopes:
    """Where clauses and sentences of a folded text begin and end."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self._clauses = _cuts(_CLAUSE_ENDS, folded)
        self._sentences = _cuts(_SENTENCE_ENDS, folded)
        self._names = [found.span() for found in _NAMES.finditer(folded)]
        self._found: dict[re.Pattern[str], list[Hit]] = {}

    def clause(self, place: int) -> Hit:
        """The clause around a place: what stands between commas, colons, stops."""
        return self._between(self._clauses, place, 0)

    def sentence(self, place: int, around: int = 0) -> Hit:
        """The sentence around a place, with `around` sentences before and behind it."""
        return self._between(self._sentences, place, around)

    def orders(self, hit: Hit) -> bool:
        """Whether the words order: they do not forbid, take back, criticise, tell of the past or name a document."""
        return not (self._named(hit) or self._forbidden(hit) or self._told(self.sentence(hit[0])))

    def _between(self, cuts: list[Hit], place: int, around: int) -> Hit:
        n = bisect_right(cuts, (place, len(self.folded) + 1))
        first, last = max(0, n - 1 - around), min(len(cuts) - 1, n + around)
        return cuts[first][1], cuts[last][0]

    def _named(self, hit: Hit) -> bool:
        n = bisect_right(self._names, (hit[0], len(self.folded))) - 1
        return n >= 0 and hit[1] <= self._names[n][1]

    def _forbidden(self, hit: Hit) -> bool:
        """A word of forbidding ahead of the hit, in its clause or in one that this clause goes on."""
        start, end = self.clause(hit[0])
        ahead, close, behind = (start, hit[0]), (max(start, hit[0] - UNDOES_WITHIN), hit[0]), (hit[1], end)
        if self._has(_FORBIDDEN, ahead) or self._has(_UNDONE, close) or self._has(_TAKEN_BACK, behind):
            return True
        if self._has(_CRITICISED, (start, end)):
            return True
        carried = _CARRIED.match(self.folded, start, end) is not None
        return carried and self._has(_FORBIDDEN, (self._between(self._clauses, hit[0], 1)[0], start))

    def _has(self, words: re.Pattern[str], within: Hit) -> bool:
        """Whether one of the words stands wholly within; each kind is sought once over the text."""
        if words not in self._found:
            self._found[words] = [found.span() for found in words.finditer(self.folded)]
        places = self._found[words]
        n = bisect_left(places, (within[0], 0))
        return n < len(places) and places[n][1] <= within[1]

    def _told(self, sentence: Hit) -> bool:
        return self._has(_PAST, sentence) and not self._has(_ORDER, sentence)


def _cuts(ends: re.Pattern[str], folded: str) -> list[Hit]:
    """The marks that end something, with the two ends of the text."""
    return [(0, 0), *(found.span() for found in ends.finditer(folded)), (len(folded), len(folded))]
