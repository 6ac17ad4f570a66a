"""The labels that Word and browsers write by themselves in front of paragraphs: 一、 1. ① A IV 甲."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MAX_ROMAN = 4_000
MAX_COUNTED = 10_000


def label_of(number: int, form: str) -> str:
    """A number in a form by the name that it has in WordprocessingML (ISO 29500-1, 17.18.59); else in figures."""
    write = _FORMS.get(form)
    return (write(number) if write else "") or str(number)


def _counted(digits: str, scales: str, *, bare_ten: bool) -> Callable[[int], str]:
    """Numbers in words up to 9999: 十二, 一百零五; `bare_ten` for 十二 rather than 一十二."""

    def write(number: int) -> str:
        if not 0 < number < MAX_COUNTED:
            return digits[0] if number == 0 else ""
        written, gap = "", False
        for power, figure in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
            if figure == "0":
                gap = bool(written)
                continue
            written += (digits[0] if gap else "") + digits[int(figure)] + ("" if power == 0 else scales[power - 1])
            gap = False
        return written[1:] if bare_ten and 10 <= number < 20 else written

    return write


def _series(signs: str) -> Callable[[int], str]:
    """Signs in their order, as long as there are any."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else ""


def _run(*runs: tuple[str, int]) -> Callable[[int], str]:
    """Signs that stand one after the other in Unicode: the first sign and how many."""
    return _series("".join(chr(ord(first) + n) for first, many in runs for n in range(many)))


def _letters(first: str) -> Callable[[int], str]:
    """A to Z, then AA to ZZ with the same letter."""

    def write(number: int) -> str:
        times, place = divmod(number - 1, 26)
        return chr(ord(first) + place) * (times + 1) if 0 < number <= 260 else ""

    return write


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN if 0 < number < MAX_ROMAN else ():
        times, number = divmod(number, value)
        written += sign * times
    return written


_chinese = _counted(_DIGITS, "十百千", bare_ten=True)
_legal = _counted(_LEGAL, "拾佰仟", bare_ten=False)

_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, "拾佰仟", bare_ten=False),
    "ideographDigital": lambda number: "".join("〇一二三四五六七八九"[int(figure)] for figure in str(number)),
    "ideographTraditional": _series("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _series("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run(("㊀", 10)),
    "decimalEnclosedCircle": _run(("①", 20), ("㉑", 15), ("㊱", 15)),
    "decimalEnclosedCircleChinese": _run(("①", 20), ("㉑", 15), ("㊱", 15)),
    "decimalEnclosedParen": _run(("⑴", 20)),
    "decimalEnclosedFullstop": _run(("⒈", 20)),
    "decimalFullWidth": lambda number: "".join(chr(ord("０") + int(figure)) for figure in str(number)),
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
