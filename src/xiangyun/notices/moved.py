"""Due days that moved: the layers above, which say so themselves, bring what hangs on them up to date."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the layers above declare themselves before models are loaded
    from .models import Task, TaskPeriod

Follower = Callable[["TaskPeriod"], None]
_followers: list[Follower] = []


def declare_due_follower(follow: Follower) -> None:
    """A layer is told of each open period whose due day moved, in the same transaction; from AppConfig.ready."""
    _followers.append(follow)


def keep_up_all(tasks: "Iterable[Task]", at: datetime) -> int:
    """Bring the open periods of tasks up to date, and all that hangs on them; gives how many periods moved."""
    from xiangyun.core.clock import working_date

    from .almanac import almanac_for
    from .periods import keep_up

    tasks, count = list(tasks), 0
    known = almanac_for(tasks, working_date(at))
    for task in tasks:
        for period in keep_up(task, at, known.of(task)):
            count += 1
            tell_followers(period)
    return count


def tell_followers(period: "TaskPeriod") -> None:
    """What hangs on a period's due days is brought up to date: the day moved, or some units were given another."""
    for follow in _followers:
        follow(period)
