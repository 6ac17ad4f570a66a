"""What is typed about an official list: the file with its publisher and days, and the decisions about its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from xiangyun.units.comparison import WHY
from xiangyun.units.decisions import Decision, Difference
from xiangyun.units.lists import Row

from .board_words import list_word
from .list_words import about_words, action_words, actions_for, why_words

PUBLISHERS = ("stats", "mca")
MOST_DECIDED = 150
"""On one page; for more there is the decisions file of the command."""
REASON, VALUE = 300, 40


@dataclass(slots=True)
class ListForm:
    """Who publishes a list, the day it describes, the day it is held back to."""

    typed: QueryDict
    errors: dict[str, str] = field(default_factory=dict)
    publisher: str = ""
    as_of: date = date.min
    opens_on: date | None = None

    def is_valid(self) -> bool:
        """Reads what was typed; `errors` by field."""
        self.publisher = self.typed.get("list", "")
        if self.publisher not in PUBLISHERS:
            self.errors["list"] = _("Choose one.")
        self.as_of = self._day("as_of") or date.min
        if not self.typed.get("as_of"):
            self.errors["as_of"] = _("Write a date, such as 2020-03-20.")
        self.opens_on = self._day("opens")
        return not self.errors

    def _day(self, name: str) -> date | None:
        text = self.typed.get(name, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.errors[name] = _("Write a date, such as 2020-03-20.")
            return None

    def fields(self) -> list[dict[str, Any]]:
        """As the page draws them."""
        choices = [{"value": publisher, "label": list_word(publisher)} for publisher in PUBLISHERS]
        as_of = {"name": "as_of", "label": _("Day the list describes"), "required": True}
        opens = {"name": "opens", "label": _("Held back to"), "hint": _("A first list may begin earlier.")}
        own: list[dict[str, Any]] = [
            {"name": "list", "label": _("Publisher"), "type": "select_one", "choices": choices, "required": True},
            {**as_of, "type": "date"},
            {**opens, "type": "date", "required": False},
        ]
        return [{**f, "value": self.typed.get(f["name"], ""), "error": self.errors.get(f["name"], "")} for f in own]


@dataclass(slots=True)
class Question:
    """One thing to decide, with what was decided on the page so far."""

    n: int
    difference: Difference
    typed: QueryDict

    @property
    def code(self) -> str:
        return self.difference.code

    @property
    def is_conflict(self) -> bool:
        return self.difference.proposal is None

    def _get(self, name: str, otherwise: str) -> str:
        return self.typed.get(f"{name}_{self.n}", otherwise).strip()

    @property
    def action(self) -> str:
        return self._get("action", self.difference.proposal.action if self.difference.proposal else "")

    @property
    def value(self) -> str:
        return self._get("value", self.difference.proposal.value if self.difference.proposal else "")[:VALUE]

    @property
    def reason(self) -> str:
        """A guess's own reason stands there in the page's words and is kept in the words of the file."""
        proposed = self.difference.proposal.reason if self.difference.proposal else ""
        return self._get("reason", _shown(proposed))[:REASON]

    def decision(self) -> Decision | None:
        """What was decided, if it differs from the guess."""
        proposal = self.difference.proposal
        if not self.action or (proposal and (self.action, self.value) == (proposal.action, proposal.value)):
            return None
        return Decision(self.code, self.action, self.value, self.reason)

    def shown(self) -> dict[str, Any]:
        """As the page draws it."""
        words = action_words()
        return {
            "n": self.n,
            "code": self.code,
            "name": self.difference.name,
            "was": self.difference.was,
            "about": about_words(self.difference),
            "is_conflict": self.is_conflict,
            "action": self.action,
            "value": self.value,
            "reason": self.reason,
            "actions": [{"value": name, "label": words[name]} for name in actions_for(self.difference)],
        }


def _shown(reason: str) -> str:
    known = {text: code for code, text in WHY.items()}
    return why_words().get(known.get(reason, ""), reason)


def questions_of(differences: Sequence[Difference], typed: QueryDict) -> list[Question]:
    """What is to be decided, conflicts first, up to what fits on a page."""
    ordered = sorted(differences, key=lambda d: d.proposal is not None)
    return [Question(n, difference, typed) for n, difference in enumerate(ordered[:MOST_DECIDED])]


def zone_decisions(rows: Sequence[Row], typed: QueryDict) -> list[Decision]:
    """Rows that may be development zones: those that were marked so."""
    reason = _("marked on the page")
    return [Decision(row.code, "mark", "zone", reason) for row in rows if typed.get(f"zone_{row.code}") == "zone"]
