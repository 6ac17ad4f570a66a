"""The text of a notice as pieces of paragraphs: every character as it came, each clause an anchor in its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from xiangyun.notices.models import Clause
from xiangyun.notices.states import ORDERS, ClauseState

_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,60}。?")
ADDRESSEES = 120
"""A longer line that ends in a colon leads into what follows; a shorter one names those addressed."""
_MARKS = {ClauseState.OPEN: "cl cl--open", ClauseState.TASKED: "cl", ClauseState.DISMISSED: "cl cl--off"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph: plain, or (the rest of) a clause. Only its first piece has number and anchor."""

    text: str
    anchor: str = ""
    mark: str = ""
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `look` is `chapter`, `flush` or nothing."""

    look: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and what became of its clauses; `cards` names the task of each covered one.

    Only those inside the bureau see what is open or dismissed.
    """

    text: str
    clauses: Sequence[Clause]
    cards: Mapping[int, UUID]
    inside: bool

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every line that holds something, cut at its clauses; joined again they are the text."""
        start = 0
        for line in self.text.split("\n"):
            if line.strip():
                yield Paragraph(_look(line), tuple(self._pieces(start, start + len(line))))
            start += len(line) + 1

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        for clause in self.clauses:
            if clause.end <= start or clause.start >= end:
                continue
            if clause.start > start:
                yield Piece(self.text[start : clause.start])
                start = clause.start
            stop = min(end, clause.end)
            yield self._marked(clause, self.text[start:stop], first=start == clause.start)
            start = stop
        if start < end:
            yield Piece(self.text[start:end])

    def _marked(self, clause: Clause, stretch: str, *, first: bool) -> Piece:
        anchor = f"c-{clause.uid}" if first else ""
        if clause.state != ClauseState.TASKED and not (self.inside and clause.kind in ORDERS):
            return Piece(stretch, anchor)
        task = self.cards.get(clause.pk)
        url = f"#t-{task}" if task else f"#p-{clause.uid}"
        return Piece(stretch, anchor, _MARKS[ClauseState(clause.state)], clause.position if first else "", url)


def _look(line: str) -> str:
    if _CHAPTER.fullmatch(line.strip()):
        return "chapter"
    return "flush" if len(line) <= ADDRESSEES and line.rstrip().endswith(("：", ":")) else ""
