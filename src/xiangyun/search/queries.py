"""Looking things up: a typed text is one or two ranges of keys, read in order and only as far as there is room.

No statement grows with the site: each of its parts is the beginning of one range of the primary key (`kind`, `rank`,
`what`, beginning of `key`), and the parts are read in their order until there are enough rows. Only ranges of texts
are used, so that SQLite and PostgreSQL give the same rows in the same order.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable

from .endings import INITIALS, LETTERS, SIGNS, typed_forms
from .folding import fold
from .models import SearchKey

What = SearchKey.What
RANKS = range(1, 7)
MOST_SIGNS = 40
"""Of a typed text; a longer one finds nothing."""
ROOM = 4
"""Rows read for each hit wanted: a subject can have several keys in one range."""
MOST_WORDS, TOPS, NEAR, CANDIDATES = 4, 50, 500, 1000
"""Several words: so many words; hits of an earlier word; subjects below them, or else hits of the last, looked at."""
_END = "\U0010ffff"
_Row = tuple[int, int, str, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject found, and by what: its `rank`, and the key without the space in it."""

    subject_id: int
    rank: int
    what: What
    key: str


class Scope(Protocol):
    """What stands below what: the caller knows. Both must cost no more than the numbers given."""

    def below(self, tops: Collection[int], most: int) -> Sequence[int]:
        """Up to `most` subjects at and below some."""

    def among(self, tops: Collection[int], candidates: Collection[int]) -> Collection[int]:
        """Those of the candidates that stand at or below one of some."""


def find(text: str, *, kind: str, limit: int = 20, scope: Scope | None = None) -> list[Hit]:
    """What a typed text may mean, higher ranks first, in a rank the places called just so before longer names.

    One statement. Words are taken as one text first (`he ping`). Only if that finds nothing and there is a `scope`,
    the last word is looked up below what the earlier ones find (`石鼓 和平`): one statement for the first word and for
    each later one, and at most two calls of the scope. It looks at all that stands below, if that is at most 500;
    else at those of the word's first 1,000 rows that stand there, so that very common words below very wide places
    can miss some. BadInput for a text with signs nobody types.
    """
    if not is_readable(text):
        raise BadInput("not_text")
    words = [word for word in map(fold, text.split()) if word]
    joined = "".join(words)
    if not joined or max(len(joined), len(text.strip())) > MOST_SIGNS:
        return []
    found = _distinct(_first_rows(joined, kind, limit * ROOM), limit)
    if found or scope is None or not 1 < len(words) <= MOST_WORDS:
        return found
    return _find_below(words, kind, limit, scope)


def _find_below(words: Sequence[str], kind: str, limit: int, scope: Scope) -> list[Hit]:
    hits = _distinct(_first_rows(words[0], kind, TOPS * ROOM), TOPS)
    for word in words[1:]:
        tops = [hit.subject_id for hit in hits]
        hits = _distinct(_rows_below(word, tops, kind, scope), limit if word is words[-1] else TOPS) if tops else []
    return hits


def _rows_below(word: str, tops: Sequence[int], kind: str, scope: Scope) -> list[_Row]:
    near = scope.below(tops, NEAR + 1)
    if len(near) <= NEAR:
        return _rows_of(near, word, kind)
    rows = _first_rows(word, kind, CANDIDATES)
    kept = set(scope.among(tops, {subject_id for *_, subject_id in rows}))
    return [row for row in rows if row[-1] in kept]


def _distinct(rows: Iterable[_Row], limit: int) -> list[Hit]:
    """Each subject once, by the first of its rows."""
    found: dict[int, Hit] = {}
    for rank, what, key, subject_id in rows:
        if subject_id not in found:
            if len(found) == limit:
                break
            found[subject_id] = Hit(subject_id, rank, What(what), key.replace(" ", ""))
    return list(found.values())


def _ranges(text: str) -> list[tuple[What, str]]:
    """What to look for and the beginnings of its keys, the best first; `text` is folded."""
    if not text.isascii():
        names = list(typed_forms(text, SIGNS))
        return [(what, form) for what in (What.NAME, What.FORMER, What.PART) for form in names]
    found = [(What.CODE, text)] if any(map(str.isdigit, text)) else []
    found += [(What.PINYIN, form) for form in typed_forms(text, LETTERS)]
    if any(map(str.isalpha, text)):
        found += [(What.INITIALS, form) for form in typed_forms(text, INITIALS)]
    return found


def _first_rows(text: str, kind: str, room: int) -> list[_Row]:
    """The first rows of all ranges together, rank by rank."""
    parts: list[str] = []
    values: list[str | int] = []
    for rank in RANKS:
        for what, form in _ranges(text):
            parts.append(
                f"SELECT * FROM (SELECT {len(parts)} AS part, rank, what, key, subject_id FROM {_table()}"
                f" WHERE kind = %s AND rank = {rank} AND what = {what.value} AND key >= %s AND key < %s"
                f" ORDER BY key, subject_id LIMIT {room}) AS part_{len(parts)}"
            )
            values += [kind, form, form + _END]
    rows = _run(f"{' UNION ALL '.join(parts)} LIMIT {room}", values)
    return [row[1:] for row in sorted(rows)]


def _rows_of(subject_ids: Sequence[int], text: str, kind: str) -> list[_Row]:
    """The rows of some subjects that lie in the text's ranges, in the order of `_first_rows`.

    The texts are compared here: with them in the statement SQLite would look for each text in all keys instead.
    """
    ranges = _ranges(text)
    kinds = ", ".join({str(what.value) for what, _ in ranges})
    marks = ", ".join(["%s"] * len(subject_ids))
    rows = _run(
        f"SELECT rank, what, key, subject_id FROM {_table()}"
        f" WHERE kind = %s AND subject_id IN ({marks}) AND what IN ({kinds})",
        [kind, *subject_ids],
    )
    ordered = [
        (row[0], place, row)
        for row in rows
        for place, (what, form) in enumerate(ranges)
        if row[1] == what and row[2].startswith(form)
    ]
    return [row for *_, row in sorted(ordered)]


def _run(sql: str, values: Sequence[str | int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _table() -> str:
    return SearchKey._meta.db_table
