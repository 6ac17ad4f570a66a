"""Numbers that a browser writes in front of the items of a list."""

import re
from itertools import islice

from lxml import html

from xiangyun.compiler.sources.numbering import label_of

TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
STYLES = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
CHINESE = ("chinese", "ideograph")
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]*)", re.I)
# An item that brings its own number: the page's stylesheet, which is not here, then shows none.
_NUMBERED = re.compile(
    r"[\s\u3000]*(?:[（(]?[\d０-９一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳⑴-⒇⒈-⒛]|第[\d一二三四五六七八九十百]+[条章])"
)
BEGINNING = 8
"""Pieces of text in which an item's own number would stand."""


class ListLabels:
    """Counts the items of each ordered list."""

    def __init__(self) -> None:
        self._next: dict[html.HtmlElement, int] = {}

    def label_of(self, item: "html.HtmlElement") -> str:
        """What stands in front of an item; nothing outside ordered lists."""
        above = item.getparent()
        if above is None or above.tag != "ol":
            return ""
        number = _whole(item.get("value"), self._next.get(above, _whole(above.get("start"), 1)))
        self._next[above] = number + 1
        form = _form(item, above)
        if not form or _NUMBERED.match("".join(islice(item.itertext(), BEGINNING))):
            return ""
        return label_of(number, form) + ("、" if form.startswith(CHINESE) else ". ")


def _form(item: "html.HtmlElement", above: "html.HtmlElement") -> str:
    """The form of the numbers, empty for a list without any."""
    for element in (item, above):
        styled = _STYLE.search(element.get("style") or "")
        for word in styled[1].lower().split() if styled else ():
            if word == "none":
                return ""
            if word in STYLES:
                return STYLES[word]
        if element.get("type") in TYPES:
            return TYPES[element.get("type")]
    return "decimal"


def _whole(text: str | None, otherwise: int) -> int:
    solid = (text or "").strip()
    return int(solid) if re.fullmatch(r"-?\d{1,6}", solid, re.ASCII) else otherwise
