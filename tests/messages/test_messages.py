"""What units are told: stored once, read by their own people, swept after ninety days; an owner's rule."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.cast import DAY, NOON, Cast
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, DomainError, NotAllowed
from xiangyun.core.ids import uuid7
from xiangyun.jobs.registry import declared_schedules
from xiangyun.messages import scheduled
from xiangyun.messages.actions.mark_seen import mark_seen
from xiangyun.messages.actions.post_digests import post_digests
from xiangyun.messages.actions.set_reminder_rule import set_reminder_rule
from xiangyun.messages.models import Message, ReminderRule, Stage
from xiangyun.messages.rules import is_quiet, is_second_too_early

SYSTEM = Actor.system("test")


def digest(unit: int, day: date = DAY, stage: Stage = Stage.BEFORE, at: datetime = NOON) -> Message:
    return Message(unit_id=unit, stage=stage, day=day, subject=[{"period": str(uuid7())}], at=at)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [((7, 59), True), ((8, 0), False), ((19, 59), False), ((20, 0), True), ((0, 0), True), ((12, 0), False)],
)
def test_quiet_from_eight_to_eight(clock: tuple[int, int], quiet: bool) -> None:
    assert is_quiet(NOON.replace(hour=clock[0], minute=clock[1])) is quiet


@pytest.mark.parametrize(
    ("hour", "due", "early"),
    [(9, 17, True), (15, 17, False), (14, 17, True), (16, 17, False), (12, 12, False), (13, 12, True), (17, 12, False)],
)
def test_when_a_second_message_of_the_day_is_too_early(hour: int, due: int, early: bool) -> None:
    assert is_second_too_early(NOON.replace(hour=due), NOON.replace(hour=hour)) is early


def test_one_a_unit_day_and_stage(db: None) -> None:
    for _time in range(2):
        post_digests(actor=SYSTEM, digests=[digest(1), digest(1, stage=Stage.AFTER), digest(2)], at=NOON)
    assert Message.objects.count() == 3
    assert [e.detail for e in Entry.objects.filter(action="messages.posted")] == [{"after": 1, "before": 2}] * 2


def test_nobody_but_the_system_speaks(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        post_digests(actor=cast.actors["officer"], digests=[digest(1)], at=NOON)


def test_many_at_once(db: None) -> None:
    post_digests(actor=SYSTEM, digests=[digest(unit) for unit in range(1, 1202)], at=NOON)
    assert Message.objects.count() == 1201
    assert [e.detail["before"] for e in Entry.objects.filter(action="messages.posted").order_by("pk")] == [
        500,
        500,
        201,
    ]


SEES = {  # who: what was told to the county
    "village": 0,
    "station": 0,
    "county": 1,
    "officer": 0,
    "director": 0,
    "province": 0,
    "neighbour_county": 0,
    "admin": 0,
    "security": 0,
    "expert": 0,
    "library": 0,
}


@pytest.mark.parametrize("who", SEES)
def test_who_reads_what_the_county_was_told(cast: Cast, who: str) -> None:
    post_digests(actor=SYSTEM, digests=[digest(cast.units["county"].pk)], at=NOON)
    assert Message.objects.visible_to(cast.actors[who]).count() == SEES[who]


@pytest.mark.parametrize("who", ["expert", "admin", "security"])
def test_who_works_for_no_unit_reads_nothing_of_it(cast: Cast, who: str) -> None:
    post_digests(actor=SYSTEM, digests=[digest(cast.units["city"].pk)], at=NOON)
    assert Message.objects.visible_to(cast.actors[who]).count() == 0
    with pytest.raises(NotAllowed):
        mark_seen(actor=cast.actors[who], at=NOON)


def test_read_once(cast: Cast) -> None:
    units = cast.units["village"].pk, cast.units["village2"].pk
    post_digests(actor=SYSTEM, digests=[digest(unit) for unit in units], at=NOON)
    assert [mark_seen(actor=cast.actors["village"], at=NOON + timedelta(hours=n)) for n in (0, 1)] == [1, 0]
    assert dict(Message.objects.values_list("unit_id", "seen_at")) == {units[0]: NOON, units[1]: None}
    assert Entry.objects.filter(action="messages.seen").count() == 1


def test_old_messages_are_swept(db: None) -> None:
    for days in (0, 89, 91, 400):
        at = NOON - timedelta(days=days)
        post_digests(actor=SYSTEM, digests=[digest(1, at.date(), at=at)], at=at)
    with time_machine.travel(NOON, tick=False):
        scheduled.prune()
        scheduled.prune()
    assert Message.objects.count() == 2


def test_the_jobs_are_declared() -> None:
    declared = {name: schedule.cron for name, schedule in declared_schedules().items()}
    assert declared["messages.prune"] == "50 3 * * *"
    assert declared["returns.remind"] == "*/15 8-19 * * *"


RULES = {  # who sets it for the county's tasks, how many days: outcome
    ("county", 3): 3,
    ("county", 30): 30,
    ("county", 0): BadInput,
    ("county", 31): BadInput,
    ("officer", 3): NotAllowed,
    ("station", 3): NotAllowed,
    ("neighbour_county", 3): NotAllowed,
    ("province", 3): NotAllowed,
}


@pytest.mark.parametrize(("who", "days"), RULES)
def test_an_owner_sets_its_own_rule(cast: Cast, who: str, days: int) -> None:
    county, expected = cast.units["county"].pk, RULES[who, days]
    given = {"actor": cast.actors[who], "owner_id": county, "working_days": days, "at": NOON}
    if isinstance(expected, int):
        set_reminder_rule(**given)
        assert ReminderRule.objects.working_days_of([county, 7]) == {county: expected, 7: 2}
        return
    assert issubclass(expected, DomainError)
    with pytest.raises(expected):
        set_reminder_rule(**given)
    assert ReminderRule.objects.working_days_of([county]) == {county: 2}
