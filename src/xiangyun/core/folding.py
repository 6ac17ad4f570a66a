"""Folding a text for matching: one character for one, so an offset in the folded text holds in the source."""

from functools import cache

from opencc import OpenCC

# Marks that come in several shapes, brought to one.
_SHAPES = {
    ",": "，", ":": "：", ";": "；", "!": "！", "?": "？", ".": "．", "%": "％﹪", "~": "～",
    "(": "（［[【〔", ")": "）］]】〕", "《": "〈", "》": "〉", '"': "“”「」『』", "-": "－—–―‐", "〇": "○◯",
    " ": "\u3000\xa0", "\n": "\r\x0b\x0c\x85\u2028\u2029",
}  # fmt: skip
PUNCTUATION = {ord(shape): mark for mark, shapes in _SHAPES.items() for shape in shapes}
PUNCTUATION |= {ord("０") + digit: str(digit) for digit in range(10)}


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Simplified script, half-width marks and digits; always as long as `text`."""
    return text.translate(PUNCTUATION).translate(_table(frozenset(text)))


def _table(chars: frozenset[str]) -> dict[int, str]:
    """The traditional characters among `chars`, each with the one simplified character it becomes."""
    converter = _converter()
    table = {}
    for char in chars:
        if char <= "\u2e7f" or "\ud800" <= char <= "\udfff":  # a lone surrogate is nothing the converter can take
            continue
        if len(simple := converter.convert(char)) == 1 and simple != char:
            table[ord(char)] = simple
    return table
