"""What a change of the tree touches in the layers above, which say so themselves: posts, duties, returns."""

from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the layers above declare themselves before models are loaded
    from .models import Change

Count = Callable[[Collection[int], date], int]
Follower = Callable[["Change"], None]

_counts: dict[str, Count] = {}
_followers: dict[str, Follower] = {}


def declare_count(name: str, count: Count) -> None:
    """A layer counts how many of its things hang on units from a day on; called from AppConfig.ready."""
    _counts[name] = count


def declare_follower(name: str, follow: Follower) -> None:
    """A layer brings what is open to the changed tree; must be harmless twice. Called from AppConfig.ready."""
    _followers[name] = follow


def counted(units: Collection[int], day: date) -> dict[str, int]:
    """By name, how many things hang on these units from a day on."""
    return {name: count(units, day) for name, count in _counts.items()}


def follow(change: "Change") -> None:
    """Let every layer follow a change."""
    for follower in _followers.values():
        follower(change)
