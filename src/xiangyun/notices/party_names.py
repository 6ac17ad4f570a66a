"""The dictionary of parties: what an officer, or one above, has said that a name stands for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.units.models import TERRITORIAL, Unit
from xiangyun.units.paths import END, unit_ids
from xiangyun.units.queries import path_of

from .definitions import Definition, checked, line_in, parts_of
from .models import PartyName
from .selectors import count_where, how_many, place_condition

Dictionary = Mapping[str, Definition]
"""By folded name."""


def dictionary_for(actor: Actor) -> dict[str, dict[str, Any]]:
    """The entries of the actor's unit and those above it; of one name the nearest counts. One query."""
    depth = _depths(actor)
    entries = sorted(PartyName.objects.holding_for(actor), key=lambda entry: depth.get(entry.owner_id, 0))
    return {entry.name: entry.definition for entry in entries}


def as_entry(definition: Definition, owner: Unit) -> dict[str, Any]:
    """What an owner says, as it is kept: where it begins at the owner, that is left out, so that it serves below too.

    Raises BadInput as `checked` does.
    """
    return _each_part(checked(definition), lambda part: _without_under(part, str(owner.uid)))


def meant_here(definition: Definition, owner: Unit) -> dict[str, Any]:
    """An entry in a notice of a unit: what does not say where it begins, begins there."""
    return _each_part(definition, lambda part: {"under": str(owner.uid), **part})


def _without_under(part: Definition, uid: str) -> dict[str, Any]:
    return {key: value for key, value in part.items() if (key, value) != ("under", uid)}


def _each_part(definition: Definition, change: Callable[[Definition], Definition]) -> dict[str, Any]:
    parts = [{k: v for k, v in change(part).items() if k != "line"} for part in parts_of(definition)]
    return checked({"any": parts, **({"line": definition["line"]} if "line" in definition else {})})


def reach_of_entry(entry: Definition, owner: Unit, day: date) -> tuple[int, int]:
    """How many units an entry means in a notice of its owner, and how many of them stand below the owner."""
    meant = meant_here(entry, owner)
    everybody = place_condition(meant, day)
    if line_in(meant) != TERRITORIAL:  # the owner need not stand in that line
        return (n := count_where([everybody], [meant], day)[0]), n
    below = Q(path__gte=(top := path_of(owner.pk, day)), path__lt=top + END)
    n, inside = count_where([everybody, everybody & below], [meant], day)
    return n, inside


def entries_for(actor: Actor) -> list[PartyName]:
    """All that holds for the actor's unit, with owners, by name; of one name the nearest first. One query."""
    found = PartyName.objects.holding_for(actor).select_related("owner")
    depth = _depths(actor)
    return sorted(found, key=lambda entry: (entry.name, -depth.get(entry.owner_id, 0)))


def _depths(actor: Actor) -> dict[int, int]:
    """How far down each unit on the way to the actor's stands."""
    return {pk: n for path in actor.all_paths for n, pk in enumerate(unit_ids(path))}


def meant_by(entries: Sequence[PartyName], here: Unit, day: date) -> list[int]:
    """How many units each entry means in a notice of a unit; one query."""
    return how_many([meant_here(entry.definition, here) for entry in entries], day)
