"""The dictionary of elements as it stands: whose entries hold for a unit, and which forms ask them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from xiangyun.core.actor import Actor
from xiangyun.forms.models import Element, FormVersion
from xiangyun.units.paths import unit_ids

T = TypeVar("T")
Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its owner, and the titles of the forms around that ask it in their newest version.

    `is_fixed`: some version asks it, so its type stays.
    """

    element: Element
    forms: tuple[Titles, ...]
    is_fixed: bool


def dictionary_of(actor: Actor, wanted: str = "") -> list[Entry]:
    """What holds for the actor's unit: its own entries first, then those above; two queries.

    `wanted`: words that all stand in a label, the name or the unit.
    """
    way = unit_ids(actor.all_paths[0]) if actor.all_paths else []
    elements = list(Element.objects.around(actor).select_related("owner").order_by("slug"))
    versions = list(FormVersion.objects.around(actor).light().order_by("form", "number"))
    newest = {version.form_id: version for version in versions}
    asked = _asking(versions, elements, way)
    shown = [e for e in elements if e.owner_id in way and _says(e, wanted)]
    shown.sort(key=lambda e: -way.index(e.owner_id))
    return [_entry(e, asked[e.pk], newest) for e in shown]


def _entry(element: Element, asking: Collection[FormVersion], newest: Mapping[int, FormVersion]) -> Entry:
    titles = tuple(version.form.title for version in asking if newest[version.form_id] is version)
    return Entry(element, titles, bool(asking))


def _says(element: Element, wanted: str) -> bool:
    words = " ".join([element.slug, element.unit, *element.label.values()]).casefold()
    return all(part in words for part in wanted.casefold().split())


def _asking(
    versions: Iterable[FormVersion], elements: Iterable[Element], way: Sequence[int]
) -> dict[int, list[FormVersion]]:
    """Entry → the versions of forms that ask it."""
    entries: dict[str, dict[int, int]] = defaultdict(dict)
    for element in elements:
        entries[element.slug][element.owner_id] = element.pk
    found: dict[int, list[FormVersion]] = defaultdict(list)
    for version in versions:
        owner = version.form.owner_id
        above = way[: way.index(owner) + 1] if owner in way else [*way, owner]
        for slug in elements_in(version.definition):
            if (entry := nearest(entries[slug], above)) is not None:
                found[entry].append(version)
    return found


def elements_in(definition: Mapping[str, Any]) -> set[str]:
    """The names of the elements that a stored form asks."""
    return {field["element"] for field in definition["fields"] if field.get("element")}


def nearest(entries: Mapping[int, T], above: Sequence[int]) -> T | None:
    """Which of the entries of a name a form means: its owner's, else that of the nearest unit above.

    `entries` is owner → entry; `above` runs from the top down to the form's owner.
    """
    return next((entries[owner] for owner in reversed(above) if owner in entries), None)
