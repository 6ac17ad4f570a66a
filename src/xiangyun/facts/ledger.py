"""The one place that writes facts: a new version of an answer takes the earlier one back and adds its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from .models import SLOTS, Fact


def fact_rows(
    *,
    unit_id: int,
    source: tuple[str, UUID],
    subject_uid: UUID,
    period: str,
    version: int,
    numbers: Sequence[int | None],
    at: datetime,
) -> list[Fact]:
    """The numbers of a source as rows of eight slots, not yet stored; a row without a number is left out."""
    pages = [numbers[i : i + SLOTS] for i in range(0, len(numbers), SLOTS)]
    return [
        Fact(
            unit_id=unit_id,
            source_kind=source[0],
            source_uid=source[1],
            subject_uid=subject_uid,
            period=period,
            version=version,
            page=page,
            at=at,
            **{f"v{n}": value for n, value in enumerate(values, start=1)},
        )
        for page, values in enumerate(pages)
        if any(value is not None for value in values)
    ]


def write_facts(**source: Any) -> list[Fact]:
    """Append the numbers of a source (as `fact_rows`). Joins the caller's transaction."""
    return Fact.objects.bulk_create(fact_rows(**source))


def reverse_facts(*, unit_id: int, source: tuple[str, UUID], version: int, at: datetime) -> list[Fact]:
    """Take a version's rows back by rows of the opposite sign, once; the first rows stay as they were."""
    rows = Fact.objects.filter(unit_id=unit_id, source_kind=source[0], source_uid=source[1], version=version)
    if rows.filter(sign=-1).exists():
        return []
    return Fact.objects.bulk_create(_reversal(row, at) for row in rows)


def _reversal(row: Fact, at: datetime) -> Fact:
    row.pk, row.sign, row.at = None, -1, at
    return row
