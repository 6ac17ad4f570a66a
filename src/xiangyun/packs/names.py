"""Units by name in a pack, by uid on a site: a selector's definition there and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from xiangyun.core.errors import BadInput
from xiangyun.notices.definitions import parts_of
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of

SELF = "self"
LISTS = ("units", "except")


class Names:
    """The names of units at and below an issuer on a day: looked up together, each once."""

    def __init__(self, issuer: Unit, day: date) -> None:
        self.issuer, self.day = issuer, day
        self._below = Unit.objects.within(path_of(issuer.pk, day), day)
        self._uids: dict[str, str] = {SELF: str(issuer.uid)}

    def to_site(self, who: Mapping[str, Any]) -> dict[str, Any]:
        """With uids; BadInput("no_such_unit" or "several_units") names the unit at fault. What names no place begins
        at the issuer."""
        self._look_up(names_in(who))
        parts = [self._part(part) for part in parts_of(who)]
        return {**who, "any": parts} if "any" in who else parts[0]

    def _part(self, part: Mapping[str, Any]) -> dict[str, Any]:
        found = {**part, "under": self._uid(part.get("under", SELF))}
        return found | {key: [self._uid(name) for name in part[key]] for key in LISTS if key in part}

    def _uid(self, name: str) -> str:
        return self._uids[name]

    def _look_up(self, names: set[str]) -> None:
        wanted = names - set(self._uids)
        if not wanted:
            return
        found: dict[str, list[UUID]] = {name: [] for name in wanted}
        for uid, name in self._below.filter(name__in=wanted).values_list("uid", "name"):
            found[name].append(uid)
        for name, uids in found.items():
            if len(uids) != 1:
                raise BadInput("several_units" if uids else "no_such_unit", name=name)
            self._uids[name] = str(uids[0])

    def to_pack(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        """With names; BadInput for a unit that no single name below the issuer means."""
        uids = {uid for part in parts_of(definition) for uid in _uids_in(part)} - {str(self.issuer.uid)}
        names = {str(uid): name for uid, name in Unit.objects.among(Q(uid__in=uids)).values_list("uid", "name")}
        names[str(self.issuer.uid)] = SELF
        parts = [_named(part, names) for part in parts_of(definition)]
        self._look_up(set(names.values()))
        return {**definition, "any": parts} if "any" in definition else parts[0]


def names_in(who: Mapping[str, Any]) -> set[str]:
    """The names of units in a pack's selector."""
    return {name for part in parts_of(who) for name in _uids_in(part)} | {SELF}


def _uids_in(part: Mapping[str, Any]) -> list[str]:
    return [*([part["under"]] if "under" in part else []), *(uid for key in LISTS for uid in part.get(key, ()))]


def _named(part: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found = {key: value for key, value in part.items() if key != "under" or names.get(value) != SELF}
    if "under" in found:
        found["under"] = names[found["under"]]
    return found | {key: sorted(names[uid] for uid in part[key]) for key in LISTS if key in part}
