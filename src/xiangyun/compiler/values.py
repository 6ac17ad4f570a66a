"""What a reading of a notice consists of. Offsets count characters of the text as given; `end` is excluded."""

from datetime import date
from typing import Literal

import msgspec

Kind = Literal["duty", "requirement", "own_act", "exhortation", "fact"]
Op = Literal[">=", "<=", "=="]
Evidence = Literal["photo", "video", "summary", "figures", "list", "form", "ledger", "plan", "link", "document", "work"]
FindingKind = Literal[
    "doubled_number", "skipped_number", "broken_reference", "typing_error", "annex_missing", "order_conflict"
]

# One of {"date": "2020-04-10"}, {"month_end": "2020-07"}, {"recurring": "daily", "by": "…"}, {"relative": "…"}.
DueLabel = dict[str, str]


class Span(msgspec.Struct, frozen=True):
    """A stretch of the text."""

    start: int
    end: int


class Document(msgspec.Struct, frozen=True):
    """A document that the notice names as its basis; `number` is blank where the text gives none.

    `state`: only named, attached with its text, or said to be attached and missing.
    """

    name: str
    number: str
    start: int
    end: int
    state: Literal["named", "attached", "missing"] = "named"


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

    `evidence` is what shall be handed in or kept as proof, `conditions` the words that loosen or bind the order
    ("条件具备时", "原则上", "可"), `about` the position of the duty whose quality a requirement says.
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
    evidence: list[Evidence] = []
    conditions: list[str] = []
    about: str = ""


class Finding(msgspec.Struct, frozen=True):
    """What the text itself leaves to decide; it is shown, the text is never altered.

    `spans` are the places that belong together; `says` holds the values of the sentence that explains it.
    `must_decide`: a person has to choose before the notice goes out.
    """

    kind: FindingKind
    spans: list[Span]
    says: dict[str, str] = {}
    must_decide: bool = False


class Reading(msgspec.Struct, frozen=True):
    """A notice as read: its head, its clauses in the order of the text, without overlap, and what is left to decide."""

    head: Head
    clauses: list[ClauseDraft]
    findings: list[Finding] = []
