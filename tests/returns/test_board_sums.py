"""The board's figures against plain counting: at every level, before and after a fold, before and after the lock."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.returns import world as w
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.measures.ledger import fold, measures_by_name
from xiangyun.measures.models import Cell, Delta
from xiangyun.measures.queries import figures_around
from xiangyun.notices.closing import close_periods
from xiangyun.notices.models import Missing
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.returns.actions.recall_return import recall_return
from xiangyun.returns.actions.send_back_return import send_back_return
from xiangyun.returns.board import Board, Row, board_of
from xiangyun.returns.glance import glances_of
from xiangyun.returns.lists import STATES, units_behind
from xiangyun.units.paths import unit_ids

pytestmark = pytest.mark.django_db
NAMES = ("returned", "on_time", "late", "sent_back", "accepted", "by_rule")


@pytest.fixture
def world():
    return w.build()


@pytest.fixture
def busy(world):
    """Five of six villages answered: one accepted, one sent back, one late, one waiting, one recalled."""
    accepted = world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes", area="120.5")
    accept_return(actor=world.actor("归阳镇", "reviewer"), uid=accepted.uid, rev=accepted.rev, at=w.at(3, 3))
    back = world.send("幸福村", world.check, w.at(3, 3), square="yes", stage="no", area="80")
    station = world.actor("归阳镇", "reviewer")
    send_back_return(actor=station, uid=back.uid, rev=back.rev, note="看不清", field_notes={}, at=w.at(3, 4))
    world.send("七碗村", world.check, w.at(3, 11), square="no", stage="no")
    world.send("石湾村", world.check, w.at(3, 10, 17), square="yes", stage="yes", area="60.25")
    taken = world.send("三樟村", world.check, w.at(3, 5), square="yes", stage="yes")
    recall_return(actor=world.actor("三樟村"), uid=taken.uid, at=w.at(3, 5, 9, 5))
    return world


def look(world, unit: str, *, who: str = "湖南省", when=None, task=None, period: str = "") -> Board:
    return board_of(
        actor=world.actor(who, "officer"),
        task_uid=(task or world.check).uid,
        at=when or w.at(3, 12),
        period=period,
        unit_uid=world.units[unit].uid,
    )


def line(row: Row) -> tuple:
    shares = tuple((share.num, share.den) for share in row.shares)
    return (row.unit.name, row.owed, *(row.counts[name] for name in NAMES), row.missing, shares)


def table(board: Board) -> list[tuple]:
    return [line(row) for row in (board.top, *board.rows)]


def test_every_level_by_plain_counting(busy) -> None:
    boards = {name: table(look(busy, name)) for name in busy.units}
    assert boards["湖南省"] == [
        ("湖南省", 6, 4, 3, 1, 1, 1, 0, 2, ((3, 4), (2, 4))),
        ("衡阳市", 6, 4, 3, 1, 1, 1, 0, 2, ((3, 4), (2, 4))),
    ]
    assert boards["衡阳市"] == [
        ("衡阳市", 6, 4, 3, 1, 1, 1, 0, 2, ((3, 4), (2, 4))),
        ("祁东县", 4, 3, 2, 1, 1, 1, 0, 1, ((2, 3), (1, 3))),
        ("衡东县", 2, 1, 1, 0, 0, 0, 0, 1, ((1, 1), (1, 1))),
    ]
    assert boards["归阳镇"] == [
        ("归阳镇", 3, 3, 2, 1, 1, 1, 0, 0, ((2, 3), (1, 3))),
        ("印塘村", 1, 1, 1, 0, 0, 1, 0, 0, ((1, 1), (1, 1))),
        ("幸福村", 1, 1, 1, 0, 1, 0, 0, 0, ((1, 1), (0, 1))),
        ("七碗村", 1, 1, 0, 1, 0, 0, 0, 0, ((0, 1), (0, 1))),
    ]
    assert boards["三樟村"] == [("三樟村", 1, 0, 0, 0, 0, 0, 0, 1, ((0, 0), (0, 0)))] * 2
    (area,) = look(busy, "衡阳市").sums
    assert (area.label["zh-Hans"], area.amount) == ("广场面积", Decimal("260.75"))


def test_rows_add_up_at_every_level(busy) -> None:
    for name in busy.units:
        board = look(busy, name)
        top, rows = line(board.top), [line(row) for row in board.rows]
        assert [sum(numbers) for numbers in zip(*(row[1:-1] for row in rows), strict=True)] == list(top[1:-1])
        for column in range(len(board.columns)):
            for side in (0, 1):
                assert sum(row[-1][column][side] for row in rows) == top[-1][column][side]


def test_a_fold_changes_no_board(busy) -> None:
    before = {name: table(look(busy, name)) for name in busy.units}
    fold(limit=7)
    assert {name: table(look(busy, name)) for name in busy.units} == before
    while fold():
        pass
    assert Delta.objects.count() == 0
    assert {name: table(look(busy, name)) for name in busy.units} == before


def test_after_the_lock_missing_is_what_is_stored(busy) -> None:
    assert close_periods(at=w.at(3, 16)) > 0
    stored = set(Missing.objects.filter(period__task=busy.check).values_list("unit_id", flat=True))
    assert stored == {busy.units["金桥村"].pk, busy.units["三樟村"].pk}
    board = look(busy, "衡阳市", when=w.at(3, 18))
    assert board.top.missing == len(stored)
    behind = units_behind(
        actor=busy.actor("衡阳市", "officer"), period=board.period, unit=board.top.unit, state="missing", day=board.day
    )  # fmt: skip
    assert {unit.pk for unit in behind} == stored


def test_each_figure_is_as_long_as_the_list_behind_it(busy) -> None:
    actor = busy.actor("湖南省", "officer")
    for name in busy.units:
        board = look(busy, name)
        figures = {**board.top.counts, "owed": board.top.owed, "missing": board.top.missing}
        figures |= {"waiting": board.top.waiting, "by_hand": board.top.by_hand}
        behind = {
            state: units_behind(
                actor=actor, period=board.period, unit=board.top.unit, state=state, day=board.day
            ).count()
            for state in STATES
        }
        assert behind == figures, name


def test_an_unknown_state_is_refused(busy) -> None:
    board = look(busy, "衡阳市")
    with pytest.raises(BadInput):
        units_behind(
            actor=busy.actor("衡阳市", "officer"), period=board.period, unit=board.top.unit, state="x", day=board.day
        )


def test_the_daily_report_by_rule_and_by_hand(world) -> None:
    world.send("归阳镇", world.daily, w.at(3, 2), key="2020-03-02")
    world.send("石湾镇", world.daily, w.at(3, 2, 18), key="2020-03-02", happened="有人发热")
    world.send("归阳镇", world.daily, w.at(3, 3), key="2020-03-03")
    monday = look(world, "衡阳市", task=world.daily, period="2020-03-02", when=w.at(3, 3, 12))
    assert table(monday) == [
        ("衡阳市", 3, 2, 1, 1, 0, 1, 1, 1, ()),
        ("祁东县", 2, 1, 1, 0, 0, 1, 1, 1, ()),
        ("衡东县", 1, 1, 0, 1, 0, 0, 0, 0, ()),
    ]
    assert (monday.top.by_hand, monday.top.waiting) == (0, 1)
    assert (monday.period.earlier, monday.period.later) == ("2020-03-01", "2020-03-03")
    newest = look(world, "衡阳市", task=world.daily, when=w.at(3, 3, 12))
    assert (newest.period.key, newest.period.later, newest.top.owed, newest.top.missing) == ("2020-03-03", None, 3, 2)


PERIODS = {"": "2020-03-04", "2020-03-02": "2020-03-02", "2020-12-01": "2020-03-04", "1999-01-01": "2020-03-04",
           "x": "2020-03-04"}  # fmt: skip


@pytest.mark.parametrize("asked", PERIODS)
def test_a_day_without_a_period_shows_one_near_it(world, asked) -> None:
    found = look(world, "衡阳市", task=world.daily, period=asked, when=w.at(3, 4))
    expected = "2020-03-01" if asked == "1999-01-01" else PERIODS[asked]
    assert found.period.key == expected


def test_a_unit_that_owes_beside_those_below_has_a_line_of_its_own(world) -> None:
    """Every division owes: the county's own answer and its townships' add up to the county."""
    world.check.selector.definition = {"kind": "division", "under": str(world.units["祁东县"].uid)}
    world.check.selector.save()
    for unit in world.units.values():
        below = sum(
            other.path.startswith(unit.path) and other.pk != unit.pk and world.units["祁东县"].path in other.path
            for other in world.units.values()
        )
        world.check.selector.counts.update_or_create(ancestor_id=unit.pk, defaults={"n": below, "from_on": w.OPENED})
    world.send("祁东县", world.check, w.at(3, 2), square="yes", stage="no")
    world.send("印塘村", world.check, w.at(3, 2), square="no", stage="no")
    assert [row[:3] for row in table(look(world, "祁东县"))] == [
        ("祁东县", 7, 2),
        ("祁东县", 1, 1),
        ("归阳镇", 4, 1),
        ("金桥镇", 2, 0),
    ]
    assert [row[-1] for row in table(look(world, "祁东县"))] == [
        ((1, 2), (0, 2)),
        ((1, 1), (0, 1)),
        ((0, 1), (0, 1)),
        ((0, 0), (0, 0)),
    ]


GUIYANG = {"归阳镇", "印塘村", "幸福村", "七碗村"}
QIDONG = {"祁东县", *GUIYANG, "金桥镇", "金桥村"}
HENGDONG = {"衡东县", "石湾镇", "石湾村", "三樟村"}
LOOKS = {  # who looks: what each may open
    "印塘村": {"印塘村"},
    "归阳镇": GUIYANG,
    "祁东县": QIDONG,
    "衡东县": HENGDONG,
    "衡阳市": {"衡阳市"} | QIDONG | HENGDONG,
}


@pytest.mark.parametrize("who", LOOKS)
def test_own_subtree_only(world, who) -> None:
    opened = set()
    for name in world.units:
        try:
            look(world, name, who=who)
        except NotVisible:
            continue
        opened.add(name)
    assert opened == LOOKS[who]


def test_what_stands_above_the_own_unit_is_not_named(world) -> None:
    assert [u.name for u in look(world, "归阳镇", who="衡阳市").above] == ["衡阳市", "祁东县"]
    assert [u.name for u in look(world, "归阳镇", who="归阳镇").above] == []


def test_the_default_is_where_the_task_begins_below_the_actor(world) -> None:
    for who, shown in {"湖南省": "衡阳市", "衡阳市": "衡阳市", "祁东县": "祁东县", "印塘村": "印塘村"}.items():
        board = board_of(actor=world.actor(who, "officer"), task_uid=world.check.uid, at=w.at(3, 12))
        assert board.top.unit.name == shown


def test_glances_agree_with_the_boards(busy) -> None:
    for who in busy.units:
        actor = busy.actor(who, "officer")
        for glance in glances_of(actor, w.at(3, 12)):
            board = look(busy, who, who=who, task=glance.task)
            assert (glance.period, glance.owed, glance.returned, glance.missing) == (
                board.period,
                board.top.owed,
                board.top.counts["returned"],
                board.top.missing,
            )
    seen = {
        who: [glance.task.title["zh-Hans"] for glance in glances_of(busy.actor(who, "officer"), w.at(3, 12))]
        for who in ("衡阳市", "印塘村")
    }
    assert seen == {"衡阳市": ["抗疫日报告", "村级核对"], "印塘村": ["村级核对"]}


def test_children_at_several_depths(world) -> None:
    """A county's library and book house stand deeper than its townships; their figures do not mix."""
    county = world.units["祁东县"]
    library = w.plant_institution(world, "祁东县图书馆", county.path)
    house = w.plant_institution(world, "归阳书屋", world.units["归阳镇"].path)
    world.check.selector.definition = {"kind": "institution"}
    world.check.selector.save()
    world.check.selector.counts.all().delete()
    for name, n in {"湖南省": 2, "衡阳市": 2, "祁东县": 2, "归阳镇": 1}.items():
        world.check.selector.counts.create(ancestor_id=world.units[name].pk, n=n, from_on=w.OPENED)
    for unit in (library, house):
        world.send(unit.name, world.check, w.at(3, 2), square="yes", stage="no")
    fold(limit=5)
    assert [row[:3] for row in table(look(world, "祁东县"))] == [
        ("祁东县", 2, 2),
        ("归阳镇", 1, 1),
        ("祁东县图书馆", 1, 1),
    ]


