"""Reminders, made of the state: who has not answered is told once before the due day, once after it, and then the
unit above is. What is answered is told to nobody, so nothing has to be called off."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from xiangyun.calendar import Workdays
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.messages.actions.post_digests import post_digests
from xiangyun.messages.models import Message, ReminderRule, Stage
from xiangyun.messages.rules import is_quiet, is_second_too_early
from xiangyun.notices.events import workdays
from xiangyun.notices.models import Task
from xiangyun.units.models import Placement
from xiangyun.units.paths import unit_ids

from .silent import Silent, asked_until, silent_in

MADE_UP_FOR = 3
"""So many working days later something that was not said in time is still said: after that it would come as a flood
of old matters, say after the worker stood still."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run knows: the time, the working days, how long each owner waits, what was said today before it."""

    at: datetime
    day: date
    days: Workdays
    waits: Mapping[int, int]
    said_today: Collection[tuple[int, str]]

    def is_second(self, unit_id: int) -> bool:
        """Whether the unit was told anything today before this run."""
        return any((unit_id, stage) in self.said_today for stage in Stage.values)


@dataclass(frozen=True, slots=True)
class Part:
    """A duty that belongs in a stage: told to `to`, from a day on; up to `last` it is a reason for a digest."""

    to: int
    silent: Silent
    since: date
    last: date


def remind(at: datetime) -> int:
    """Make the digests that are due now; gives how many. Harmless twice: one a unit, day and stage.

    At night nothing is made: what is due then waits for the morning.
    """
    if is_quiet(at):
        return 0
    days, day = workdays(), working_date(at)
    silent = list(silent_in(asked_until(at, days.after(day, 1)), at))
    waits = ReminderRule.objects.working_days_of({s.period.task.owner_id for s in silent})
    said_today = set(Message.objects.of_day(day).values_list("unit_id", "stage"))
    run = Run(at, day, days, waits, said_today)
    parts = {Stage.BEFORE: _before(silent, run), Stage.AFTER: _after(silent, run), Stage.ABOVE: _above(silent, run)}
    digests = [digest for stage, found in parts.items() for digest in _digests(stage, found, run)]
    return post_digests(actor=Actor.system("reminding"), digests=digests, at=at)


def _before(silent: Iterable[Silent], run: Run) -> list[Part]:
    """A daily duty is told on its day, another one on the working day before, by the day that a body above asks for.

    Until it is due it stays a reason, so that what was not said in time is said late.
    """
    found = []
    for s in silent:
        since = s.asked_on if _is_daily(s) else run.days.before(s.asked_on, 1)
        if since <= run.day and s.due_at > run.at:
            found.append(Part(s.unit_id, s, since, s.due_on))
    return found


def _after(silent: Iterable[Silent], run: Run) -> list[Part]:
    """What became overdue, until it is the matter of the unit above."""
    return [
        Part(s.unit_id, s, s.due_on, run.days.after(s.due_on, run.waits[s.period.task.owner_id]))
        for s in silent
        if s.due_at <= run.at
    ]


def _above(silent: Iterable[Silent], run: Run) -> list[Part]:
    """What has been overdue for the owner's number of working days, to the unit above; the owner tells nobody."""
    late = [(s, run.days.after(s.due_on, run.waits[s.period.task.owner_id])) for s in silent if s.due_at <= run.at]
    ripe = [(s, since) for s, since in late if since <= run.day and s.unit_id != s.period.task.owner_id]
    above = _units_above([s for s, _since in ripe], run.day)
    return [
        Part(to, s, since, run.days.after(since, MADE_UP_FOR))
        for s, since in ripe
        if (to := above.get((s.period.task.line, s.path)))
    ]


def _units_above(silent: Iterable[Silent], day: date) -> dict[tuple[str, str], int]:
    """The nearest unit in use above each place, by line and path; one query a line."""
    paths: dict[str, set[str]] = defaultdict(set)
    for s in silent:
        paths[s.period.task.line].add(s.path)
    found = {}
    for line, there in paths.items():
        above = {pk for path in there for pk in unit_ids(path)[:-1]}
        used = set(Placement.objects.along(line).on(day).in_use().of_units(above).values_list("unit", flat=True))
        for path in there:
            if near := next((pk for pk in reversed(unit_ids(path)[:-1]) if pk in used), None):
                found[line, path] = near
    return found


def _digests(stage: Stage, parts: list[Part], run: Run) -> list[Message]:
    """One a unit that has a reason today and was told nothing of this stage yet, naming all that belongs in it."""
    told = _told(stage, parts, run)
    by_unit: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        by_unit[part.to].append(part)
    return [
        Message(unit_id=unit, stage=stage, day=run.day, subject=_subject(stage, theirs), at=run.at)
        for unit, theirs in by_unit.items()
        if (unit, stage) not in run.said_today and any(_is_reason(part, told, run) for part in theirs)
    ]


def _told(stage: Stage, parts: Iterable[Part], run: Run) -> set[tuple[int, str]]:
    """Unit and period of what was said earlier in a stage, as far back as these parts need; one query, or none."""
    since = min((part.since for part in parts if part.last >= run.day), default=run.day)
    if since == run.day:
        return set()
    earlier = Message.objects.said_in(stage, since, run.day).values_list("unit_id", "subject")
    return {(unit, named["period"]) for unit, subject in earlier for named in subject}


def _is_reason(part: Part, told: set[tuple[int, str]], run: Run) -> bool:
    """Whether a duty has to be said today; a daily one without incident is no reason for a second message so early."""
    if run.day > part.last or (part.to, str(part.silent.period.uid)) in told:
        return False
    gentle = _is_daily(part.silent) and part.silent.period.task.nil_allowed
    return not (gentle and run.is_second(part.to) and is_second_too_early(part.silent.due_at, run.at))


def _is_daily(silent: Silent) -> bool:
    return silent.period.task.recurrence == Task.Recurrence.DAILY


def _subject(stage: Stage, parts: list[Part]) -> list[dict[str, object]]:
    """What a digest names, in the order in which it is due; to the unit above with how many units, and since when."""
    by_period: dict[str, list[Silent]] = defaultdict(list)
    for part in parts:
        by_period[str(part.silent.period.uid)].append(part.silent)
    if stage != Stage.ABOVE:
        return [{"period": uid} for uid in by_period]
    return [
        {"period": uid, "since": min(s.due_on for s in silent).isoformat(), "n": len(silent)}
        for uid, silent in by_period.items()
    ]
