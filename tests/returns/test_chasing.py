"""Chasing: who is missing below whom, what a reader sees of the contacts, who asked already."""

from datetime import date

import pytest

from tests.returns import world as w
from tests.returns.world import World
from xiangyun.audit.models import Entry
from xiangyun.core.errors import NotAllowed, NotVisible, WrongState
from xiangyun.messages.models import Chase
from xiangyun.notices.closing import close_periods
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.actions.chase_missing import chase_missing
from xiangyun.returns.chasing import asked_at, chases_of, contact_of, counted_below, missing_below
from xiangyun.returns.queries import unit_shown
from xiangyun.units.models import Unit

pytestmark = pytest.mark.django_db
DAY = date(2020, 3, 10)


@pytest.fixture
def world() -> World:
    world = w.build()
    world.send("印塘村", world.check, w.at(3, 2), square="no", stage="no")
    return world


def period(world: World) -> TaskPeriod:
    return TaskPeriod.objects.with_task().get(task=world.check)


def shown(world: World, who: str, role: str, unit: str) -> Unit:
    return unit_shown(world.actor(who, role), world.units[unit].uid, world.check.selector, DAY)


def chase(world: World, who: str, unit: str, role: str = "officer", hour: int = 10) -> Chase:
    top = unit_shown(world.actor("湖南省", "officer"), world.units[unit].uid, world.check.selector, DAY)
    given = {"actor": world.actor(who, role), "period": period(world), "unit": top, "day": DAY}
    return chase_missing(**given, at=w.at(3, 10, hour))


@pytest.mark.parametrize("closed", [False, True])
def test_the_missing_by_the_unit_below(world: World, closed: bool) -> None:
    if closed:
        close_periods(at=w.at(3, 16))
    actor = world.actor("衡阳市", "officer")

    def groups(unit: str) -> list[tuple[str, int]]:
        top = shown(world, "衡阳市", "officer", unit)
        missing = missing_below(actor=actor, period=period(world), unit=top, day=DAY)
        counted = counted_below(missing, top, DAY, "territorial")
        assert counted.n == missing.count()
        return [(group.unit.name, group.n) for group in counted.groups]

    assert groups("衡阳市") == [("祁东县", 3), ("衡东县", 2)]
    assert groups("祁东县") == [("归阳镇", 2), ("金桥镇", 1)]
    assert groups("归阳镇") == [("幸福村", 1), ("七碗村", 1)]


CONTACTS = {  # who: sees the contact of a village of 归阳镇 in full
    ("印塘村", "reporter"): True,
    ("归阳镇", "reviewer"): True,
    ("归阳镇", "director"): True,
    ("祁东县", "officer"): True,
    ("祁东县", "director"): False,
    ("祁东县", "auditor"): False,
    ("衡阳市", "officer"): True,
    ("衡阳市", "director"): False,
    ("湖南省", "officer"): True,
    ("衡东县", "officer"): False,
    ("金桥镇", "reviewer"): False,
}


@pytest.mark.parametrize("who", CONTACTS)
def test_who_sees_whom_to_ask(world: World, who: tuple[str, str]) -> None:
    found = contact_of(world.actor(*who), Unit.objects.placed(DAY).get(name="印塘村"))
    full, masked = ("周某", "0734-0000000", "0734-0000000"), ("周*", "073****0000", "")
    assert (found.name, found.phone, found.dial) == (full if CONTACTS[who] else masked)


MAY = {  # who chases the villages of 归阳镇
    ("归阳镇", "reviewer"): None,
    ("祁东县", "officer"): None,
    ("衡阳市", "officer"): None,
    ("湖南省", "officer"): None,
    ("归阳镇", "reporter"): NotAllowed,
    ("祁东县", "director"): NotAllowed,
    ("衡阳市", "auditor"): NotAllowed,
    ("印塘村", "reporter"): NotVisible,
    ("金桥镇", "reviewer"): NotVisible,
    ("衡东县", "officer"): NotVisible,
    ("衡阳市", "admin"): NotVisible,
    ("衡阳市", "security"): NotVisible,
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_chase(world: World, who: tuple[str, str]) -> None:
    if (refusal := MAY[who]) is None:
        assert chase(world, who[0], "归阳镇", who[1]).n == 2
        entry = Entry.objects.get(action="period.chased")
        assert entry.detail == {"unit": str(world.units["归阳镇"].uid), "n": 2}
        assert (entry.unit_id, entry.subject_uid) == (world.units[who[0]].pk, period(world).uid)
        return
    with pytest.raises(refusal):
        chase(world, who[0], "归阳镇", who[1])
    assert Chase.objects.count() == 0


def test_the_next_officer_sees_what_was_chased(world: World) -> None:
    chase(world, "祁东县", "祁东县", hour=9)
    chase(world, "归阳镇", "归阳镇", role="reviewer", hour=10)
    chases = chases_of(period(world))

    def seen(unit: str) -> tuple[int, int] | None:
        asked = asked_at(chases, world.units[unit].path)
        return (asked.times, asked.last.at.astimezone(w.at(3, 1).tzinfo).hour) if asked else None

    assert {name: seen(name) for name in ("衡阳市", "祁东县", "归阳镇", "幸福村", "金桥村", "石湾村")} == {
        "衡阳市": None,
        "祁东县": (1, 9),
        "归阳镇": (2, 10),
        "幸福村": (2, 10),
        "金桥村": (1, 9),
        "石湾村": None,
    }


def test_nobody_is_chased_who_answered(world: World) -> None:
    for name in ("幸福村", "七碗村"):
        world.send(name, world.check, w.at(3, 2), square="no", stage="no")
    with pytest.raises(WrongState, match="nobody_missing"):
        chase(world, "归阳镇", "归阳镇", "reviewer")


def test_what_has_closed_is_not_chased(world: World) -> None:
    close_periods(at=w.at(3, 16))
    with pytest.raises(WrongState, match="locked"):
        chase(world, "祁东县", "祁东县")
