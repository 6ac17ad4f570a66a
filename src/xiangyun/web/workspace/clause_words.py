"""A clause in words: its kind, what became of it, what was read of it, and why a person must look at it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.notices.states import ClauseState
from xiangyun.web.shared.templatetags.look import number

from .wording import in_script

STATE_TAGS = {"open": "wait", "tasked": "ok", "attached": "ok", "dismissed": ""}


def kind_word(kind: str) -> str:
    """What a clause is."""
    words = {
        "duty": pgettext("clause", "duty"),
        "requirement": pgettext("clause", "requirement"),
        "own_act": pgettext("clause", "own act"),
        "exhortation": pgettext("clause", "exhortation"),
        "fact": pgettext("clause", "fact"),
    }
    return words.get(kind, kind)


def kind_says(kind: str) -> str:
    """What that means for whoever decides."""
    says = {
        "duty": _("Somebody has to do or to hand in something."),
        "requirement": _("It says how a duty beside it is done; it goes with that task as guidance."),
        "own_act": _("The bureau itself does it."),
        "exhortation": _("It urges, without a day, a number or an answer."),
        "fact": _("It tells something and orders nothing."),
    }
    return says.get(kind, "")


def clause_state_word(state: str) -> str:
    """What became of a clause."""
    words = {
        ClauseState.OPEN: pgettext("clause", "open"),
        ClauseState.TASKED: pgettext("clause", "in a task"),
        ClauseState.ATTACHED: pgettext("clause", "goes with a task"),
        ClauseState.DISMISSED: pgettext("clause", "dismissed"),
    }
    return words[ClauseState(state)]


def evidence_word(kind: str) -> str:
    """A kind of proof."""
    words = {
        "photo": pgettext("evidence", "photo"),
        "video": pgettext("evidence", "video"),
        "summary": pgettext("evidence", "summary"),
        "figures": pgettext("evidence", "figures"),
        "list": pgettext("evidence", "list"),
        "form": pgettext("evidence", "table"),
        "ledger": pgettext("evidence", "ledger"),
        "plan": pgettext("evidence", "plan"),
        "link": pgettext("evidence", "link"),
        "document": pgettext("evidence", "document"),
        "work": pgettext("evidence", "work"),
    }
    return words.get(kind, kind)


def op_word(op: str) -> str:
    """How a number is meant."""
    words = {">=": _("at least"), "<=": _("at most"), "==": pgettext("amount", "just")}
    return words.get(op, op)


def amount_words(said: Mapping[str, Any]) -> str:
    """At least 12 座 旅游厕所."""
    amount = f"{number(said['value'])} {in_script(str(said.get('unit') or ''))}".strip()
    words = {"op": op_word(str(said["op"])), "amount": amount, "of": in_script(str(said.get("of") or ""))}
    return (_("%(op)s %(amount)s, %(of)s") if words["of"] else _("%(op)s %(amount)s")) % words


def amounts_words(quantities: Iterable[Mapping[str, Any]] | None) -> str:
    """All numbers of a clause."""
    return "; ".join(amount_words(said) for said in quantities or ())


def listed(words: Iterable[str]) -> str:
    """Several words in a row."""
    return pgettext("list", ", ").join(dict.fromkeys(filter(None, words)))


def names_words(said: Mapping[str, Any]) -> str:
    """Whom a clause names, in the script of the page."""
    return listed(in_script(name) for name in said.get("responsible") or ())


def why_words(why: str) -> str:
    """Why a proposal is not made as it is."""
    words = {
        "flagged": _("A rule of today speaks against it. Answer that first."),
        "contradiction": _("The text contradicts itself here. Decide which holds first."),
        "unresolved": _("It is not clear yet which units are meant."),
        "own_act": _("Only the bureau itself is named; it asks nobody below."),
        "permission": _("It says that they may, not that they must."),
        "no_deadline": _("It says no day."),
        "unread": _("Its day is not one that can be reckoned."),
        "vague": _("The words leave the day open: a person pins it."),
        "past": _("Its day has passed."),
    }
    return words.get(why, why)


def open_count(n: int) -> str:
    """How many still wait."""
    return ngettext("%(n)s clause is still open", "%(n)s clauses are still open", n) % {"n": number(n)}


def stock_reason(kind: str) -> str:
    """A reason that fits a kind of clause, to be pressed instead of typed."""
    reasons = {
        "own_act": _("The bureau does it itself; nothing is laid on those below."),
        "exhortation": _("A principle for daily work; nothing is to be handed in for it."),
        "requirement": _("A manner of working; nothing is to be handed in for it."),
        "duty": _("Another task asks for it already."),
    }
    return reasons.get(kind, "")
