"""What declaring, correcting or cancelling an event does to deadlines: for a preview, nothing is written."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Generic, TypeVar

import msgspec

from xiangyun.calendar.deadlines import Deadline
from xiangyun.calendar.resolved import Resolved
from xiangyun.calendar.resolving import resolve
from xiangyun.calendar.workdays import Workdays

Key = TypeVar("Key", bound=Hashable)


class Effect(msgspec.Struct, Generic[Key], frozen=True):
    """A deadline that comes to something else than before."""

    key: Key
    before: Resolved
    after: Resolved


def effects(
    deadlines: Mapping[Key, Deadline],
    events_before: Mapping[str, date],
    events_after: Mapping[str, date],
    *,
    workdays: Workdays,
    runs_from: Mapping[Key, date],
) -> list[Effect[Key]]:
    """The deadlines that change, in their order. `runs_from` is the day from which each runs (see `resolve`)."""
    found = []
    for key, deadline in deadlines.items():
        at = runs_from[key]
        before = resolve(deadline, events=events_before, workdays=workdays, at=at)
        after = resolve(deadline, events=events_after, workdays=workdays, at=at)
        if before != after:
            found.append(Effect(key, before, after))
    return found
