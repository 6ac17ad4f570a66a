"""Sentences of a block, and the pieces of a sentence between its commas."""

import re
from collections.abc import Iterator

_STOPS = re.compile(r"[。;!?]+")
_MARKS = re.compile(r"[。;!?]+|[()《》]")
_COMMAS = re.compile(r",|\t|(?<!\d):|:(?!\d)")
_CUTS = re.compile(r",|\t|(?<!\d):|:(?!\d)|[()]")
# A bracket that holds duties of its own: "(七个县市各完成不少于12座,四城区各不少于7座)".
_DUTIES_INSIDE = re.compile(
    r"(?:不少于|不低于|不得少于|至少|不超过|不得超过)\s*\d|[于在要须请必]\d{1,2}月\d{1,2}日?之?前"
)


def sentences_of(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences, without the mark at the end; a stop inside brackets does not end one."""
    text = folded[start:end]
    balanced = text.count("(") == text.count(")") and text.count("《") == text.count("》")
    depth, first = 0, 0
    for found in (_MARKS if balanced else _STOPS).finditer(text):
        if found[0] in "(《":
            depth += 1
        elif found[0] in ")》":
            depth -= 1
        elif depth <= 0:
            yield from trimmed(folded, start + first, start + found.start())
            first = found.end()
    yield from trimmed(folded, start + first, end)


def pieces_of(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between commas, colons and tabs; brackets stay whole unless duties stand in them."""
    text = folded[start:end]
    if "(" not in text or text.count("(") != text.count(")"):
        cuts = [found.span() for found in _COMMAS.finditer(text)]
    else:
        cuts = list(_cuts_around_brackets(text))
    pieces: list[tuple[int, int]] = []
    first = 0
    for left, right in [*cuts, (len(text), len(text))]:
        pieces += trimmed(folded, start + first, start + left)
        first = right
    return pieces


def _cuts_around_brackets(text: str) -> Iterator[tuple[int, int]]:
    depth, close = 0, -1
    for found in _CUTS.finditer(text):
        if found[0] == "(":
            if depth == 0 and close < found.start():
                close = text.find(")", found.start())
                inside = text[found.start() : close]
                if "," in inside and _DUTIES_INSIDE.search(inside):
                    yield found.span()
                    continue
            depth += 1
        elif found[0] == ")":
            if depth == 0:
                yield found.span()
            else:
                depth -= 1
        elif depth == 0:
            yield found.span()


def trimmed(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space around it; nothing if nothing is left."""
    text = folded[start:end]
    solid = text.strip()
    if solid:
        first = start + text.index(solid[0])
        yield first, first + len(solid)
