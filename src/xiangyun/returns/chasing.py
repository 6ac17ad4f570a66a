"""Chasing what is missing of a period: who is, below which unit, whom to ask there, and who asked already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from xiangyun.core.actor import Actor
from xiangyun.messages.models import Chase
from xiangyun.notices.models import TaskPeriod
from xiangyun.people.masking import name_for, phone_for, sees_in_full
from xiangyun.units.models import TERRITORIAL, Unit
from xiangyun.units.paths import unit_ids
from xiangyun.units.places import child_place
from xiangyun.units.queries import children_of

from .lists import MISSING, units_behind

CHASERS = ("reviewer", "officer")
"""Roles that chase: those that look at what comes."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask at a unit, as far as the reader may see; `dial` only where the number is whole."""

    name: str
    phone: str
    dial: str


@dataclass(frozen=True, slots=True)
class Group:
    """A unit directly below, and how many are missing at and below it."""

    unit: Unit
    n: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are missing at and below a unit, and under each unit directly below that lacks any, in list order."""

    n: int
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Asked:
    """How often the missing of a place were chased, and the last time."""

    times: int
    last: Chase


def may_chase(actor: Actor) -> bool:
    return actor.holds(*CHASERS)


def missing_below(*, actor: Actor, period: TaskPeriod, unit: Unit, day: date) -> QuerySet[Unit]:
    """The units at and below one that have sent nothing, in list order; NotVisible beyond the own subtree."""
    return units_behind(actor=actor, period=period, unit=unit, state=MISSING, day=day)


def counted_below(missing: QuerySet[Unit], unit: Any, day: date, line: str) -> Counted:
    """The missing of `missing_below`, counted; two queries."""
    children: list[Any] = list(children_of(unit.path, day, line))
    place = child_place(unit.path, [child.path for child in children])
    plain: QuerySet[Any] = missing.prefetch_related(None).order_by().annotate(place=place)
    counts = dict(plain.values_list("place").annotate(n=Count("pk", distinct=True)))
    groups = [Group(child, counts[child.path]) for child in children if child.path in counts]
    return Counted(sum(counts.values()), groups)


def contact_of(actor: Actor, unit: Any, line: str = TERRITORIAL) -> Contact:
    """Names and numbers in full at the unit, directly above it, and for the officers further above; else masked."""
    own = actor.paths if line == TERRITORIAL else tuple(path for name, path in actor.lines if name == line)
    chases = actor.holds("officer") and unit.path.startswith(own or ("~",))
    full = actor.is_system or chases or sees_in_full(own, unit.path)
    phone = phone_for(unit.contact_phone, full=full)
    return Contact(name_for(unit.contact_name, full=full), phone, phone if full else "")


def chases_of(period: TaskPeriod) -> list[Chase]:
    """What was chased of a period, the latest first; one query for the whole page."""
    return list(Chase.objects.of_period(period.uid))


def asked_at(chases: Iterable[Chase], path: str) -> Asked | None:
    """The chases that held for a place: made at its unit or above it."""
    above = set(unit_ids(path))
    held = [chase for chase in chases if chase.unit_id in above]
    return Asked(len(held), held[0]) if held else None
