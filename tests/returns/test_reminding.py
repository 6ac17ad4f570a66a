"""Reminders are made of the state: one digest before, one after, one to the unit above; quiet at night."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.returns import world as w
from tests.returns.world import World
from xiangyun.audit.models import Entry
from xiangyun.calendar import Fixed, tightening_to_plain
from xiangyun.core.actor import Actor
from xiangyun.messages.actions.set_reminder_rule import set_reminder_rule
from xiangyun.messages.models import Message
from xiangyun.notices.closing import close_periods
from xiangyun.notices.models import Extension, HandDown, Task, TaskPeriod
from xiangyun.returns.actions.recall_return import recall_return
from xiangyun.returns.reminding import remind

pytestmark = pytest.mark.django_db
Told = dict[str, list[str]]


@pytest.fixture
def world() -> World:
    return w.build()


@pytest.fixture
def check_only(world: World) -> World:
    """Without the daily report."""
    TaskPeriod.objects.filter(task=world.daily).delete()
    return world


def told(world: World, stage: str, day: date | None = None) -> Told:
    """Unit → titles that it was told, of a day or ever."""
    names = {unit.pk: name for name, unit in world.units.items()}
    periods = {str(p.uid): p for p in TaskPeriod.objects.select_related("task")}
    found: Told = {}
    for message in Message.objects.filter(stage=stage).order_by("day", "pk"):
        if day in {None, message.day}:
            titles = [f"{periods[part['period']].task.title['zh-Hans']}" for part in message.subject]
            found.setdefault(names[message.unit_id], []).append("+".join(titles))
    return found


VILLAGES = ["印塘村", "幸福村", "七碗村", "金桥村", "石湾村", "三樟村"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (w.at(3, 9, 7, 59), []),  # at night
        (w.at(3, 9, 8, 0), VILLAGES),
        (w.at(3, 9, 19, 59), VILLAGES),
        (w.at(3, 9, 20, 0), []),
        (w.at(3, 8, 9), []),  # two working days before
        (w.at(3, 10, 9), VILLAGES),  # the worker stood still yesterday
        (w.at(3, 10, 17, 1), []),
    ],
)
def test_when_a_unit_is_told_before(check_only: World, when: datetime, expected: list[str]) -> None:
    remind(when)
    assert list(told(check_only, "before")) == expected


def test_what_is_due_on_monday_is_told_on_friday(check_only: World) -> None:
    TaskPeriod.objects.filter(task=check_only.check).update(due_at=w.at(3, 9, 17))
    remind(w.at(3, 5))
    assert told(check_only, "before") == {}
    for day in (6, 7, 8, 9):  # Friday; the weekend and Monday say nothing new
        remind(w.at(3, day))
    assert Message.objects.count() == 6
    assert {m.day for m in Message.objects.all()} == {date(2020, 3, 6)}


def test_all_duties_stand_in_one_message(world: World) -> None:
    world.check.selector.definition = world.daily.selector.definition
    world.check.selector.save()
    remind(w.at(3, 9))
    townships = ("归阳镇", "金桥镇", "石湾镇")
    assert told(world, "before") == {name: ["抗疫日报告+村级核对"] for name in townships}


def test_what_is_answered_is_told_to_nobody(check_only: World) -> None:
    for name in VILLAGES[:5]:
        check_only.send(name, check_only.check, w.at(3, 8), square="no", stage="no")
    remind(w.at(3, 9))
    assert told(check_only, "before") == {"三樟村": ["村级核对"]}


def test_after_it_is_due_once(check_only: World) -> None:
    remind(w.at(3, 10, 17, 15))
    check_only.send("印塘村", check_only.check, w.at(3, 10, 18), square="no", stage="no")
    for day in (10, 11):
        for hour in (8, 18, 19):
            remind(w.at(3, day, hour))
    assert told(check_only, "after") == {name: ["村级核对"] for name in VILLAGES}
    assert {m.day for m in Message.objects.filter(stage="after")} == {date(2020, 3, 10)}


def test_overdue_in_the_evening_waits_for_the_morning(check_only: World) -> None:
    TaskPeriod.objects.filter(task=check_only.check).update(due_at=w.at(3, 10, 21))
    remind(w.at(3, 10, 21, 15))
    assert told(check_only, "after") == {}
    remind(w.at(3, 11, 8))
    assert list(told(check_only, "after")) == VILLAGES


def test_the_unit_above_gets_one_digest(check_only: World) -> None:
    check_only.send("七碗村", check_only.check, w.at(3, 9), square="no", stage="no")
    for day in (10, 11, 12, 13, 14):
        remind(w.at(3, day, 18))
    above = Message.objects.filter(stage="above")
    assert {m.day for m in above} == {date(2020, 3, 12)}
    numbers = {m.unit_id: [(part["since"], part["n"]) for part in m.subject] for m in above}
    assert numbers == {
        check_only.units[name].pk: [("2020-03-10", n)] for name, n in {"归阳镇": 2, "金桥镇": 1, "石湾镇": 2}.items()
    }


def test_an_owner_sets_how_long_it_waits(check_only: World) -> None:
    city = check_only.units["衡阳市"]
    set_reminder_rule(actor=check_only.actor("衡阳市", "officer"), owner_id=city.pk, working_days=1, at=w.at(3, 2))
    remind(w.at(3, 11))
    assert list(told(check_only, "above")) == ["归阳镇", "金桥镇", "石湾镇"]


def test_what_is_locked_is_nobodys_any_more(check_only: World) -> None:
    close_periods(at=w.at(3, 15, 18))
    remind(w.at(3, 15, 18))
    assert Message.objects.count() == 0


def test_after_a_long_stand_still_old_matters_do_not_come_as_a_flood(check_only: World) -> None:
    TaskPeriod.objects.filter(task=check_only.check).update(locks_at=w.at(5, 1))
    remind(w.at(4, 10))
    assert Message.objects.count() == 0


class TestDaily:
    """The daily report of the townships, due at five; without incident two taps. Of 4 March alone."""

    @pytest.fixture
    def world(self) -> World:
        world = w.build()
        TaskPeriod.objects.filter(task=world.daily).exclude(key="2020-03-04").delete()
        return world

    def test_one_digest_in_the_morning(self, world: World) -> None:
        for hour in range(8, 17):
            remind(w.at(3, 4, hour))
        assert told(world, "before") == {name: ["抗疫日报告"] for name in ("归阳镇", "金桥镇", "石湾镇")}
        assert told(world, "after", date(2020, 3, 4)) == {}

    def test_what_stayed_away_is_told_after_five_once(self, world: World) -> None:
        world.send("归阳镇", world.daily, w.at(3, 4, 9), "2020-03-04")
        for hour in (8, 17, 18, 19):
            remind(w.at(3, 4, hour, 15))
        assert told(world, "after") == {name: ["抗疫日报告"] for name in ("金桥镇", "石湾镇")}

    def test_a_report_due_at_noon_is_no_second_message_before_five(self, world: World) -> None:
        periods = TaskPeriod.objects.filter(task=world.daily, key="2020-03-04")
        periods.update(due_at=w.at(3, 4, 12))
        for hour in (8, 12, 16):
            remind(w.at(3, 4, hour, 30))
        assert told(world, "after") == {}
        remind(w.at(3, 4, 17))
        assert len(told(world, "after")) == 3

    def test_told_today_a_later_report_waits_until_it_is_due_soon(self, world: World) -> None:
        """Published late, after an overdue matter was said in the morning: two hours before it is due it may come."""
        for name in ("归阳镇", "金桥镇", "石湾镇"):
            Message.objects.create(
                unit_id=world.units[name].pk,
                stage="after",
                day=date(2020, 3, 4),
                subject=[{"period": str(world.check.uid)}],
                at=w.at(3, 4, 8),
            )
        remind(w.at(3, 4, 14, 45))
        assert told(world, "before") == {}
        remind(w.at(3, 4, 15))
        assert len(told(world, "before")) == 3

    def test_a_report_that_is_no_two_taps_is_not_held_back(self, world: World) -> None:
        Task.objects.filter(pk=world.daily.pk).update(nil_allowed=False)
        TaskPeriod.objects.filter(task=world.daily, key="2020-03-04").update(due_at=w.at(3, 4, 12))
        remind(w.at(3, 4, 8))
        remind(w.at(3, 4, 12, 15))
        assert len(told(world, "after", date(2020, 3, 4))) == 3


def test_recalled_counts_as_not_answered(check_only: World) -> None:
    sent = check_only.send("印塘村", check_only.check, w.at(3, 9, 7, 55), square="no", stage="no")
    remind(w.at(3, 9, 8))
    assert "印塘村" not in told(check_only, "before")
    recall_return(actor=check_only.actor("印塘村"), uid=sent.uid, at=w.at(3, 9, 8, 1))
    remind(w.at(3, 9, 8, 15))
    assert "印塘村" in told(check_only, "before")


def test_more_time_moves_what_one_unit_is_told(check_only: World) -> None:
    period = check_only.check.periods.get()
    unit, due = check_only.units["印塘村"], w.at(3, 13, 17)
    Extension.objects.create(
        period=period, unit=unit, due_at=due, locks_at=due + timedelta(days=5), reason="路断了", at=w.at(3, 9)
    )
    for day in range(9, 18):
        remind(w.at(3, day, 18))
    by_stage = {stage: [m.day.day for m in Message.objects.filter(stage=stage, unit_id=unit.pk)] for stage in
                ("before", "after")}  # fmt: skip
    assert by_stage == {"before": [12], "after": [13]}


def test_an_earlier_day_of_a_county_is_told_and_nobody_is_late_by_it(check_only: World) -> None:
    """衡东县 wants it by the 5th: its villages are told on the 4th, the others on the 9th; all are late on the 10th."""
    county = check_only.units["衡东县"]
    HandDown.objects.create(
        task=check_only.check,
        unit=county,
        deadline=tightening_to_plain(Fixed(on=date(2020, 3, 5), at=time(17))),
        at=w.at(3, 2),
    )
    for day in range(3, 14):
        remind(w.at(3, day, 18))
    days = {stage: {} for stage in ("before", "after", "above")}
    for message in Message.objects.order_by("pk"):
        days[message.stage].setdefault(message.day.day, []).append(message.unit_id)
    pks = {name: unit.pk for name, unit in check_only.units.items()}
    assert days["before"] == {4: [pks["石湾村"], pks["三樟村"]], 9: [pks[name] for name in VILLAGES[:4]]}
    assert {stage: list(days[stage]) for stage in ("after", "above")} == {"after": [10], "above": [12]}


@pytest.mark.parametrize("hour", [9, 18])
def test_harmless_twice_and_logged_in_bulk(world: World, hour: int) -> None:
    remind(w.at(3, 9, hour))
    stored = list(Message.objects.values_list("uid", flat=True))
    logged = Entry.objects.filter(action="messages.posted").count()
    remind(w.at(3, 9, hour))
    assert list(Message.objects.values_list("uid", flat=True)) == stored
    assert (logged, Entry.objects.filter(action="messages.posted").count()) == (1, 1)


def test_two_runs_at_once_say_it_once(check_only: World) -> None:
    remind(w.at(3, 9))
    again = [Message(unit_id=m.unit_id, stage=m.stage, day=m.day, subject=m.subject, at=m.at)
             for m in Message.objects.all()]  # fmt: skip
    from xiangyun.messages.actions.post_digests import post_digests

    post_digests(actor=Actor.system("x"), digests=again, at=w.at(3, 9))
    assert Message.objects.count() == 6


@pytest.mark.parametrize("more", [0, 40])
def test_queries_do_not_grow_with_units(world: World, more: int) -> None:
    for n in range(more):
        w.plant(world, f"村{n}", world.units["归阳镇"].path, 5)
    with CaptureQueriesContext(connection) as captured:
        remind(w.at(3, 12, 18))
    assert Message.objects.count() == 6 + more + 6  # overdue villages; townships: reports, and villages of theirs
    reads = [q["sql"] for q in captured if q["sql"].lstrip("( ").upper().startswith("SELECT")]
    assert len(reads) == 11, [sql[:100] for sql in reads]
