"""Look up a list of texts over and over, by the product's own function.

Word: for how many seconds. What stands below what follows from the ids here (see `search_fill`), so for two words the
statements that ask the tree are not in it.
"""

from bisect import bisect
from collections.abc import Collection, Iterable, Sequence
from time import monotonic, process_time
from typing import Any

from bench.inside import answer_with
from bench.inside.search_fill import rows_of_hunan

TEXTS = (
    *("长", "村", "鼓", "和平", "和平村委会", "石鼓區"),
    *("c", "hp", "shigu", "heping", "hepingcun", "gongpingxu"),
    *("4", "43", "430407", "没有这个地方", "zzzzz"),
    *("石鼓 和平", "衡阳 长", "shigu heping"),
)


class Tree:
    """What stands below a unit: so many ids after its own."""

    def __init__(self) -> None:
        codes = [code for code, _, _ in rows_of_hunan()]
        self.below_each = [bisect(codes, code + "~") - at for at, code in enumerate(codes)]

    def below(self, tops: Collection[int], most: int) -> Sequence[int]:
        return [unit for ids in self._ranges(tops) for unit in ids[:most]][:most]

    def among(self, tops: Collection[int], candidates: Collection[int]) -> Collection[int]:
        ranges = self._ranges(tops)
        starts = [ids.start for ids in ranges]
        return [unit for unit in candidates if unit in ranges[bisect(starts, unit) - 1]]

    def _ranges(self, tops: Iterable[int]) -> list[range]:
        """From low to high, none inside another."""
        found: list[range] = []
        for top in sorted(tops):
            if not found or top >= found[-1].stop:
                found.append(range(top, top + self.below_each[(top - 1) % len(self.below_each)]))
        return found


def ask(words: list[str]) -> dict[str, Any]:
    """Seconds and processor seconds of all, the waits of each text, and the statements that all texts took once."""
    from django.db import connection

    from xiangyun.search.queries import find

    statements: list[Any] = []
    waits: dict[str, list[float]] = {text: [] for text in TEXTS}
    tree, end = Tree(), monotonic() + float(words[0])
    connection.ensure_connection()
    begun, used = monotonic(), process_time()
    while monotonic() < end:
        for text in TEXTS:
            since = monotonic()
            find(text, kind="unit", scope=tree)
            waits[text].append(monotonic() - since)
    took = {"seconds": monotonic() - begun, "cpu": process_time() - used}

    def keep(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        statements.append([sql, list(values)])
        return execute(sql, values, many, context)

    with connection.execute_wrapper(keep):
        hits = {text: len(find(text, kind="unit", scope=tree)) for text in TEXTS}
    return took | {"waits": waits, "hits": hits, "statements": statements}


if __name__ == "__main__":
    answer_with(ask)
