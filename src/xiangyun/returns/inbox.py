"""What a unit was told, with what became of it: read from the answers, so a message is done when its duties are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.messages.models import Message, Stage
from xiangyun.notices.models import TaskPeriod
from xiangyun.notices.selectors import reaching
from xiangyun.units.models import TERRITORIAL, Unit
from xiangyun.units.queries import children_of

from .models import Return


@dataclass(frozen=True, slots=True)
class Part:
    """One duty of a message. To the unit above: the units directly below it that still lack, and how many did then."""

    period: TaskPeriod
    is_done: bool
    is_over: bool
    missing: tuple[Unit, ...] = ()
    n_then: int = 0
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and its duties."""

    message: Message
    parts: tuple[Part, ...]

    @property
    def is_done(self) -> bool:
        """Whether all of it was answered, or is asked no more."""
        return all(part.is_done for part in self.parts)

    @property
    def is_open(self) -> bool:
        """Whether anything of it can still be done."""
        return any(not part.is_done and not part.is_over for part in self.parts)


def inbox_of(actor: Actor, messages: Sequence[Message], at: datetime) -> list[Letter]:
    """The letters of some messages of the actor's unit; the number of queries does not grow with them."""
    uids = {uid for message in messages for uid in message.periods}
    periods = {p.uid: p for p in TaskPeriod.objects.with_task().filter(uid__in=uids).defer("task__notice__text")}
    mine = Return.objects.sent_by(actor.own_unit).filter(period__in=periods.values()) if periods else ()
    answered = {returned.period_id for returned in mine}
    told = {uid for m in messages if m.stage == Stage.ABOVE for uid in m.periods}
    lacking = _lacking(actor, [p for uid, p in periods.items() if uid in told], working_date(at))
    return [Letter(m, tuple(_parts(m, periods, answered, lacking, at))) for m in messages]


def _parts(
    message: Message,
    periods: dict[UUID, TaskPeriod],
    answered: Collection[int],
    lacking: dict[int, tuple[Unit, ...]],
    at: datetime,
) -> list[Part]:
    found = []
    for named in message.subject:
        period = periods.get(UUID(named["period"]))
        if period is None:  # an event took the period away
            continue
        is_over = period.closed_at is not None or (period.locks_at is not None and at >= period.locks_at)
        if message.stage == Stage.ABOVE:
            missing, since = lacking.get(period.pk, ()), date.fromisoformat(named["since"])
            found.append(Part(period, not missing, is_over, missing, named["n"], since))
        else:
            found.append(Part(period, period.pk in answered, is_over))
    return found


def _lacking(actor: Actor, periods: Collection[TaskPeriod], day: date) -> dict[int, tuple[Unit, ...]]:
    """The units directly below that owe each period and sent nothing; four queries a line, in which they stand."""
    found: dict[int, tuple[Unit, ...]] = {}
    for line in {period.task.line for period in periods}:
        there = [period for period in periods if period.task.line == line]
        own = actor.paths if line == TERRITORIAL else [path for name, path in actor.lines if name == line]
        children: list[Any] = list(children_of(own[0], day, line)) if own else []
        ids = [child.pk for child in children]
        reached = reaching(ids, [period.task.selector for period in there], day)
        sent = Return.objects.visible_to(actor).filter(period__in=there, unit__in=ids, sent_at__isnull=False)
        pairs = set(sent.values_list("unit", "period"))
        for period in there:
            found[period.pk] = tuple(
                child
                for child in children
                if period.task.selector_id in reached[child.pk] and (child.pk, period.pk) not in pairs
            )
    return found
