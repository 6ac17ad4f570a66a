"""Under which keys a subject is found."""

from collections.abc import Iterable, Iterator

from . import endings
from .folding import fold
from .models import KEY_SIGNS, SearchKey
from .readings import Syllables, readings_of

What = SearchKey.What
Key = tuple[What, str]


def keys_of(names: Iterable[str], former: Iterable[str], codes: Iterable[str], pinyin: str = "") -> list[Key]:
    """The keys of a subject, each once.

    The first of `names` is the usual one; `pinyin` is an editor's reading of it, a syllable for each sign (`chang sha
    shi`), and takes the place of ours. Inner parts begin at each sign of a name's own part, not inside its ending, and
    run to the end.
    """
    found: dict[Key, None] = {}
    for name in filter(None, map(fold, names)):
        found.update(dict.fromkeys(_name_keys(name, pinyin, What.NAME, What.PART)))
        pinyin = ""
    for name in filter(None, map(fold, former)):
        found.update(dict.fromkeys(_name_keys(name, "", What.FORMER, What.FORMER)))
    found.update(dict.fromkeys((What.CODE, code[:KEY_SIGNS]) for code in filter(None, map(fold, codes))))
    return list(found)


def _name_keys(name: str, pinyin: str, whole: What, part: What) -> Iterator[Key]:
    own, ending = endings.split(name)
    yield whole, endings.join(own, ending)[:KEY_SIGNS]
    for start in range(1, min(len(own), KEY_SIGNS)):
        yield part, endings.join(own[start:], ending)[:KEY_SIGNS]
    syllables = endings.PINYIN.get(ending, [])
    for reading in _readings(name, own, pinyin):
        yield What.PINYIN, endings.join("".join(reading), "".join(syllables))[:KEY_SIGNS]
        first = "".join(syllable[0] for syllable in reading)
        yield What.INITIALS, endings.join(first, "".join(s[0] for s in syllables))[:KEY_SIGNS]
    for start in _latin_starts(own):
        for reading in readings_of(own[start:]):
            yield What.PINYIN, endings.join("".join(reading), "".join(syllables))[:KEY_SIGNS]


def _latin_starts(own: str) -> Iterator[int]:
    """Where Latin letters or figures begin inside a name: who types 100 for 阳光100社区 types no Chinese."""
    for start in range(1, len(own)):
        if own[start].isascii() and not own[start - 1].isascii():
            yield start


def _readings(name: str, own: str, pinyin: str) -> Iterable[Syllables]:
    """Of a name's own part: the editor's where one is stated (for the own part alone or the whole name), else ours."""
    stated = tuple(filter(None, map(fold, pinyin.split())))
    if not stated:
        return readings_of(own)
    return [stated[: len(own)] if len(stated) == len(name) else stated]