QUERIES = {"湖南省": 6, "金桥镇": 7}


@pytest.mark.parametrize("unit", QUERIES)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(busy, unit, rows) -> None:
    """`湖南省` opens to cities, `金桥镇` to villages with their answers."""
    level = busy.units[unit].level + 1
    for n in range(rows - 1):
        plant = w.plant(busy, f"新增{n}", busy.units[unit].path, level)
        busy.check.selector.counts.create(ancestor_id=plant.pk, n=1, from_on=w.OPENED)
    fold(limit=9)
    actor = busy.actor(unit, "officer")
    with CaptureQueriesContext(connection) as captured:
        board = board_of(actor=actor, task_uid=busy.check.uid, at=w.at(3, 12), unit_uid=busy.units[unit].uid)
    assert (len(board.rows), len(captured)) == (rows, QUERIES[unit])


def test_figures_read_grow_with_what_is_shown(busy) -> None:
    """At most (children + 1) × measures rows of cells, and as many groups of changes not yet folded."""
    measures = measures_by_name(busy.check.uid)
    city = busy.units["衡阳市"]
    children = [busy.units["祁东县"].path, busy.units["衡东县"].path]
    while fold():
        pass
    cells = Cell.objects.filter(
        ancestor_id__in=[city.pk, *(unit_ids(path)[-1] for path in children)],
        measure_id__in=[m.pk for m in measures.values()],
    )
    assert cells.count() <= (len(children) + 1) * len(measures)
    found = figures_around(
        measure_ids=[m.pk for m in measures.values()], grain="once", period="once", path=city.path, children=children
    )
    assert sum(len(pairs) for pairs in found.values()) == cells.count()
