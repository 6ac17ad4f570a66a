"""The form in which a name is taught: the name, whom it means, units below found by their names, how many they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.name_party import MOST_NAME
from xiangyun.notices.definitions import MOST_PARTS, under, union
from xiangyun.notices.models import PartyName
from xiangyun.notices.party_names import as_entry, entries_for, reach_of_entry
from xiangyun.notices.party_words import key_of
from xiangyun.units.finding import find_units
from xiangyun.units.models import Unit
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .task_offers import Choice, presets
from .task_words import how_many, who_words

SEARCHED = 20
MOST_PICKED = 100
OF_THE_NAME = ("blank_name", "name_too_long", "not_text")


@dataclass(slots=True)
class PartyForm:
    """What was typed and chosen, what can be chosen, and what is wrong, by field (`name`, `who`).

    `back` is where it leads when it is saved: the clause that it was opened from, else the list.
    """

    unit: Unit
    name: str
    keys: list[str]
    presets: dict[str, Choice]
    picked: list[Unit]
    found: list[tuple[Unit, str]]
    find: str
    kept: list[tuple[str, str]]
    back: str
    entries: Sequence[PartyName]
    problems: dict[str, str] = field(default_factory=dict)
    means: str = ""

    def definition(self) -> dict[str, Any] | None:
        """All that is chosen together; None, with the problem kept, where nothing is or it cannot be one choice."""
        parts = [self.presets[key].definition for key in self.keys]
        for kind in sorted({unit.kind for unit in self.picked}):
            uids = [str(unit.uid) for unit in self.picked if unit.kind == kind]
            parts.append(under(self.unit.uid, kind=kind, units=uids))
        try:
            if not parts:
                raise BadInput("selector_empty_list")
            return union(parts)
        except BadInput as refused:
            self.take(refused)
        return None

    def look(self, day: date) -> None:
        """Say how many are meant; one query."""
        definition = self.definition()
        if definition is None:
            return
        n, inside = reach_of_entry(as_entry(definition, self.unit), self.unit, day)
        if n == inside and n:
            self.means = _("This means %(n)s: %(who)s.") % {"n": how_many(n), "who": who_words(definition)}
        else:
            self.take(BadInput("party_beyond_reach" if inside else "reaches_nobody"))

    def take(self, refused: BadInput) -> None:
        """Keep what is wrong at its field."""
        name = "name" if refused.reason in OF_THE_NAME else "who"
        self.problems[name] = sentence(refused.reason) or _("This could not be read.")

    def context(self) -> dict[str, Any]:
        """As the page draws it."""
        labels = {"name": _("Name as the notice has it"), "who": _("Whom it means")}
        return {
            "field": self._name_field(labels["name"]),
            "choices": [(key, choice.label, key in self.keys) for key, choice in self.presets.items()],
            "who_error": self.problems.get("who", ""),
            "picker": self._picker(),
            "errors": [{"id": f"f-{name}", "label": labels[name]} for name in labels if name in self.problems],
            "means": self.means,
            "before": self._before(),
            "kept": self.kept,
            "back": self.back,
        }

    def _name_field(self, label: str) -> dict[str, Any]:
        return {
            "name": "name",
            "label": label,
            "type": "text",
            "max_length": MOST_NAME,
            "required": True,
            "value": self.name,
            "error": self.problems.get("name", ""),
        }

    def _picker(self) -> dict[str, Any]:
        taken = {unit.pk for unit in self.picked}
        rows = {unit.pk: (unit, above) for unit, above in [*((unit, "") for unit in self.picked), *self.found]}
        return {
            "name": "picked",
            "label": _("And units below by their names"),
            "many": True,
            "find": self.find,
            "rows": [
                {"uid": str(unit.uid), "name": unit.name, "above": above, "chosen": unit.pk in taken}
                for unit, above in rows.values()
            ],
        }

    def _before(self) -> str:
        """What the name stands for now, in words; blank where it is new."""
        known = next((entry for entry in self.entries if entry.name == key_of(self.name)), None)
        if known is None:
            return ""
        words = {"who": who_words(known.definition), "owner": str(known.owner)}
        if known.owner_id == self.unit.pk:
            return _("Until now this name means: %(who)s. Saving replaces that.") % words
        return _("%(owner)s has said what this name means: %(who)s. For you and below, yours will count.") % words


def form_of(request: Request) -> PartyForm:
    """The form as it was sent, or opened with a name; the number of queries does not grow with what is chosen."""
    actor, day = request.actor, working_date(request.at)
    given = request.POST if request.method == "POST" else request.GET
    unit, picked = _units(request, [uid for uid in given.getlist("picked")[:MOST_PICKED] if _is_uid(uid)])
    offered = presets(unit, day)
    find = given.get("find", "").strip()[:40]
    searches = bool(find) and given.get("do") == "find"
    kept = [(name, given[name]) for name in ("notice", "clause") if _is_uid(given.get(name, ""))]
    return PartyForm(
        unit=unit,
        name=given.get("name", "").strip(),
        keys=[key for key in offered if key in given.getlist("who")][:MOST_PARTS],
        presets=offered,
        picked=picked,
        found=_found(request, find, day) if searches else [],
        find=find,
        kept=kept,
        back=_back(dict(kept)),
        entries=[] if searches else entries_for(actor),
    )


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _back(kept: dict[str, str]) -> str:
    if len(kept) == 2:
        return reverse("workspace:clause", args=[kept["notice"], kept["clause"]])
    return reverse("workspace:party-names")


def _units(request: Request, uids: Sequence[str]) -> tuple[Unit, list[Unit]]:
    """One's own unit, and those that were picked; one query."""
    own, wanted = request.actor.own_unit, {str(UUID(uid)) for uid in uids}
    found = Unit.objects.visible_to(request.actor).filter(Q(pk=own) | Q(uid__in=wanted)).in_list_order()
    by_uid = {str(unit.uid): unit for unit in found}
    unit = next(unit for unit in by_uid.values() if unit.pk == own)
    return unit, [picked for uid, picked in by_uid.items() if uid in wanted]


def _found(request: Request, text: str, day: date) -> list[tuple[Unit, str]]:
    """Units that stand below one's own now."""
    found = find_units(request.actor, text, day, SEARCHED)
    here = [f for f in found if f.place and not f.has_ended and f.place.path.startswith(request.actor.paths)]
    return [(f.unit, " › ".join(f.above)) for f in here]
