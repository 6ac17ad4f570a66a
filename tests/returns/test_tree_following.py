"""What is open follows the tree; what has closed stays as it was: figures, lists, missing rows, reviewers, rights."""

from datetime import date

import pytest

from tests.returns import world as w
from xiangyun.core.actor import Actor
from xiangyun.notices.closing import close_periods
from xiangyun.notices.models import Missing
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.returns.board import board_of
from xiangyun.returns.lists import units_behind
from xiangyun.returns.models import Return
from xiangyun.returns.queries import unit_shown
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.undo_change import undo_change
from xiangyun.units.applying import Decree
from xiangyun.units.models import Change
from xiangyun.units.orders import Close, Merge, Move, Order
from xiangyun.units.touched import counted, follow

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
Figures = dict[str, tuple[int, int]]


@pytest.fixture
def world(time_machine_at):
    return w.build()


@pytest.fixture
def time_machine_at():
    """The site's day is 6 March 2020: the check is open until the 15th."""
    import time_machine

    with time_machine.travel(w.at(3, 6), tick=False):
        yield


def do(order: Order, on: date) -> Change:
    change = change_tree(actor=SYSTEM, order=order, decree=Decree(on=on, document="文"), at=w.at(3, 6))
    follow(change)
    return change


def figures(world, *units: str, when=None) -> Figures:
    """Owed and returned of the check, by unit."""
    found = {}
    for name in units:
        board = board_of(
            actor=world.actor("湖南省", "officer"),
            task_uid=world.check.uid,
            at=when or w.at(3, 6),
            period="",
            unit_uid=world.units[name].uid,
        )
        found[name] = (board.top.owed, board.top.counts["returned"])
    return found


def behind(world, unit: str, state: str, when) -> list[str]:
    """The names behind a figure."""
    actor, period = world.actor("湖南省", "officer"), world.check.periods.get()
    day = when.date()
    shown = unit_shown(actor, world.units[unit].uid, world.check.selector, day)
    return [u.name for u in units_behind(actor=actor, period=period, unit=shown, state=state, day=day)]


def test_a_return_in_an_open_period_counts_where_its_unit_stands_now(world) -> None:
    world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    assert figures(world, "归阳镇", "金桥镇") == {"归阳镇": (3, 1), "金桥镇": (1, 0)}
    change = do(Move(world.units["印塘村"].pk, world.units["金桥镇"].pk), date(2020, 3, 1))
    assert figures(world, "归阳镇", "金桥镇", "祁东县") == {"归阳镇": (2, 0), "金桥镇": (2, 1), "祁东县": (4, 1)}
    assert (behind(world, "归阳镇", "owed", w.at(3, 6)), behind(world, "金桥镇", "returned", w.at(3, 6))) == (
        ["幸福村", "七碗村"],
        ["印塘村"],
    )
    follow(change)
    assert figures(world, "归阳镇", "金桥镇") == {"归阳镇": (2, 0), "金桥镇": (2, 1)}, "following twice is harmless"
    follow(undo_change(actor=SYSTEM, uid=change.uid, document="文", at=w.at(3, 6)))
    assert figures(world, "归阳镇", "金桥镇") == {"归阳镇": (3, 1), "金桥镇": (1, 0)}


def test_who_reviews_follows_too(world) -> None:
    sent = world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    do(Move(world.units["印塘村"].pk, world.units["金桥镇"].pk), date(2020, 3, 1))
    sent.refresh_from_db()
    assert sent.waiting_at == world.units["金桥镇"]
    accept_return(actor=world.actor("金桥镇", "reviewer"), uid=sent.uid, rev=sent.rev, at=w.at(3, 6))


def test_who_reviews_stays_until_the_day_of_a_merge(world) -> None:
    sent = world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    do(Merge((world.units["印塘村"].pk,), world.units["金桥村"].pk), date(2020, 3, 20))
    sent.refresh_from_db()
    assert sent.waiting_at == world.units["归阳镇"]


def test_a_unit_that_ended_counts_nowhere_and_its_successor_owes_and_reads(world) -> None:
    sent = world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    do(Merge((world.units["印塘村"].pk,), world.units["幸福村"].pk), date(2020, 3, 5))
    assert figures(world, "归阳镇") == {"归阳镇": (2, 0)}
    assert behind(world, "归阳镇", "owed", w.at(3, 6)) == ["幸福村", "七碗村"]
    assert [r.uid for r in Return.objects.visible_to(world.actor("幸福村"))] == [sent.uid]
    sent.refresh_from_db()
    assert sent.counts is False


def test_a_closed_period_stays_as_it_was(world) -> None:
    world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    close_periods(at=w.at(3, 16))
    stored = sorted(Missing.objects.values_list("unit_id", "path"))
    was = figures(world, "归阳镇", "金桥镇", "祁东县", "衡东县", when=w.at(3, 16))
    lists = {s: behind(world, "归阳镇", s, w.at(3, 10)) for s in ("owed", "returned", "missing")}
    do(Move(world.units["印塘村"].pk, world.units["石湾镇"].pk), date(2020, 3, 1))
    do(Close(world.units["七碗村"].pk), date(2020, 3, 1))
    assert figures(world, "归阳镇", "金桥镇", "祁东县", "衡东县", when=w.at(3, 16)) == was
    assert sorted(Missing.objects.values_list("unit_id", "path")) == stored
    assert {s: behind(world, "归阳镇", s, w.at(3, 10)) for s in lists} == lists
    assert lists == {"owed": ["印塘村", "幸福村", "七碗村"], "returned": ["印塘村"], "missing": ["幸福村", "七碗村"]}


def test_a_closed_period_says_what_its_rows_do_not_show_any_more(world) -> None:
    world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    close_periods(at=w.at(3, 16))
    shown = {"actor": world.actor("湖南省", "officer"), "task_uid": world.check.uid, "at": w.at(3, 16)}
    assert board_of(**shown, unit_uid=world.units["归阳镇"].uid).since_moved == {}
    do(Move(world.units["印塘村"].pk, world.units["石湾镇"].pk), date(2020, 3, 1))
    moved = board_of(**shown, unit_uid=world.units["归阳镇"].uid).since_moved
    assert (moved["owed"], moved["returned"]) == (1, 1)


def test_a_closed_county_that_moved_keeps_its_list(world) -> None:
    close_periods(at=w.at(3, 16))
    do(Move(world.units["归阳镇"].pk, world.units["衡东县"].pk), date(2020, 3, 1))
    assert behind(world, "归阳镇", "missing", w.at(3, 10)) == ["印塘村", "幸福村", "七碗村"]


def test_what_hangs_on_units_is_counted_beforehand(world) -> None:
    world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    units = [world.units[name].pk for name in ("印塘村", "归阳镇")]
    found = counted(units, date(2020, 3, 6))
    assert (found["open_returns"], found["tasks_asking"], found["posts_held"]) == (1, 2, 1)
