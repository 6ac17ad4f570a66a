"""Notices and clauses; tasks, quotas and periods; what bodies say to them; what later notices change."""

from xiangyun.notices import events  # noqa: F401  its models belong to this app too

from .amendments import Amendment
from .notices import DRAFTERS, WORKERS, Clause, ClauseQuerySet, Notice, NoticeQuerySet
from .replies import Extension, HandDown, Receipt
from .settings import Cap, PartyName
from .tasks import (
    DEPENDING,
    Missing,
    Quota,
    Selector,
    SelectorCount,
    Task,
    TaskPeriod,
    TaskPeriodQuerySet,
    TaskQuerySet,
)

__all__ = [
    "DEPENDING",
    "DRAFTERS",
    "WORKERS",
    "Amendment",
    "Cap",
    "Clause",
    "ClauseQuerySet",
    "Extension",
    "HandDown",
    "Missing",
    "Notice",
    "NoticeQuerySet",
    "PartyName",
    "Quota",
    "Receipt",
    "Selector",
    "SelectorCount",
    "Task",
    "TaskPeriod",
    "TaskPeriodQuerySet",
    "TaskQuerySet",
]
