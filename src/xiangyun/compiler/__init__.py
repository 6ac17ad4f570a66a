"""From the text of a notice to its head and clauses. Pure: no database, no clock, no network."""

from xiangyun.compiler.dues import read_due
from xiangyun.compiler.predictions import to_predictions
from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.reading import read
from xiangyun.compiler.values import (
    Annex,
    ClauseDraft,
    Document,
    DueLabel,
    Evidence,
    Finding,
    FindingKind,
    Head,
    Kind,
    Quantity,
    Reading,
    Span,
)

__all__ = [
    "Annex",
    "ClauseDraft",
    "Document",
    "DueLabel",
    "Evidence",
    "Finding",
    "FindingKind",
    "Head",
    "Kind",
    "Quantity",
    "Reading",
    "Span",
    "Unreadable",
    "read",
    "read_due",
    "to_predictions",
]
