"""Reads of rosters and of the cloud's lists, for one unit and all that stands below it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.units.acting import village_name
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import unit_ids
from xiangyun.units.queries import units_meant_by

from ..key_digests import ident_of, key_digest
from ..masking import mask_phone
from ..models import CloudList, CloudMapping, CloudRow, Invitation, RosterEntry, SamePerson, Tenure
from ..models.roster import ROSTER_READERS
from ..roster.checking import Answers, Check, Person, compare
from ..roster.phones import plain_phone
from ..roster.places import Placed, Places


def own_path(actor: Actor, day: date) -> str:
    """Where the actor's unit stands on a day, for those who work with rosters; NotAllowed, NotVisible."""
    if not actor.holds(*ROSTER_READERS):
        raise NotAllowed(step="roster")
    place = Placement.objects.territorial().of_unit(actor.own_unit).on(day).first()
    if place is None:
        raise NotVisible(kind="unit")
    return str(place.path)


def places_within(path: str, day: date, texts: Iterable[str]) -> Places:
    """The units at and below a path by name, and by those codes among the texts that mean one unit in all lists."""
    rows = Placement.objects.territorial().on(day).within(path)
    named = rows.values_list("unit_id", "path", "name", "acting_name", "unit__name", "unit__acting_name")
    units = [Placed(pk, where, _spellings(names)) for pk, where, *names in named.iterator()]
    codes = {text for text in texts if text.isascii() and text.isdigit()}
    return Places.of(units, units_meant_by(codes) if codes else {})


def _spellings(names: Sequence[str]) -> tuple[str, ...]:
    """Every name of a unit, of that day and of now, and of a village also without its committee."""
    return tuple(dict.fromkeys([*names, *map(village_name, names)]))


def newest_list(path: str) -> CloudList | None:
    """The list that counts for a unit: the newest loaded at it or above it."""
    return CloudList.objects.of_units(unit_ids(path)).newest_first().select_related("unit").first()


def lists_of(unit_id: int) -> QuerySet[CloudList]:
    """All lists loaded at a unit, the newest first."""
    return CloudList.objects.of_unit(unit_id).newest_first()


def mapping_for(unit_id: int, headers_digest: str) -> CloudMapping | None:
    """What was said of an export with these columns before."""
    return CloudMapping.objects.of_unit(unit_id).for_headers(headers_digest).first()


def check_of(path: str, found: CloudList, day: date) -> Check:
    """The roster at and below a path beside a list of the cloud; five queries."""
    return compare(people_within(path, day), _cloud_people(found, path, day), _answers())


def _answers() -> Answers:
    given = SamePerson.objects.values_list("ours", "theirs", "is_same")
    return {(ours, theirs): is_same for ours, theirs, is_same in given.iterator()}


def people_within(path: str, day: date) -> list[Person]:
    """Who is on our roster at and below a path: entries, holders of posts, and those invited by name.

    One person a unit, name and phone; a name without a phone is nobody else than the same name with one.
    """
    named: dict[tuple[int, str], dict[str, None]] = {}
    for unit, name, phone in _named_within(path, day):
        if name:
            named.setdefault((unit, name), {})[plain_phone(phone or "")] = None
    people = ((unit, name, key) for (unit, name), keys in named.items() for key in [k for k in keys if k] or [""])
    return [_person(ref, *person) for ref, person in enumerate(people)]


def _named_within(path: str, day: date) -> Iterator[tuple[int, str, str | None]]:
    entries = RosterEntry.objects.within(path).order_by("pk")
    held = Tenure.objects.on(day).holders().within(path).filter(account__is_active=True).order_by("pk")
    invited = Invitation.objects.waiting().within(path).order_by("pk")
    yield from entries.values_list("unit_id", "name", "phone")
    yield from held.values_list("post__unit_id", "account__name", "account__phone")
    yield from invited.values_list("post__unit_id", "name", "phone")


def _person(ref: int, unit: int, name: str, key: str) -> Person:
    digest, masked = key_digest(key), mask_phone(key)
    return Person(ref, unit, name, digest, masked, ident_of(unit, name, digest or masked))


def _cloud_people(found: CloudList, path: str, day: date) -> list[Person]:
    rows = CloudRow.objects.of_list(found.pk).exclude(name="")
    if found.unit_id != unit_ids(path)[-1]:  # seen from below: only what stands there
        rows = rows.within(path)
    return [
        Person(pk, unit, name, key, masked, ident_of(unit, name, key or masked))
        for pk, unit, name, key, masked in rows.values_list("pk", "unit_id", "name", "key_digest", "key_masked")
    ]


def units_by_uid(said: Mapping[str, str], places: Places) -> dict[str, int]:
    """Text → unit of what was said of an export's names; units that no longer stand here are left out."""
    found = dict(Unit.objects.filter(uid__in=set(said.values())).values_list("uid", "pk"))
    by_uid = {str(uid): pk for uid, pk in found.items() if pk in places.units}
    return {text: by_uid[uid] for text, uid in said.items() if uid in by_uid}
