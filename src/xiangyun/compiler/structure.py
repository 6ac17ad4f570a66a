"""Chapters and items: every stretch of a part gets the path of the item it stands in, counted by order."""

import re
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import NamedTuple

from xiangyun.compiler.layout import Line, Part

MAX_HEADING = 40
MAX_SHORT = 14
MIN_STRETCH = 4
SECTION_MARKS = "(一二三四五六七八九十"
CHINESE = r"[一二三四五六七八九十]{1,3}"

# The kinds of marker, each a level of its own; which is above which follows from what comes first in the text.
_MARKER = re.compile(
    rf"(?P<article>第[一二三四五六七八九十百\d]{{1,4}}[章节条])[\s:、]*"
    rf"|(?P<chapter>{CHINESE})、"
    rf"|(?P<bracketed>\({CHINESE}\))、?"
    rf"|(?P<point>{CHINESE}(?:是|(?=要)))"
    rf"|(?P<ordinal>第{CHINESE}[,、])"
    r"|(?P<arabic>\d{1,2}[.、](?!\d)|\d{1,2}[.、](?=\d{1,2}月|\d{4}年))"
    r"|(?P<arabic_bracketed>\(\d{1,2}\)|\d{1,2}\))"
    r"|(?P<circled>[①-⑳])"
)
# "一是…。二是…" in running text, and a text whose lines were lost: a point begins where a sentence begins.
_POINT = re.compile(
    rf"(?<=[。;:!?])\s*(?={CHINESE}(?:是|、)|第{CHINESE}[,、]|\({CHINESE}\)|\d{{1,2}}[.、](?:(?![\d\s])"
    rf"|(?=\d{{1,2}}月)))"
    rf"|(?<=\S)\s+(?=\({CHINESE}\))"
)
_STOPS = re.compile(r"[。;!?,]")
_HEADING = re.compile(r"[^。;:!?；：！？\n]*")


class Block(NamedTuple):
    """A stretch of one line that belongs to the item at `path` ("4.3", "A1.6.1"; "0" is what precedes all items).

    `topic` is the section's title, folded; `heading`: it opens an item and is no sentence.
    """

    path: str
    chapter: str
    section_title: str
    start: int
    end: int
    topic: str = ""
    heading: bool = False


def blocks_of(source: str, part: Part, rows: Container[int] = ()) -> Iterator[Block]:
    """The blocks of a part in the order of the text; lines that begin at `rows` are rows of tables, without markers.

    A marker of a kind that is open counts up in it, any other opens a level below: so a section number that the
    text gives twice still makes two items.
    """
    levels: list[tuple[str, int]] = []
    path = chapter = _path(part.prefix, levels)
    title = "".join(source[line.start : line.end] for line in part.title)
    topic = "".join(line.text for line in part.title)
    for line in part.body:
        for start, end in _stretches(line):
            text = line.text[start - line.start : end - line.start]
            marked = 0
            found = None if line.start in rows else _MARKER.match(text)
            if found:
                _step(levels, found.lastgroup or "")
                marked = found.end()
                path, chapter = _path(part.prefix, levels), _path(part.prefix, levels[:1])
                if len(levels) == 1:
                    title, topic = _heading(source[start + marked : end]), _heading(text[marked:])
            heading = bool(marked) and _is_heading(text)
            yield Block(path, chapter, title, start + marked, end, topic, heading)


def _is_heading(text: str) -> bool:
    """A line without a stop inside; one that ends in a stop only where it is short and of a section."""
    if text.endswith("。") and len(text) <= MAX_SHORT and text[0] in SECTION_MARKS:
        text = text[:-1]
    return len(text) <= MAX_HEADING and not _STOPS.search(text)


def _stretches(line: Line) -> Iterator[tuple[int, int]]:
    """Cut a line where a new point begins inside it."""
    if len(line.text) < MIN_STRETCH:
        yield line.start, line.end
        return
    cuts = [0, *(found.end() for found in _POINT.finditer(line.text)), len(line.text)]
    for first, last in pairwise(cuts):
        if first < last:
            yield line.start + first, line.start + last


def _step(levels: list[tuple[str, int]], kind: str) -> None:
    for depth, (open_kind, number) in enumerate(levels):
        if open_kind == kind:
            levels[depth:] = [(kind, number + 1)]
            return
    levels.append((kind, 1))


def _path(prefix: str, levels: list[tuple[str, int]]) -> str:
    numbers = [str(number) for _, number in levels] or ["0"]
    return ".".join([prefix, *numbers] if prefix else numbers)


def _heading(text: str) -> str:
    found = _HEADING.match(text.strip())
    return found[0][:MAX_HEADING] if found else ""
