"""The generic endings of names of divisions: how each is written, and how what is typed may stop inside one.

A key is a name's own part, a space and the ending in one form: `和平 村` for 和平村, 和平村委会 and 和平村民委员会.
A space comes before every sign, so that a range over `和平` begins with the places called just so.
"""

from collections.abc import Callable, Iterator

_FORMS = {  # as written: in one form, pinyin as written
    "省": ("省", "sheng"),
    "自治区": ("自治区", "zi zhi qu"),
    "市": ("市", "shi"),
    "地区": ("地区", "di qu"),
    "自治州": ("自治州", "zi zhi zhou"),
    "区": ("区", "qu"),
    "县": ("县", "xian"),
    "自治县": ("自治县", "zi zhi xian"),
    "旗": ("旗", "qi"),
    "镇": ("镇", "zhen"),
    "乡": ("乡", "xiang"),
    "街道": ("街道", "jie dao"),
    "街道办事处": ("街道", "jie dao ban shi chu"),
    "村": ("村", "cun"),
    "村委会": ("村", "cun wei hui"),
    "村民委员会": ("村", "cun min wei yuan hui"),
    "村村委会": ("村", "cun cun wei hui"),
    "村村民委员会": ("村", "cun cun min wei yuan hui"),
    "社区": ("社区", "she qu"),
    "社区居委会": ("社区", "she qu ju wei hui"),
    "社区委员会": ("社区", "she qu wei yuan hui"),
    "社区居民委员会": ("社区", "she qu ju min wei yuan hui"),
    "居委会": ("社区", "ju wei hui"),
    "居民委员会": ("社区", "ju min wei yuan hui"),
}
PINYIN = {form: _FORMS[form][1].split() for form, _ in _FORMS.values()}
"""The syllables of each ending in its one form."""
_LONGEST = max(map(len, _FORMS))


def split(name: str) -> tuple[str, str]:
    """A folded name's own part and its ending in one form; no ending where nothing would be left."""
    for length in range(min(_LONGEST, len(name) - 1), 0, -1):
        if form := _FORMS.get(name[-length:]):
            return name[:-length], form[0]
    return name, ""


def join(own: str, ending: str) -> str:
    """A key of both parts."""
    return f"{own} {ending}" if ending else own


def _signs(written: str, syllables: list[str]) -> str:
    return written


def _letters(written: str, syllables: list[str]) -> str:
    return "".join(syllables)


def _initials(written: str, syllables: list[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)


def _beginnings(write: Callable[[str, list[str]], str], least: int) -> dict[str, str]:
    """Each beginning of an ending as typed, and the beginning of its one form.

    What leads to another form (`居委` to 社区) counts from `least` signs on, lest a place's own sign is taken for it.
    """
    found = {}
    for written, (form, pinyin) in _FORMS.items():
        typed, one = write(written, pinyin.split()), write(form, PINYIN[form])
        for end in range(1, len(typed) + 1):
            if one.startswith(typed[:end]):
                found[typed[:end]] = typed[:end]
            elif end >= least:
                found.setdefault(typed[:end], one)
    return found


SIGNS = _beginnings(_signs, 2)
LETTERS = _beginnings(_letters, len("cunw"))
INITIALS = _beginnings(_initials, len("cwh"))


def typed_forms(text: str, beginnings: dict[str, str]) -> Iterator[str]:
    """The beginnings of keys that a typed text can mean: with its last signs as an ending, then as it stands."""
    longest = max(map(len, beginnings))
    for length in range(min(longest, len(text) - 1), 0, -1):
        if (ending := beginnings.get(text[-length:])) is not None:
            yield join(text[:-length], ending)
    yield text
