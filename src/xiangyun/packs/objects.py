"""Objects of a pack brought to the site: entries of the dictionary, minutes, forms, names of parties."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.forms.actions.edit_element import edit_element
from xiangyun.forms.actions.set_field_times import set_field_times
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.dictionary import ElementEntry
from xiangyun.forms.models import Element
from xiangyun.notices.actions.name_party import name_party
from xiangyun.units.models import Unit

from .format import Pack
from .names import Names
from .plans import Step


@dataclass
class Ground:
    """Who loads which pack for whom, and when."""

    actor: Actor
    owner: Unit
    pack: Pack
    at: datetime

    @cached_property
    def names(self) -> Names:
        """The names of units below the owner."""
        return Names(self.owner, working_date(self.at))


def load_object(ground: Ground, step: Step) -> UUID | None:
    """Write one object as the pack has it; gives its uid where it has one."""
    return _LOADERS[step.kind](ground, step.key)


def _element(ground: Ground, slug: str) -> UUID:
    entry = ElementEntry(**next(e for e in ground.pack.elements if e["slug"] == slug))
    known = Element.objects.of_owner(ground.owner.pk).filter(slug=slug).values_list("uid", flat=True).first()
    return edit_element(actor=ground.actor, entry=entry, at=ground.at, uid=known).uid


def _minutes(ground: Ground, _key: str) -> None:
    set_field_times(actor=ground.actor, owner=ground.owner, seconds=ground.pack.minutes, at=ground.at)


def _form(ground: Ground, slug: str) -> UUID:
    source, name = ground.pack.forms[slug], f"{slug}.yaml"
    return store_form(actor=ground.actor, owner=ground.owner, slug=slug, source=source, filename=name, at=ground.at).uid


def _party(ground: Ground, name: str) -> UUID:
    who = next(entry.who for entry in ground.pack.parties if entry.name == name)
    return name_party(actor=ground.actor, name=name, definition=ground.names.to_site(who), at=ground.at).uid


_LOADERS: dict[str, Callable[[Ground, str], UUID | None]] = {
    "element": _element,
    "minutes": _minutes,
    "form": _form,
    "party": _party,
}
