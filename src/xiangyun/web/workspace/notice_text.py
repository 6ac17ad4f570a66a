"""The text of a notice as pieces of paragraphs: every character as it came, each clause an anchor in its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from xiangyun.notices.models import Clause
from xiangyun.notices.states import ORDERS, ClauseState

_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,60}。?")
ADDRESSEES = 120
"""A longer line that ends in a colon leads into what follows; a shorter one names those addressed."""
_MARKS = {
    ClauseState.OPEN: "cl cl--open",
    ClauseState.TASKED: "cl",
    ClauseState.ATTACHED: "cl cl--with",
    ClauseState.DISMISSED: "cl cl--off",
}
FLAGGED, FOUND = "cl__bad", "cl__found"
Stretch = tuple[int, int, str]
"""First character, the one after the last, and the mark that the words bear."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a piece that are marked alike: at fault by a rule, left open by the text itself, or neither."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph: plain, or (the rest of) a clause. Only its first piece has number and anchor."""

    parts: tuple[Part, ...]
    anchor: str = ""
    mark: str = ""
    number: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `look` is `chapter`, `flush` or nothing."""

    look: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of the clauses: `urls` is where each leads, `flagged` are those that wait for an answer to a rule,
    `now` is the one that is looked at.

    Only those inside the bureau see what is open, attached or dismissed.
    """

    urls: Mapping[int, str]
    inside: bool
    flagged: frozenset[int] = frozenset()
    facts: bool = False
    now: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text, its clauses, and the stretches within it that are marked; they may overlap."""

    text: str
    clauses: Sequence[Clause]
    seen: Seen
    stretches: Sequence[Stretch] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every line that holds something, cut at its clauses; joined again they are the text."""
        return self.between(0, len(self.text))

    def between(self, start: int, end: int) -> Iterator[Paragraph]:
        """The same for a stretch of the text."""
        for line in self.text[start:end].split("\n"):
            if line.strip():
                yield Paragraph(_look(line), tuple(self._pieces(start, start + len(line))))
            start += len(line) + 1

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        stretches = [s for s in self.stretches if s[0] < end and start < s[1]]
        for clause in self.clauses:
            if clause.end <= start or clause.start >= end:
                continue
            if clause.start > start:
                yield Piece(self._parts(start, clause.start, stretches))
                start = clause.start
            stop = min(end, clause.end)
            yield self._marked(clause, self._parts(start, stop, stretches), first=start == clause.start)
            start = stop
        if start < end:
            yield Piece(self._parts(start, end, stretches))

    def _parts(self, start: int, end: int, stretches: Sequence[Stretch]) -> tuple[Part, ...]:
        here = [(max(a, start), min(b, end), mark) for a, b, mark in stretches if a < end and start < b]
        cuts = sorted({start, end, *(a for a, _, _ in here), *(b for _, b, _ in here)})
        return tuple(
            Part(self.text[a:b], next((mark for first, last, mark in here if first <= a and b <= last), ""))
            for a, b in pairwise(cuts)
        )

    def _marked(self, clause: Clause, parts: tuple[Part, ...], *, first: bool) -> Piece:
        anchor = f"c-{clause.uid}" if first else ""
        mark = self._mark(clause)
        if not mark:
            return Piece(parts, anchor)
        url = self.seen.urls.get(clause.pk, f"#p-{clause.uid}")
        mark += " cl--now" if clause.pk == self.seen.now else ""
        return Piece(parts, anchor, mark, clause.position if first else "", url)

    def _mark(self, clause: Clause) -> str:
        if clause.pk in self.seen.flagged:
            return "cl cl--flag"
        if clause.state == ClauseState.TASKED or (self.seen.inside and clause.kind in ORDERS):
            return _MARKS[ClauseState(clause.state)]
        return "cl cl--fact" if self.seen.inside and self.seen.facts else ""


def _look(line: str) -> str:
    if is_chapter(line):
        return "chapter"
    return "flush" if len(line) <= ADDRESSEES and line.rstrip().endswith(("：", ":")) else ""


def is_chapter(line: str) -> bool:
    """Whether a line is the heading of a chapter."""
    return _CHAPTER.fullmatch(line.strip()) is not None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as its heading names it, and where it begins; the first one is what stands before any heading."""

    number: int
    start: int
    title: str


def chapters_of(text: str) -> list[Chapter]:
    """The chapters of a text, in order."""
    found, start = [Chapter(0, 0, "")], 0
    for line in text.split("\n"):
        if is_chapter(line):
            found.append(Chapter(len(found), start, line.strip().rstrip("。")))
        start += len(line) + 1
    return found


def chapter_at(chapters: Sequence[Chapter], place: int) -> Chapter:
    """The chapter in which a place of the text stands."""
    return next(chapter for chapter in reversed(chapters) if chapter.start <= place)


def task_urls(cards: Mapping[int, UUID]) -> dict[int, str]:
    """Clause → the card of its task on the same page."""
    return {pk: f"#t-{uid}" for pk, uid in cards.items()}
