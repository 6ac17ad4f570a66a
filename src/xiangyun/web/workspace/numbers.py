"""Small numbers from addresses, and parts of lists that are never counted whole."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list: its rows, its number, and whether there is more behind it."""

    rows: list[Any]
    number: int
    has_next: bool


def few(text: str | None, otherwise: int) -> int:
    """A whole number from 1 to 999, or the other."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 4 and int(text) else otherwise


def part_of(rows: "QuerySet[Any]", number: int, size: int) -> Part:
    """A page, found by reading one row more than it shows: a long log is not counted."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Part(found[:size], number, len(found) > size)
