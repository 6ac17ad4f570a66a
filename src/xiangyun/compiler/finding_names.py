"""A name that the text writes many times in one way and once in another."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from xiangyun.compiler.values import ClauseDraft, Finding, Head, Span
from xiangyun.core.folding import fold

OFTEN = 3
MUCH_MORE_OFTEN = 5
MIN_LENGTH = 7
MAX_NAMES = 60
MAX_PLACES = 2000

# Where names of different bodies differ: a level, an order, a direction; 东风学校 is not 西风学校.
_CONTRAST = frozenset(
    "省市州县区乡镇村街各我本该一二三四五六七八九十东南西北中上下新老前后内外大小第甲乙丙丁左右男女0123456789"
)
_LEVEL = re.compile(r"[省市州县区乡镇]")
_APPOSED = re.compile(r"(?P<head>[\u4e00-\u9fff]{4})\((?P<inside>[\u4e00-\u9fff]{2,6})\)")


def name_findings(text: str, folded: str, head: Head, clauses: Iterable[ClauseDraft]) -> Iterator[Finding]:
    """Names of bodies spelled once with one other character; and brackets behind the same words likewise."""
    for spans in (*_bodies(folded, head, clauses), *_brackets(folded)):
        odd, usual = (text[span.start : span.end].strip("()（）") for span in spans)
        yield Finding("typing_error", spans, {"what": "name", "words": odd, "usual": usual})


def _bodies(folded: str, head: Head, clauses: Iterable[ClauseDraft]) -> Iterator[list[Span]]:
    named = Counter(fold(name) for clause in clauses for name in (*clause.responsible, clause.report_to or ""))
    named.update(fold(name) for name in (head.issuer, *head.addressees))
    for name, _ in named.most_common(MAX_NAMES):
        if len(name) < MIN_LENGTH or folded.count(name) < OFTEN:
            continue
        odd = [at for at in _near(folded, name) if named[folded[at : at + len(name)]] <= 1]
        if len(odd) == 1:
            yield [Span(at, at + len(name)) for at in (odd[0], folded.index(name))]


def _near(folded: str, name: str) -> Iterator[int]:
    """Where a name stands with one character exchanged: one half of it then stands as it is."""
    half = len(name) // 2
    found = set()
    for offset, piece in ((0, name[:half]), (half, name[half:])):
        at = folded.find(piece)
        for _ in range(MAX_PLACES):
            if at < 0:
                break
            start = at - offset
            if start >= 0 and _one_off(folded[start : start + len(name)], name):
                found.add(start)
            at = folded.find(piece, at + 1)
    yield from sorted(found)


def _one_off(other: str, name: str) -> bool:
    """Whether two names differ in one character that tells no level and no order, neither place nor kind of body."""
    if len(other) != len(name):
        return False
    places = [n for n, (a, b) in enumerate(zip(other, name, strict=True)) if a != b]
    level = _LEVEL.search(name)
    if len(places) != 1 or places[0] == len(name) - 1 or (level and places[0] <= level.start()):
        return False
    differ = {other[places[0]], name[places[0]]}
    return not differ & _CONTRAST and all("\u4e00" <= char <= "\u9fff" for char in differ)


def _brackets(folded: str) -> Iterator[list[Span]]:
    """ "文化站(村国赠)" once where "文化站(村中心)" is written again and again."""
    inside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found in _APPOSED.finditer(folded):
        inside[found["head"]][found["inside"]] += 1
    for words, counts in inside.items():
        usual, times = counts.most_common(1)[0]
        if times < MUCH_MORE_OFTEN:
            continue
        for odd, once in counts.items():
            if once == 1 and _is_slip_of(odd, usual) and folded.count(odd[1:]) == 1:
                places = (folded.index(f"{words}({inner})") + len(words) for inner in (odd, usual))
                yield [Span(at, at + len(odd) + 2) for at in places]


def _is_slip_of(odd: str, usual: str) -> bool:
    return odd != usual and len(odd) == len(usual) and odd[0] == usual[0]
