"""A task issued along a professional line: who owes, reviews, sees and counts it; and that it opens nothing else."""

from dataclasses import dataclass, field

import pytest
import time_machine

from tests.cast import DAY, NOON, OPENED, TEXT, Cast, Story, duties, form_of_pack, plan_of, publish
from tests.hiring import hire
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.models import Task
from xiangyun.notices.selectors import under, units_of
from xiangyun.people.acting import actor_for
from xiangyun.people.models import Account
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.board import board_of
from xiangyun.returns.desk import desk_of
from xiangyun.returns.models import Return
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.applying import Decree
from xiangyun.units.models import Line, Unit
from xiangyun.units.orders import Found, Join

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
DECREE = Decree(on=OPENED, document="文")
LIBRARIES = {  # name: (division it stands under, above it in the line)
    "head_library": ("city", None),
    "county_branch": ("county", "head_library"),
    "branch": ("station", "county_branch"),
    "other_library": ("neighbour_county", "head_library"),
}
NIL = Sending(nil=True)


@dataclass
class Libraries:
    """The cast, the libraries in their line, and one daily task in the territory and one along the line."""

    cast: Cast
    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    along: Task = None  # type: ignore[assignment]
    across: Task = None  # type: ignore[assignment]

    def send(self, who: str, task: Task) -> Return:
        period = task.periods.get(key=DAY.isoformat())
        return submit_return(actor=self.actors[who], period_uid=period.uid, sending=NIL, at=NOON)


@pytest.fixture
def libraries(cast: Cast):  # type: ignore[no-untyped-def]
    with time_machine.travel(NOON, tick=False):
        found = Libraries(cast)
        build(found)
        publish_both(found)
        yield found


def build(found: Libraries) -> None:
    Line.objects.create(slug="reading", label={"zh-Hans": "少儿图书馆"})
    for name, (division, above) in LIBRARIES.items():
        order = Found(found.cast.units[division].pk, name, type="children_library")
        made = change_tree(actor=SYSTEM, order=order, decree=DECREE, at=NOON)
        unit = found.units[name] = made.touched.get(part="subject").unit
        join = Join(unit.pk, "reading", found.units[above].pk if above else None)
        change_tree(actor=SYSTEM, order=join, decree=DECREE, at=NOON)
        account = Account.objects.create(username=name, name=name)
        found.actors[name] = actor_for(hire(account, unit, "officer", OPENED))
    found.actors |= found.cast.actors


def publish_both(found: Libraries) -> None:
    """The city asks the county libraries twice: in the territory, and along the line through the city library."""
    cast, officer = found.cast, found.cast.actors["officer"]
    notice = draft_notice(actor=officer, text=TEXT, at=NOON)
    first, second, *rest = duties(notice)
    form = form_of_pack(cast, "daily-report")
    county, city = cast.units["county"].uid, found.units["head_library"].uid
    across = plan_of(cast, form, selector=under(county, kind="institution", types=["children_library"]))
    along = plan_of(cast, form, selector=under(city, kind="institution", line="reading"), review="person")
    make = {"actor": officer, "notice_uid": notice.uid, "at": NOON}
    found.across = make_task(**make, clause_uids=[first], plan=across)
    found.along = make_task(**make, clause_uids=[second], plan=along)
    dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="不编", at=NOON)
    publish(Story(cast, notice, found.across, found.along))


def test_whom_each_task_asks(libraries: Libraries) -> None:
    names = {
        kind: set(units_of(task.selector, DAY).values_list("name", flat=True))
        for kind, task in (("across", libraries.across), ("along", libraries.along))
    }
    assert names == {"across": {"county_branch", "branch"}, "along": set(LIBRARIES)}
    assert (libraries.across.line, libraries.along.line) == ("territorial", "reading")


# who sees what the county library sent:        along   across
SEES = {
    "county_branch": (True, True),
    "head_library": (True, False),
    "officer": (True, True),
    "county": (True, True),
    "province": (True, True),
    "branch": (False, False),
    "other_library": (False, False),
    "station": (False, False),
    "neighbour_county": (False, False),
    "expert": (False, False),
    "security": (False, False),
    "admin": (False, False),
}


@pytest.mark.parametrize("who", SEES)
def test_the_line_opens_its_own_tasks_and_no_others(libraries: Libraries, who: str) -> None:
    along, across = (libraries.send("county_branch", task) for task in (libraries.along, libraries.across))
    seen = set(Return.objects.visible_to(libraries.actors[who]).values_list("uid", flat=True))
    assert (along.uid in seen, across.uid in seen) == SEES[who]


def test_review_goes_up_the_line(libraries: Libraries) -> None:
    sent = libraries.send("branch", libraries.along)
    assert sent.waiting_at == libraries.units["county_branch"]
    for who in ("county", "station"):
        with pytest.raises((NotAllowed, NotVisible)):
            accept_return(actor=libraries.actors[who], uid=sent.uid, rev=sent.rev, at=NOON)
    accepted = accept_return(actor=libraries.actors["county_branch"], uid=sent.uid, rev=sent.rev, at=NOON)
    assert accepted.state == "accepted"


def look(libraries: Libraries, who: str, unit: str, task: Task) -> dict[str, tuple[int, int]]:
    board = board_of(
        actor=libraries.actors[who],
        task_uid=task.uid,
        at=NOON,
        unit_uid=(libraries.units | libraries.cast.units)[unit].uid,
    )
    return {row.unit.name: (row.owed, row.counts["returned"]) for row in (board.top, *board.rows)}


def test_the_board_stands_on_the_line(libraries: Libraries) -> None:
    libraries.send("branch", libraries.along)
    libraries.send("other_library", libraries.along)
    assert look(libraries, "head_library", "head_library", libraries.along) == {
        "head_library": (1, 0),
        "county_branch": (2, 1),
        "other_library": (1, 1),
    }
    assert look(libraries, "county_branch", "county_branch", libraries.along) == {
        "county_branch": (1, 0),
        "branch": (1, 1),
    }
    with pytest.raises(NotVisible):
        look(libraries, "head_library", "county", libraries.across)
    with pytest.raises(NotVisible):
        look(libraries, "county_branch", "other_library", libraries.along)


def test_each_library_has_its_duties_on_its_desk_once(libraries: Libraries) -> None:
    for who, n in (("county_branch", 2), ("branch", 2), ("other_library", 1), ("head_library", 1), ("village", 0)):
        desk = desk_of(libraries.actors[who], NOON)
        asked = {libraries.along.pk, libraries.across.pk}
        assert len({d.task.pk for d in desk.now} & asked) == n, who
