"""What a reading of a notice consists of. Offsets count characters of the text as given; `end` is excluded."""

from datetime import date
from typing import Literal

import msgspec

Kind = Literal["duty", "requirement", "own_act", "exhortation", "fact"]
Op = Literal[">=", "<=", "=="]

# One of {"date": "2020-04-10"}, {"month_end": "2020-07"}, {"recurring": "daily", "by": "…"}, {"relative": "…"}.
DueLabel = dict[str, str]


class Span(msgspec.Struct, frozen=True):
    """A stretch of the text."""

    start: int
    end: int


class Document(msgspec.Struct, frozen=True):
    """A document that the notice names as its basis; `number` is blank where the text gives none."""

    name: str
    number: str
    start: int
    end: int


class Annex(msgspec.Struct, frozen=True):
    """An annex as listed or referred to; `present` says whether its own text came along."""

    number: int
    name: str
    present: bool


class Head(msgspec.Struct, frozen=True):
    """Who orders, whom, when and on what basis. What the text lacks is blank, empty or None, never guessed."""

    issuer: str
    title: str
    number: str
    issued_on: date | None
    addressees: list[str]
    basis: list[Document]
    annexes: list[Annex]
    contacts: list[Span]


class Quantity(msgspec.Struct, frozen=True):
    """How much: `value` in `unit` of what the words beside it name; a share has the unit %."""

    op: Op
    value: int | float
    unit: str
    of: str = ""


class ClauseDraft(msgspec.Struct, frozen=True):
    """A sentence, or the part of one that lays one act on one party: `text[start:end] == quote`.

    `position` is its identity: the order of its chapter and item ("4.3", "A1.5.5"), then "-2" for the second
    sentence of the item, then "-2" for the second part of that sentence ("4.3-1-2").
    """

    position: str
    start: int
    end: int
    quote: str
    kind: Kind
    section_title: str
    responsible: list[str] = []
    due: DueLabel | None = None
    quantity: list[Quantity] = []
    report_to: str | None = None


class Reading(msgspec.Struct, frozen=True):
    """A notice as read: its head, and its clauses in the order of the text, without overlap."""

    head: Head
    clauses: list[ClauseDraft]
