"""What a text leaves to decide, as cards: its places side by side, and the decision so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from xiangyun.notices.models import Notice

from .finding_words import finding_sentence
from .notice_text import FOUND, Stretch

AROUND = 24
"""Characters shown before and behind a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a finding: its words between those around them."""

    number: int
    before: str
    words: str
    after: str
    holds: bool


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding with its places; `reason` and the place that holds are the decision so far."""

    number: int
    title: str
    says: str
    places: tuple[Place, ...]
    must_decide: bool
    decided: bool
    reason: str


def finding_word(kind: str) -> str:
    """What sort of thing it is."""
    words = {
        "doubled_number": pgettext("finding", "A number stands twice"),
        "skipped_number": pgettext("finding", "A number is left out"),
        "broken_reference": pgettext("finding", "A reference leads nowhere"),
        "typing_error": pgettext("finding", "Probably a typing error"),
        "annex_missing": pgettext("finding", "An annex is missing"),
        "order_conflict": pgettext("finding", "The text contradicts itself"),
    }
    return words.get(kind, kind)


def finding_cards(notice: Notice) -> list[FindingCard]:
    """All findings of a notice, in their order; what must be decided and is not comes first."""
    cards = [_card(notice.text, n, found) for n, found in enumerate(notice.findings)]
    return sorted(cards, key=lambda card: not (card.must_decide and not card.decided))


def _card(text: str, number: int, found: Mapping[str, Any]) -> FindingCard:
    decision = found.get("decision") or {}
    spans = [(span["start"], span["end"]) for span in found["spans"]]
    return FindingCard(
        number=number,
        title=finding_word(found["kind"]),
        says=finding_sentence(found),
        places=tuple(_place(text, n, span, decision.get("span")) for n, span in enumerate(spans)),
        must_decide=bool(found.get("must_decide")),
        decided=bool(decision),
        reason=decision.get("reason", ""),
    )


def _place(text: str, number: int, span: tuple[int, int], held: int | None) -> Place:
    start, end = span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Place(number, before.split("\n")[-1], text[start:end], after.split("\n")[0], number == held)


def finding_stretches(notice: Notice) -> list[Stretch]:
    """The places in the text."""
    return [(span["start"], span["end"], FOUND) for found in notice.findings for span in found["spans"]]
