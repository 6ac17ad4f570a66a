"""Places on a page that later layers fill: a layer declares what it has to show, the page asks everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .actor import Actor

UNIT = "unit"
"""The page of a unit: figures and records."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a layer shows: a template and its context."""

    template: str
    context: Mapping[str, Any]


Fill = Callable[[Any, Actor, datetime], Filled | None]
"""From the page's subject, who looks, and the time; None when there is nothing to show to this actor."""

_slots: dict[str, dict[str, Fill]] = {}


def declare_slot(page: str, name: str, fill: Fill) -> None:
    """A layer shows something on a page; called from AppConfig.ready. In a fixed number of queries."""
    filled = _slots.setdefault(page, {})
    if name in filled:
        raise ValueError(f"slot {name!r} of {page!r} is declared twice")
    filled[name] = fill


def withdraw_slot(page: str, name: str) -> None:
    """The page asks this layer no more."""
    _slots[page].pop(name)


def filled_slots(page: str, subject: Any, actor: Actor, at: datetime) -> list[Filled]:
    """What all layers show there, in the order they were declared; those with nothing left out."""
    shown = (fill(subject, actor, at) for fill in _slots.get(page, {}).values())
    return [filled for filled in shown if filled is not None]
