"""Handing a task down: who may, what a body was given, what those below it are told. The earlier day wins always."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from xiangyun.calendar import (
    Fixed,
    HandedDown,
    Loosens,
    Moment,
    Resolved,
    Tightening,
    Workdays,
    binding,
    due_instant,
    earlier_than,
    meant,
    tightened,
    tightening_from_plain,
)
from xiangyun.core.actor import Actor
from xiangyun.core.clock import ZONE, working_date
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible, WrongState
from xiangyun.core.texts import is_readable
from xiangyun.units.models import Unit
from xiangyun.units.paths import unit_ids

from .models import HandDown, Task, TaskPeriod
from .periods import due_of
from .queries import reached

HANDERS = ("officer", "reviewer")
MOST_NOTE = 500
STAGED = "staged"


@dataclass(frozen=True, slots=True)
class Word:
    """What a body says of a task to those below it: a note, and its own day where it set one."""

    handed: HandDown
    own: Tightening | None

    @property
    def unit(self) -> Unit:
        return self.handed.unit

    @property
    def note(self) -> str:
        return self.handed.note

    def day_in(self, period: TaskPeriod) -> Moment | None:
        """Its own day and time in a period; None where it set none, or where that binds nobody."""
        return binding(self.own, due_of(period), opens=period.start_on) if self.own else None

    def due_in(self, period: TaskPeriod) -> datetime | None:
        """The same as an instant."""
        found = self.day_in(period)
        return due_instant(*found, ZONE) if found else None

    def is_void(self, period: TaskPeriod) -> bool:
        """Whether it set a day that binds nobody any more: the notice's own is earlier by now, or open again."""
        return self.own is not None and self.day_in(period) is None


def word_of(handed: HandDown) -> Word:
    """A stored hand-down as a word."""
    return Word(handed, tightening_from_plain(handed.deadline) if handed.deadline else None)


def words_above(unit_id: int, paths: Iterable[str], tasks: Collection[int], day: date) -> dict[int, list[Word]]:
    """What bodies above a unit in the line of each task say of it, from the top down, by task; one query.

    `paths` are the places, now or then, where the unit stands.
    """
    above = {pk for path in paths for pk in unit_ids(path)} - {unit_id}
    found: dict[int, list[Word]] = defaultdict(list)
    if not tasks or not above:
        return found
    rows: Any = HandDown.objects.of_tasks(tasks).by_units(above).placed(day, unit_id)
    for row in sorted((row for row in rows if row.place), key=lambda row: len(row.place)):
        if row.seen_from and row.seen_from.startswith(row.place):
            found[row.task_id].append(word_of(row))
    return found


def earliest(words: Iterable[Word], period: TaskPeriod) -> Word | None:
    """The word whose own day binds in a period: the earliest of all; None where no day does."""
    dated = [(due, n, word) for n, word in enumerate(words) if (due := word.due_in(period))]
    return min(dated)[2] if dated else None


@dataclass(frozen=True, slots=True)
class Given:
    """What a body was given of a task: its periods to come, and what those above the body say."""

    task: Task
    periods: Sequence[TaskPeriod]
    words: Sequence[Word]

    def due_in(self, period: TaskPeriod) -> Resolved:
        """The notice's own day, or the earliest that was set above the body."""
        due, word = due_of(period), earliest(self.words, period)
        found = word.day_in(period) if word else None
        return replace(due, day=found[0], at=found[1]) if found else due


def given_to(actor: Actor, task: Task, at: datetime) -> Given:
    """What the actor's unit was given; two queries."""
    words = words_above(actor.own_unit, actor.all_paths, [task.pk], working_date(at))
    return Given(task, periods_to_come(task, at), words[task.pk])


def asks_once(task: Task) -> bool:
    """Whether it has one day, so that an own day is a date; else it is so many days earlier in every period."""
    return task.recurrence == Task.Recurrence.ONCE and task.deadline["kind"] != STAGED


