"""A look at what a word would move says what saying it then does."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine

from tests.cast import DAY, NOON, Cast
from tests.notices.test_events import END, LATER_END, SECOND_FRIDAY, SUMMARY, dues, nil, published, state
from xiangyun.calendar import Deadline, Distance, Recurring, Relative, UntilNotice
from xiangyun.core.clock import instant
from xiangyun.notices.closing import close_periods
from xiangyun.notices.event_effects import Moved, effects_of_event

pytestmark = pytest.mark.django_db
DAILY = UntilNotice(until="疫情结束", every=Recurring(every="daily", at=time(17)))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def look(cast: Cast, on: date | None, who: str = "officer", name: str = "疫情结束") -> list[Moved]:
    return effects_of_event(actor=cast.actors[who], name=name, on=on, at=NOON)


def counts(moved: Moved) -> dict[str, int]:
    names = ("moved", "added", "dropped", "kept", "closed")
    return {name: n for name in names if (n := getattr(moved, name))}


def test_a_word_above_does_not_move_what_a_nearer_word_holds(cast: Cast) -> None:
    task = published(cast, SUMMARY)
    state(cast, END, rev=0)
    assert look(cast, LATER_END, who="province") == []
    state(cast, LATER_END, rev=0, who="province")
    assert dues(task) == {"once": SECOND_FRIDAY}


def test_taking_a_word_back_leaves_the_one_above(cast: Cast) -> None:
    task = published(cast, SUMMARY)
    state(cast, LATER_END, rev=0, who="province")
    state(cast, END, rev=0)
    (moved,) = look(cast, None)
    assert (moved.before.day, moved.after.day) == (SECOND_FRIDAY, date(2020, 4, 24))
    state(cast, None, rev=1)
    assert dues(task) == {"once": date(2020, 4, 24)}


def test_a_county_moves_nothing_of_the_city(cast: Cast) -> None:
    published(cast, SUMMARY)
    assert look(cast, END, who="county") == []


CASES: dict[str, tuple[Deadline, date]] = {
    "a day after it": (SUMMARY, END),
    "daily until it": (DAILY, date(2020, 3, 25)),
    "daily until a day that has passed": (DAILY, date(2020, 3, 18)),
    "working days after it": (Relative(event="疫情结束", offset=Distance(3, "working_day")), DAY),
    "it is long past": (SUMMARY, date(2020, 1, 3)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_look_is_what_happens(cast: Cast, case: str) -> None:
    deadline, on = CASES[case]
    task = published(cast, deadline, starts_on=date(2020, 3, 16), lock_hours=72)
    if case.startswith("daily"):
        close_periods(at=NOON)
    before = {p.key: (p.due, p.due_at) for p in task.periods.all()}
    (moved,) = look(cast, on)
    assert {p.key: (p.due, p.due_at) for p in task.periods.all()} == before, "a look writes nothing"
    state(cast, on, rev=0)
    after = {p.key: (p.due, p.due_at) for p in task.periods.all()}
    happened = {
        "moved": sum(before[key] != after[key] for key in before.keys() & after.keys()),
        "added": len(after.keys() - before.keys()),
        "dropped": len(before.keys() - after.keys()),
        "closed": task.periods.filter(closed_at__isnull=False).count(),
    }
    assert counts(moved) == {name: n for name, n in happened.items() if n}
    assert look(cast, on) == [], "said once it moves nothing more"


def test_what_is_answered_stays(cast: Cast) -> None:
    task = published(cast, DAILY)
    today = task.periods.get(key=DAY.isoformat())
    task.periods.exclude(pk=today.pk).delete()
    nil(cast, task, NOON)
    (moved,) = look(cast, date(2020, 3, 19))
    assert counts(moved)["kept"] == 1


def test_closed_periods_are_counted_and_stay(cast: Cast) -> None:
    task = published(cast, DAILY, lock_hours=0)
    close_periods(at=instant(date(2020, 3, 22), time(9)))
    (moved,) = look(cast, DAY)
    assert moved.closed == 2
    state(cast, DAY, rev=0)
    assert list(dues(task)) == ["2020-03-20", "2020-03-21"]
