"""How many units each selector reaches below each ancestor, from a day to the next change of the tree."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q

from xiangyun.core.clock import working_date, working_now
from xiangyun.units.models import Change, Placement, Unit
from xiangyun.units.paths import unit_ids

from .models import Selector, SelectorCount, Task, TaskPeriod
from .selectors import places_of, selectors_among

A_YEAR = timedelta(days=366)
"""How far before its first count a selector is counted: a task may begin in the past."""


def valid_on(day: date) -> Q:
    """The condition on counts that hold on a day."""
    return Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gt=day))


def tree_mark() -> str:
    """Changes whenever the tree does: three look-ups at the end of an index."""
    return ".".join(
        str(model._default_manager.aggregate(last=Max("pk"))["last"]) for model in (Unit, Placement, Change)
    )


def count_selector(selector: Selector, day: date) -> bool:
    """Bring a selector's counts to the tree as it is and as it is going to be; False when nothing was added.

    A unit may be added for a day that has passed, so it counts from the first day on that an open period still
    looks at. What was counted for earlier days stays: no closed period changes.
    """
    mark = tree_mark()
    if selector.counted == mark:
        return False
    since = min(day, _first_open_day(selector) or day) if selector.counted else day - A_YEAR
    with transaction.atomic():
        Selector.objects.select_for_update().get(pk=selector.pk)  # one at a time
        _forget_after(selector, since)
        for change in [since, *_changes_after(since)]:
            _count(selector, change)
        Selector.objects.filter(pk=selector.pk).update(counted=mark)
    selector.counted = mark
    return True


def _first_open_day(selector: Selector) -> date | None:
    """The due day of the earliest period that has not closed; None without one."""
    waiting = TaskPeriod.objects.filter(task__selector=selector, closed_at__isnull=True)
    due = waiting.aggregate(first=Min("due_at"))["first"]
    return working_date(due) if due else None


def _changes_after(day: date) -> list[date]:
    """The later days on which a place begins or ends."""
    found: set[date] = set()
    for column in ("from_on", "to_on"):
        days = Placement.objects.filter(**{f"{column}__gt": day}).values_list(column, flat=True)
        found.update(days.order_by().distinct())
    return sorted(found)


def _forget_after(selector: Selector, day: date) -> None:
    """As if nothing had changed from a day on: what held before it goes on."""
    selector.counts.filter(from_on__gte=day).delete()
    selector.counts.filter(to_on__gte=day).update(to_on=None)


def _count(selector: Selector, day: date) -> None:
    """End the counts that no longer hold on a day and begin those that do: rows only where something changed."""
    now = _by_ancestor(selector, day)
    before = dict(selector.counts.filter(to_on__isnull=True).values_list("ancestor_id", "n"))
    changed = [a for a in now.keys() | before.keys() if now[a] != before.get(a, 0)]
    selector.counts.filter(ancestor_id__in=changed, to_on__isnull=True).update(to_on=day)
    SelectorCount.objects.bulk_create(
        SelectorCount(selector=selector, ancestor_id=a, from_on=day, n=now[a]) for a in sorted(changed) if now[a]
    )


def _by_ancestor(selector: Selector, day: date) -> Counter[int]:
    """How many units it reaches strictly below each ancestor."""
    paths = places_of(selector, day)
    return Counter(a for path in paths.values_list("path", flat=True) for a in unit_ids(path)[:-1])


def follow_tree(_change: Change) -> None:
    """Owed counts follow a change of the tree at once."""
    recount(working_date(working_now()))


def tasks_asking(units: Collection[int], day: date) -> int:
    """How many published tasks reach one of these units from a day on."""
    running = list(Task.objects.published().filter(ends_on__gte=day).select_related("selector"))
    reached = selectors_among(units, {task.selector for task in running}, day)
    return sum(task.selector_id in reached for task in running)


def recount(day: date) -> int:
    """Bring the counts of all selectors to the tree as it is; gives how many selectors were counted anew."""
    stale = Selector.objects.exclude(counted=tree_mark())
    return sum(count_selector(selector, day) for selector in stale)
