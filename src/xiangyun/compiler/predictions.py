"""A reading as a list of obligations in the form in which labelled notices are scored."""

from typing import Any

from msgspec import to_builtins

from xiangyun.compiler.values import ClauseDraft, Reading

KEYS = ("quote", "responsible", "due", "quantity", "report_to", "position", "start", "end")
"""The first five are what is scored; the others say which clause it is."""


def to_predictions(reading: Reading) -> list[dict[str, Any]]:
    """Every duty, and every act of the issuer that has a date, in the order of the text."""
    return [_obligation(clause) for clause in reading.clauses if _is_owed(clause)]


def _is_owed(clause: ClauseDraft) -> bool:
    return clause.kind == "duty" or (clause.kind == "own_act" and clause.due is not None)


def _obligation(clause: ClauseDraft) -> dict[str, Any]:
    said: dict[str, Any] = to_builtins(clause)
    return {key: said[key] for key in KEYS}
