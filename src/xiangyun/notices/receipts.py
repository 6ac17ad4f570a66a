"""Signing for receipt: whom a published notice comes to, who signed, and who has not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible, WrongState
from xiangyun.core.texts import is_readable
from xiangyun.units.models import TERRITORIAL, Placement, Unit
from xiangyun.units.paths import END
from xiangyun.units.reach import within_any

from .models import Notice, Receipt, Selector, SelectorCount
from .selectors import places_of
from .states import NoticeState

SIGNERS = ("officer", "reviewer", "reporter")
MOST_NAME = 60
VILLAGE = 5
State = Literal["", "signed", "waiting"]
STATES: tuple[State, ...] = ("", "signed", "waiting")


def published_notice(actor: Actor, uid: UUID) -> Notice:
    """A published notice that the actor sees. NotVisible, WrongState `not_published`."""
    notice = Notice.objects.visible_to(actor).select_related("owner").filter(uid=uid).first()
    if notice is None:
        raise NotVisible(kind="notice")
    if notice.state != NoticeState.PUBLISHED:
        raise WrongState("not_published", state=notice.state)
    return notice


def selectors_in(notice: Notice) -> dict[int, Selector]:
    """Those of its tasks, and of the earlier tasks that it changes; two queries."""
    found = {task.selector_id: task.selector for task in notice.tasks.select_related("selector")}
    changed = notice.amendments.select_related("task__selector")
    return found | {one.task.selector_id: one.task.selector for one in changed}


def comes_to(notice: Notice, day: date, *, villages: bool = False) -> Q:
    """The bodies below its owner that a notice comes to, as a condition on units: those on the way to a unit that a
    task reaches, and those reached; villages are left out unless asked for."""
    selectors = selectors_in(notice)
    above = SelectorCount.objects.of_selectors(selectors, day).values("ancestor_id")
    found = Q(pk__in=above)
    for selector in selectors.values():
        reached = places_of(selector, day)
        if not villages:
            reached = reached.exclude(unit__level=VILLAGE)
        found |= Q(pk__in=reached.values("unit"))
    return found & _below_owner(notice, day) & ~Q(pk=notice.owner_id)


def _below_owner(notice: Notice, day: date) -> Q:
    """Below it in the territory, or in a line in which it stands."""
    below = Q(pk__in=[])
    for line, path in Placement.objects.on(day).of_unit(notice.owner_id).values_list("line", "path"):
        below |= within_any((path,), "pk", line)
    return below


def may_sign(actor: Actor, notice: Notice, day: date) -> bool:
    """Whether the actor's unit is one that the notice comes to, and the post one that signs for it."""
    if not actor.holds(*SIGNERS) or actor.unit_id is None:
        return False
    return Unit.objects.among(comes_to(notice, day, villages=True)).filter(pk=actor.unit_id).exists()


def check_may_sign(actor: Actor, notice: Notice, at: datetime) -> None:
    """NotAllowed for who does not sign for it."""
    if not may_sign(actor, notice, working_date(at)):
        raise NotAllowed(step="sign_receipt")


def check_names(names: Mapping[str, str]) -> None:
    """BadInput `names_incomplete` with the names at fault: `blank`, `not_text`, `too_long`."""
    wrong = {name: code for name, text in names.items() if (code := _wrong_with(text.strip()))}
    if wrong:
        raise BadInput("names_incomplete", fields=wrong)


def _wrong_with(name: str) -> str:
    if not name:
        return "blank"
    if not is_readable(name):
        return "not_text"
    return "too_long" if len(name) > MOST_NAME else ""


def own_receipt(actor: Actor, notice: Notice, *, held: bool = False) -> Receipt | None:
    """What the actor's unit signed for a notice."""
    mine = Receipt.objects.of_notice(notice).of_unit(actor.own_unit)
    return (mine.held() if held else mine).first()


def last_leader(actor: Actor) -> str:
    """The leader whom the actor's unit named last, for any notice; blank if it never did."""
    return Receipt.objects.of_unit(actor.own_unit).values_list("leader", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many bodies signed, and how many have not yet."""

    signed: int
    waiting: int


def bodies_of(actor: Actor, notice: Notice, at: datetime, under: UUID | None = None) -> QuerySet[Any]:
    """The bodies in the actor's subtree that the notice comes to, villages only once they signed; in list order, each
    placed today, with `signed_at`, `handler` and `leader`. `under` keeps those at and below a unit; NotVisible for one
    that stands nowhere."""
    day = working_date(at)
    mine = Receipt.objects.of_notice(notice).filter(unit=OuterRef("pk"))
    signed = Q(pk__in=Receipt.objects.of_notice(notice).values("unit"))
    bodies = Unit.objects.placed(day).among(comes_to(notice, day) | signed).among(_within(actor))
    if under is not None:
        bodies = bodies.among(_at_and_below(under, day))
    named = {"signed_at": "at", "handler": "handler", "leader": "leader"}
    says = {name: Subquery(mine.values(column)[:1]) for name, column in named.items()}
    return bodies.annotate(**says).in_list_order()


def in_state(bodies: QuerySet[Any], state: State) -> QuerySet[Any]:
    """Those that signed, those that have not, or all."""
    return bodies if not state else bodies.filter(signed_at__isnull=state == "waiting")


def tally_of(bodies: QuerySet[Any]) -> Tally:
    """How many of them signed; one query."""
    counted = bodies.order_by().aggregate(all=Count("pk"), signed=Count("signed_at"))
    return Tally(counted["signed"], counted["all"] - counted["signed"])


def _within(actor: Actor) -> Q:
    """At and below the actor's unit, in the territory and in its lines."""
    if actor.is_system:
        return Q()
    found = within_any(actor.paths, "pk", TERRITORIAL)
    for line, path in actor.lines:
        found |= within_any((path,), "pk", line)
    return found


def _at_and_below(uid: UUID, day: date) -> Q:
    place = Placement.objects.territorial().on(day).filter(unit__uid=uid).first()
    if place is None:
        raise NotVisible(kind="unit")
    return Q(path__gte=place.path, path__lt=place.path + END)


def unsigned_by(unit_id: int, notices: Mapping[int, Notice]) -> list[Notice]:
    """Those of some notices that a unit has not signed for; one query, or none."""
    if not notices:
        return []
    signed = set(Receipt.objects.of_unit(unit_id).filter(notice__in=notices).values_list("notice", flat=True))
    return [notice for pk, notice in notices.items() if pk not in signed]
