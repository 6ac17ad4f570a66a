"""How many units each selector reaches below each ancestor, from a day to the next change of the tree."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import unit_ids

from .models import Selector, SelectorCount
from .selectors import units_of


def tree_mark() -> str:
    """Changes whenever a unit or a place is added: two look-ups at the end of an index."""
    last = Unit.objects.aggregate(unit=Max("pk")), Placement.objects.aggregate(place=Max("pk"))
    return f"{last[0]['unit']}.{last[1]['place']}"


def count_selector(selector: Selector, day: date) -> int:
    """Bring a selector's counts to the tree as it is; gives how many rows changed.

    From `day` on: what is counted for earlier days stays, so that no locked period changes.
    """
    mark = tree_mark()
    if selector.counted == mark:
        return 0
    with transaction.atomic():
        now = _by_ancestor(selector, day)
        before = {row.ancestor_id: row for row in selector.counts.filter(to_on__isnull=True)}
        changed = [a for a in now.keys() | before.keys() if now.get(a, 0) != (before[a].n if a in before else 0)]
        _replace(selector, changed, now, day)
        Selector.objects.filter(pk=selector.pk).update(counted=mark)
    selector.counted = mark
    return len(changed)


def _replace(selector: Selector, changed: list[int], now: Counter[int], day: date) -> None:
    """End the rows that no longer hold and begin new ones; one that began today is made anew."""
    old = selector.counts.filter(ancestor_id__in=changed, to_on__isnull=True)
    old.filter(from_on__gte=day).delete()
    old.filter(from_on__lt=day).update(to_on=day)
    SelectorCount.objects.bulk_create(
        SelectorCount(selector=selector, ancestor_id=a, from_on=day, n=now[a]) for a in changed if now[a]
    )


def _by_ancestor(selector: Selector, day: date) -> Counter[int]:
    """How many units it reaches strictly below each ancestor."""
    paths = Placement.objects.on(day).territorial().filter(unit__in=units_of(selector, day))
    return Counter(a for path in paths.values_list("path", flat=True) for a in unit_ids(path)[:-1])


def recount(day: date) -> int:
    """Bring the counts of all selectors to the tree as it is; gives how many rows changed."""
    stale = Selector.objects.filter(~Q(counted=tree_mark()))
    return sum(count_selector(selector, day) for selector in stale)
