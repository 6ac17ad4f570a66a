"""Chapters and items: every stretch of a part gets the path of the item it stands in, counted by order."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from xiangyun.compiler.layout import Line, Part

MAX_HEADING = 40
CHINESE = r"[一二三四五六七八九十]{1,3}"

# The kinds of marker, each a level of its own; which is above which follows from what comes first in the text.
_MARKER = re.compile(
    rf"(?P<article>第[一二三四五六七八九十百\d]{{1,4}}[章节条])[\s:、]*"
    rf"|(?P<chapter>{CHINESE})、"
    rf"|(?P<bracketed>\({CHINESE}\))、?"
    rf"|(?P<point>{CHINESE}(?:是|(?=要)))"
    r"|(?P<arabic>\d{1,2}(?:[.、](?!\d)))"
    r"|(?P<arabic_bracketed>\(\d{1,2}\)|\d{1,2}\))"
    r"|(?P<circled>[①-⑳])"
)
# "一是…。二是…" in running text: a point begins where a sentence begins.
_POINT = re.compile(rf"(?<=[。;:!?])\s*(?={CHINESE}是)")
_HEADING = re.compile(r"[^。;:!?；：！？\n]*")


class Block(NamedTuple):
    """A stretch of one line that belongs to the item at `path` ("4.3", "A1.6.1"; "0" is what precedes all items)."""

    path: str
    chapter: str
    section_title: str
    start: int
    end: int


def blocks_of(source: str, part: Part) -> Iterator[Block]:
    """The blocks of a part in the order of the text.

    A marker of a kind that is open counts up in it, any other opens a level below: so a section number that the
    text gives twice still makes two items.
    """
    levels: list[tuple[str, int]] = []
    title = "".join(source[line.start : line.end] for line in part.title)
    for line in part.body:
        for start, end in _stretches(line):
            text = line.text[start - line.start : end - line.start]
            marked = 0
            if found := _MARKER.match(text):
                _step(levels, found.lastgroup or "")
                marked = found.end()
                if len(levels) == 1:
                    title = _heading(source[start + marked : end])
            path = _path(part.prefix, levels)
            chapter = _path(part.prefix, levels[:1])
            yield Block(path, chapter, title, start + marked, end)


def _stretches(line: Line) -> Iterator[tuple[int, int]]:
    """Cut a line where a new point begins inside it."""
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
