"""Where the words of a pattern stand: each group is sought once over the text, so the time grows with its length."""

import re
from bisect import bisect_left
from functools import cache

from xiangyun.core.folding import fold

MAX_GAP = 40

# What "…" and "#" in a word stand for: a stretch within a clause, and digits.
_GAP = rf"[^,;:。!?\n\t]{{0,{MAX_GAP}}}?"
_DIGITS = r"\d{1,4}"

Hit = tuple[int, int]


@cache
def expression_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, the longest first; letters match in either case."""
    ordered = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return re.compile("|".join(_spelled(word) for word in ordered), re.IGNORECASE)


def _spelled(word: str) -> str:
    return re.escape(word.strip("…")).replace("…", _GAP).replace(r"\#", _DIGITS)


class WordsOf:
    """The words found in one folded text."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self._found: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}

    def all(self, words: tuple[str, ...]) -> list[Hit]:
        """Every place where one of the words stands, in order."""
        starts, ends = self._places(words)
        return list(zip(starts, ends, strict=True))

    def inside(self, words: tuple[str, ...], start: int, end: int, near: int) -> Hit | None:
        """The place between `start` and `end` that is nearest to `near`; None if none of the words is there."""
        starts, ends = self._places(words)
        after = bisect_left(starts, max(start, near))
        beside = [n for n in (after - 1, after) if 0 <= n < len(starts) and start <= starts[n] and ends[n] <= end]
        best = min(beside, key=lambda n: abs(starts[n] - near), default=None)
        return None if best is None else (starts[best], ends[best])

    def _places(self, words: tuple[str, ...]) -> tuple[list[int], list[int]]:
        if words not in self._found:
            hits = [found.span() for found in expression_of(words).finditer(self.folded)]
            self._found[words] = [start for start, _ in hits], [end for _, end in hits]
        return self._found[words]
