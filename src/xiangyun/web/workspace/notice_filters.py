"""What an officer wants to see of a plan: which clauses, in which order, holding which words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from xiangyun.core.folding import fold
from xiangyun.notices.models import Clause
from xiangyun.notices.states import KINDS, ORDERS, ClauseState

from .notice_text import Chapter, chapter_at

ORDERINGS = ("clause", "unit", "due")
STATES = {
    "open": ClauseState.OPEN,
    "tasked": ClauseState.TASKED,
    "attached": ClauseState.ATTACHED,
    "dismissed": ClauseState.DISMISSED,
}
SHOWS = (*STATES, "flagged", "findings", "vague", "facts")
A_PAGE = 150
"""Rows on one page; ten pages of text hold about that many clauses."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The choice in an address; `show` blank is the plan itself: tasks, and what is open."""

    by: str = "clause"
    show: str = ""
    kind: str = ""
    chapter: int | None = None
    rule: str = ""
    words: str = ""
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether only some clauses are wanted."""
        return bool(self.show or self.kind or self.chapter is not None or self.rule or self.words)

    def address(self, **changed: str | int) -> str:
        """The same choice with something else in it; blank takes it out, and another choice begins at page 1."""
        chapter = "" if self.chapter is None else str(self.chapter)
        own = {"by": self.by if self.by != "clause" else "", "show": self.show, "kind": self.kind}
        own |= {"chapter": chapter, "rule": self.rule, "q": self.words}
        kept = {name: value for name, value in {**own, **changed}.items() if value not in ("", None)}
        return "?" + urlencode(kept) if kept else "?"


def asked_in(given: QueryDict) -> Asked:
    """What an address asks for; what is unknown in it is left out."""
    chapter, page = given.get("chapter", ""), given.get("page", "")
    by, show, kind = given.get("by", ""), given.get("show", ""), given.get("kind", "")
    return Asked(
        by=by if by in ORDERINGS else "clause",
        show=show if show in SHOWS else "",
        kind=kind if kind in KINDS else "",
        chapter=int(chapter) if _is_small(chapter) else None,
        rule=given.get("rule", "")[:60],
        words=given.get("q", "").strip()[:60],
        page=int(page) if _is_small(page) and int(page) else 1,
    )


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


@dataclass(frozen=True, slots=True)
class Ground:
    """What the choice is made in: the text, its chapters, the rules that each clause touches and those unanswered."""

    text: str
    chapters: Sequence[Chapter]
    rules: Mapping[int, Sequence[str]]
    waiting: Mapping[int, Sequence[str]]


def chosen(clauses: Iterable[Clause], asked: Asked, ground: Ground) -> list[Clause]:
    """The clauses that are asked for; facts only where they are named."""
    return [clause for clause in clauses if _fits(clause, asked, ground)]


def _fits(clause: Clause, asked: Asked, ground: Ground) -> bool:
    if asked.kind and clause.kind != asked.kind:
        return False
    if asked.chapter is not None and chapter_at(ground.chapters, clause.start).number != asked.chapter:
        return False
    if asked.rule and asked.rule not in ground.rules.get(clause.pk, ()):
        return False
    if asked.words and fold(asked.words) not in fold(ground.text[clause.start : clause.end]):
        return False
    return _shown(clause, asked, ground)


def _shown(clause: Clause, asked: Asked, ground: Ground) -> bool:
    if asked.show == "flagged":
        return clause.pk in (ground.rules if asked.rule else ground.waiting)
    if asked.show == "facts":
        return clause.kind not in ORDERS and clause.state == ClauseState.OPEN
    if asked.show in STATES:
        return clause.state == STATES[asked.show] and (asked.show != "open" or is_open(clause))
    return bool(asked.words or asked.kind) or clause.kind in ORDERS or clause.state != ClauseState.OPEN


def is_open(clause: Clause) -> bool:
    """Whether it orders something and nobody has decided what becomes of it."""
    return clause.kind in ORDERS and clause.state == ClauseState.OPEN
