"""What an officer may choose from when a task is made: units, forms; as the notice says, and of every kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xiangyun.core.actor import Actor
from xiangyun.forms.models import FormVersion
from xiangyun.notices.models import Quota, Task
from xiangyun.notices.place_classes import PLACE_CLASSES
from xiangyun.notices.proposals import Proposal
from xiangyun.notices.queries import forms_on_offer
from xiangyun.notices.selectors import how_many as counted
from xiangyun.notices.selectors import under
from xiangyun.units.models import Unit

from .task_words import class_words, how_many, level_words, type_words, who_words
from .wording import in_script

FOUND, KEPT, NAMED, DRAFTED = "found", "kept", "named", "drafted"
"""As the notice says; as the task has it; by names that are typed; the form that is drafted from the clause."""
LEVELS = (5, 4, 3, 2)
TYPES = (
    "library",
    "children_library",
    "culture_centre",
    "museum",
    "art_gallery",
    "book_house",
    "troupe",
    "volunteer_team",
)
OF_A_CLAUSE = "clause-"
"""Forms drafted from clauses bear such names; they serve their own task only."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Units to choose: a definition, in words, and how many they are."""

    definition: dict[str, Any]
    words: str
    n: int | None = None

    @property
    def label(self) -> str:
        return self.words if self.n is None else _("%(who)s, %(n)s") % {"who": self.words, "n": how_many(self.n)}


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen: units by key, forms by uid; `drafted` says that a form can be drafted from the clause."""

    units: dict[str, Choice]
    forms: dict[str, FormVersion]
    drafted: bool = False


def offer_for(actor: Actor, unit: Unit, day: date, *, made: Proposal | None = None, task: Task | None = None) -> Offer:
    """Whom the clauses mean and what the task has now; then all of a level, class or type below the unit."""
    units = {**_of_task(task), **_of_proposal(made), **presets(unit, day)}
    forms = forms_on_offer(actor)
    own = {task.form_version_id} if task else set()
    kept = {str(v.uid): v for v in forms if v.pk in own or not v.form.slug.startswith(OF_A_CLAUSE)}
    if task:
        kept.setdefault(str(task.form_version.uid), task.form_version)
    return Offer(units, kept, drafted=made is not None)


def _of_proposal(made: Proposal | None) -> dict[str, Choice]:
    if made is None:
        return {}
    offered = {
        f"offer-{n}": Choice(dict(party.offer), in_script(party.name), int(party.says["found"]))
        for n, party in enumerate(made.who.parties)
        if party.offer and party.why == "count_differs"
    }
    return offered if made.who.definition is None else _of_names(made) | offered


def _of_names(made: Proposal) -> dict[str, Choice]:
    """All names together, and where there are several each by itself."""
    names = "、".join(in_script(party.name) for party in made.who.parties if party.definition)
    whole = dict(made.who.definition or {})
    found = {FOUND: Choice(whole, _("As the notice says: %(names)s") % {"names": names}, made.who.n)}
    several = [party for party in made.who.parties if party.definition]
    if len(several) > 1:
        for n, party in enumerate(several):
            found[f"party-{n}"] = Choice(dict(party.definition or {}), in_script(party.name), party.n)
    return found


def _of_task(task: Task | None) -> dict[str, Choice]:
    if task is None:
        return {}
    found = {
        KEPT: Choice(task.selector.definition, _("As it is: %(who)s") % {"who": who_words(task.selector.definition)})
    }
    for quota in task.quotas.all():
        if quota.selector_id != task.selector_id:
            definition = quota.selector.definition
            found[quota_key(quota)] = Choice(definition, who_words(definition))
    return found


def quota_key(quota: Quota) -> str:
    """How the class of a stored quota is chosen."""
    return f"class-of-{quota.selector_id}"


def presets(unit: Unit, day: date) -> dict[str, Choice]:
    """Levels, classes and types that have somebody below the unit; one query."""
    below = unit.level or 0
    wanted: dict[str, tuple[dict[str, Any], str]] = {}
    for level in (level for level in LEVELS if level > below):
        wanted[f"level-{level}"] = under(unit.uid, kind="division", level=level), level_words(level)
    for slug, place in PLACE_CLASSES.items():
        if place.level > below:
            wanted[f"class-{slug}"] = under(unit.uid, kind="division", classes=[slug]), class_words(slug)
    for kind in TYPES:
        wanted[f"type-{kind}"] = under(unit.uid, kind="institution", types=[kind]), type_words(kind)
    numbers = counted([definition for definition, _words in wanted.values()], day)
    rows = zip(wanted.items(), numbers, strict=True)
    return {key: Choice(definition, words, n) for (key, (definition, words)), n in rows if n}


def unit_choices(offer: Offer) -> list[dict[str, str]]:
    """Whom to ask, with how many they are; or by names."""
    found = [
        {"value": key, "label": choice.label} for key, choice in offer.units.items() if not key.startswith("class-of-")
    ]
    return [*found, {"value": NAMED, "label": _("By the names written below")}]


def quota_choices(offer: Offer) -> list[tuple[str, str]]:
    """Of whom a quota is asked: all whom the task asks, or a class of them."""
    rest = ((key, choice.words) for key, choice in offer.units.items() if key not in (FOUND, KEPT))
    return [("", _("all whom the task asks")), *rest]


def key_of(definition: Mapping[str, Any] | None, units: Mapping[str, Choice], skip: Iterable[str] = ()) -> str:
    """The key of a choice with this definition; blank for none."""
    return next((key for key, c in units.items() if key not in set(skip) and c.definition == definition), "")