def task_to_hand_down(actor: Actor, uid: UUID, at: datetime) -> Task:
    """A running task that the actor's unit may hand on. NotVisible, NotAllowed for a post that does not, for the
    owner and those above it, and for a unit with nobody below that owes it; WrongState `task_over`."""
    seen = Task.objects.visible_to(actor).published().select_related("notice__owner", "owner", "selector")
    task = seen.filter(uid=uid).first()
    if task is None:
        raise NotVisible(kind="task")
    day = working_date(at)
    if not actor.holds(*HANDERS) or not stands_below(actor, task.owner_id):
        raise NotAllowed(step="hand_down")
    if not how_many_below(task, actor, day):
        raise NotAllowed("nobody_below")
    if task.ends_on < day:
        raise WrongState("task_over")
    return task


def stands_below(actor: Actor, owner_id: int) -> bool:
    """Whether the actor's unit stands below the bureau that owns a task."""
    return actor.unit_id != owner_id and owner_id in {pk for path in actor.all_paths for pk in unit_ids(path)}


def how_many_below(task: Task, actor: Actor, day: date) -> int:
    """How many units below the actor's own the task reaches."""
    return reached([task], actor.own_unit, day).get(task.selector_id, 0)


def periods_to_come(task: Task, at: datetime) -> list[TaskPeriod]:
    """The stored periods of a task that can still be answered in time, or have no day yet."""
    found = list(TaskPeriod.objects.of_tasks([task.pk]).unclosed())
    for period in found:
        period.task = task
    return [period for period in found if not period.is_past(at)]


def check_note(note: str, own: Tightening | None) -> None:
    """BadInput `nothing_said`, `not_text`, `too_long`."""
    if not note.strip() and own is None:
        raise BadInput("nothing_said")
    if not is_readable(note) or len(note.strip()) > MOST_NOTE:
        raise BadInput("too_long" if is_readable(note) else "not_text")


def check_own_day(own: Tightening, given: Given, workdays: Workdays, at: datetime) -> list[HandedDown]:
    """The own day in each period to come, with its slack to what the body was given.

    BadInput `wrong_kind_of_day` (a date for what comes again, days for what comes once), `day_is_past`,
    `before_it_opens`, `not_earlier`; Loosens for a later day, or where there is none above yet.
    """
    if isinstance(own, Fixed) != asks_once(given.task):
        raise BadInput("wrong_kind_of_day")
    known = [(p, moment) for p in given.periods if (moment := meant(own, due_of(p)))]
    if not known:
        raise Loosens("parent_has_no_day")
    if isinstance(own, Fixed) and any(due_instant(*moment, ZONE) <= at for _, moment in known):
        raise BadInput("day_is_past")
    return [_checked(moment, period, given.due_in(period), workdays) for period, moment in known]


def _checked(own: Moment, period: TaskPeriod, above: Resolved, workdays: Workdays) -> HandedDown:
    found = tightened(above, own[0], at=own[1], workdays=workdays)
    if above.day and not earlier_than(own, (above.day, above.at)):
        raise BadInput("not_earlier")
    if own[0] < period.start_on:
        raise BadInput("before_it_opens")
    return found


def own_word(actor: Actor, task: Task, *, held: bool = False) -> HandDown | None:
    """What the actor's own unit handed down of a task."""
    mine = HandDown.objects.of_tasks([task.pk]).by_unit(actor.own_unit)
    return (mine.held() if held else mine).first()


def words_below(actor: Actor, task: Task, day: date) -> list[Word]:
    """What bodies below the actor's unit handed down of a task, in list order."""
    rows: Any = HandDown.objects.of_tasks([task.pk]).placed(day, actor.own_unit).order_by("unit__sort_key", "pk")
    below = [r for r in rows if r.place and r.seen_from and r.place.startswith(r.seen_from) and r.place != r.seen_from]
    return [word_of(row) for row in below]
