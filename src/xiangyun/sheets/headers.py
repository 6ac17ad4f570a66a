"""Where the names of the columns stand: an export may begin with a title, a date, a line of signatures."""

import re
from collections.abc import Sequence

LOOKED_AT = 20
_NUMERIC = re.compile(r"[\d\s.,:/年月日*-]+")


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The place of the row, among the first twenty, that most looks like names of columns.

    Names are short texts, none twice, no numbers, and the rows below fill the same columns.
    """
    looked = range(min(LOOKED_AT, len(rows)))
    return max(looked, key=lambda place: (_score(rows, place), -place), default=0)


def _score(rows: Sequence[Sequence[str]], place: int) -> float:
    names = [text for text in rows[place] if text]
    if len(names) < 2:
        return len(names) / 10
    worded = [text for text in names if not _NUMERIC.fullmatch(text) and len(text) <= 20]
    score = len(set(worded)) - 2 * (len(names) - len(worded)) - (len(names) - len(set(names)))
    return score + 2 * _filled_below(rows, place)


def _filled_below(rows: Sequence[Sequence[str]], place: int) -> float:
    """Which part of the named columns has something in the next three rows."""
    columns = [i for i, text in enumerate(rows[place]) if text]
    below = rows[place + 1 : place + 4]
    cells = [bool(row[i]) for row in below for i in columns if i < len(row)]
    return sum(cells) / len(cells) if cells else 0.0
