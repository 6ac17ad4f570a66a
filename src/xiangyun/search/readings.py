"""How the signs of a name are read: pinyin without tones, in names of places."""

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

MOST_READINGS = 4
"""Of one name; the first ones of each sign come first."""
Syllables = tuple[str, ...]


@lru_cache(maxsize=30_000)
def readings_of(name: str) -> tuple[Syllables, ...]:
    """The readings of a folded name, the usual one first, a syllable for each sign; other signs read as themselves."""
    options = list(_by_sign(name))
    return tuple(dict.fromkeys(islice((tuple(p) for p in product(*options)), MOST_READINGS)))


def _by_sign(name: str) -> Iterator[tuple[str, ...]]:
    """The readings of each sign."""
    usual, places = _usual(name), _places()
    at = 0
    while at < len(name):
        length = next((n for n in _lengths(name[at]) if name[at : at + n] in places), 0)
        if length:
            yield from places[name[at : at + length]]
        else:
            yield (usual[at],)
        at += length or 1


def _usual(name: str) -> list[str]:
    from pypinyin import lazy_pinyin  # takes a fifth of a second and 57 MB: only where names are indexed

    return lazy_pinyin(name, errors=list, v_to_u=False)  # type: ignore[arg-type]


@cache
def _lengths(sign: str) -> tuple[int, ...]:
    """How long the listed texts are that begin with a sign, the longest first."""
    return tuple(sorted({len(text) for text in _places() if text[0] == sign}, reverse=True))


@cache
def _places() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Of each listed text, the readings of each of its signs."""
    source = files("xiangyun.search") / "data" / "place_readings.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["text"]: _columns(row["readings"]) for row in rows}


def _columns(readings: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(dict.fromkeys(column)) for column in zip(*(r.split() for r in readings.split("|")), strict=True))
