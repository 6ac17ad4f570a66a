"""Who took over from whom, kept whole: a chain of direct successions is one row too, whatever was recorded first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from .models import Change, Succession, Unit

Key = tuple[int, int, int]


def succeed(change: Change, old: Unit, new: Unit, kind: str, *, has_ended: bool) -> None:
    """The new unit took over from the old one on the change's day, and so from all before it."""
    Succession.objects.create(old=old, new=new, change=change, on=change.on, kind=kind, has_ended=has_ended)
    close_chains({old.pk, new.pk})


def close_chains(units: Iterable[int]) -> None:
    """Write the chains anew of everything that hangs together with these units."""
    together, direct = _together(set(units))
    Succession.objects.filter(steps__gt=1).filter(Q(old__in=together) | Q(new__in=together)).delete()
    after = defaultdict(list)
    for row in direct:
        after[row.old_id].append(row)
    known = {_key(row) for row in direct}
    chains: dict[Key, Succession] = {}
    for first in direct:
        for chain in _chains([first], after):
            if _key(chain) not in known:
                chains.setdefault(_key(chain), chain)
    Succession.objects.bulk_create(chains.values())


def _key(row: Succession) -> Key:
    return row.old_id, row.new_id, row.change_id


def _together(units: set[int]) -> tuple[set[int], list[Succession]]:
    """All units linked to these by direct successions, and those successions."""
    while True:
        found = list(
            Succession.objects.filter(steps=1).filter(Q(old__in=units) | Q(new__in=units)).order_by("on", "pk")
        )
        linked = units | {pk for row in found for pk in (row.old_id, row.new_id)}
        if linked == units:
            return units, found
        units = linked


def _chains(path: list[Succession], after: dict[int, list[Succession]]) -> Iterator[Succession]:
    """The longer chains that begin as `path` does: each link on or after the day of the one before, no unit twice."""
    for link in after[path[-1].new_id]:
        if link.on < path[-1].on or link.new_id in {row.old_id for row in path}:
            continue
        longer = [*path, link]
        yield Succession(
            old_id=path[0].old_id,
            new_id=link.new_id,
            change_id=link.change_id,
            on=link.on,
            kind=path[0].kind,
            has_ended=all(row.has_ended for row in longer),
            steps=len(longer),
        )
        yield from _chains(longer, after)
