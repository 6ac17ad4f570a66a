"""What all tasks in force take of a village and of who reviews; the cap; the draft; the text as it was written."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.cast import DAY, NOON, Cast, Story, form_of_pack
from xiangyun.calendar import Deadline, Fixed, MonthEnd, Recurring, to_plain
from xiangyun.forms.effort import shipped_table
from xiangyun.measures.models import Cell, Measure
from xiangyun.notices.actions.set_cap import set_cap
from xiangyun.notices.burden import Burden, burden_of
from xiangyun.notices.models import Amendment, Cap, Notice, Task
from xiangyun.notices.periods import recurrence_of
from xiangyun.notices.selectors import store_selector, under

YEAR_END = date(2020, 12, 31)
DAILY, WEEKLY, MONTHLY = (Recurring(every=every, at=time(17, 0)) for every in ("daily", "weekly", "monthly"))


class Office:
    """Notices of several bureaus, with tasks made straight away."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.form = cast, form_of_pack(cast, "seven-ones")

    def notice(self, owner: str, state: str = "published", text: str = "通知。") -> Notice:
        published = state == "published"
        return Notice.objects.create(
            owner=self.cast.units[owner],
            text=text,
            title="通知",
            drafted_at=NOON,
            issued_on=DAY,
            state=state,
            published_at=NOON if published else None,
            signed_by_id=1 if published else None,
        )

    def task(self, notice: Notice, minutes: int, deadline: Deadline = WEEKLY, **more: Any) -> Task:
        selector = {"kind": "division", "level": 5, **under(notice.owner.uid), **more.pop("selector", {})}
        selector = {key: value for key, value in selector.items() if value is not None}
        columns: dict[str, Any] = {
            "title": {"zh-Hans": f"{minutes}分钟"},
            "form_version": self.form,
            "starts_on": DAY,
            "ends_on": YEAR_END,
            "lock_hours": 24,
            "review_minutes": 2,
            "basis": "通知",
        }
        return Task.objects.create(
            notice=notice,
            owner=notice.owner,
            minutes=minutes,
            selector=store_selector(selector),
            deadline=to_plain(deadline),
            recurrence=recurrence_of(deadline),
            **(columns | more),
        )

    def burden(self, unit: str = "city", with_draft: Notice | None = None) -> Burden:
        return burden_of(self.cast.units[unit].pk, DAY, with_draft)

    def cap(self, who: str, minutes: int) -> Cap:
        return set_cap(actor=self.cast.actors[who], minutes=minutes, document="市办〔2020〕1号", at=NOON)


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def test_a_site_that_asks_nothing(office: Office) -> None:
    found = office.burden()
    assert (found.before, found.after, found.villages, found.lines, found.cap) == (0, 0, 4, (), None)
    assert (found.reviewing.stations, found.reviewing.average) == (3, 0)


# whom a task asks, whose it is: minutes a week of the most asked village below city, county, neighbour_county
ASKED: dict[str, tuple[str, dict[str, Any], tuple[float, float, float]]] = {
    "all villages": ("city", {}, (10, 10, 10)),
    "all divisions": ("city", {"level": None}, (10, 10, 10)),
    "all divisions of the province": ("province", {}, (10, 10, 10)),
    "stations": ("city", {"level": 4}, (0, 0, 0)),
    "libraries": ("city", {"kind": "institution", "level": None, "types": ["library"]}, (0, 0, 0)),
    "a county's own": ("county", {}, (10, 10, 0)),
    "another county's": ("neighbour_county", {}, (10, 0, 10)),
    "one station": ("city", {"under": "station"}, (10, 10, 0)),
    "one village by name": ("city", {"units": ["far_village"]}, (10, 0, 10)),
    "all but one": ("city", {"except": ["far_village"]}, (10, 10, 0)),
}


@pytest.mark.parametrize("case", ASKED)
def test_who_is_asked(office: Office, case: str) -> None:
    owner, changes, expected = ASKED[case]
    units = office.cast.units
    selector = dict(changes)
    if "under" in selector:
        selector["under"] = str(units[selector["under"]].uid)
    for key in {"units", "except"} & set(selector):
        selector[key] = [str(units[name].uid) for name in selector[key]]
    office.task(office.notice(owner), 10, selector=selector)
    found = tuple(office.burden(name).after for name in ("city", "county", "neighbour_county"))
    assert found == expected


FORCE: dict[str, tuple[dict[str, Any], float]] = {
    "running": ({}, 10),
    "begins later": ({"starts_on": date(2020, 9, 1)}, 10),
    "ends today": ({"starts_on": date(2020, 3, 1), "ends_on": DAY}, 10),
    "ended yesterday": ({"starts_on": date(2020, 3, 1), "ends_on": DAY - timedelta(days=1)}, 0),
}


@pytest.mark.parametrize("case", FORCE)
def test_what_is_in_force(office: Office, case: str) -> None:
    days, minutes = FORCE[case]
    office.task(office.notice("city"), 10, **days)
    office.task(office.notice("city", "draft"), 100)
    office.task(office.notice("city", "waiting"), 100)
    assert office.burden().after == minutes


SPREAD: dict[str, tuple[Deadline, dict[str, Any], tuple[float, int]]] = {
    "once, due in four weeks": (Fixed(on=date(2020, 4, 16)), {}, (3, 12)),
    "once, at the end of the month": (MonthEnd(2020, 4), {}, (2, 12)),
    "once, whenever": (Fixed(on=date(2021, 1, 1)), {"ends_on": date(2020, 4, 30)}, (2, 12)),
    "monthly": (MONTHLY, {}, (12 * 12 / 52, 0)),
    "daily": (DAILY, {}, (84, 0)),
}


@pytest.mark.parametrize("case", SPREAD)
def test_one_time_work_is_spread_and_said_apart(office: Office, case: str) -> None:
    deadline, days, (weekly, once) = SPREAD[case]
    office.task(office.notice("city"), 12, deadline, **days)
    found = office.burden()
    assert (found.after, found.once) == (pytest.approx(weekly), once)
    assert found.heaviest[1] == (84 if case == "daily" else 12)


def test_the_most_asked_villages_speak_for_all(office: Office) -> None:
    """Two tasks for different villages are never added up for one."""
    office.task(office.notice("city"), 10)
    office.task(office.notice("county"), 5)
    office.task(office.notice("neighbour_county"), 7)
    found = office.burden()
    assert (found.after, found.most_asked, found.villages) == (17, 1, 4)
    assert [(line.minutes, line.villages) for line in found.lines] == [(10, 4), (7, 1)]
    assert office.burden("county").after == 15
    assert office.burden("village").after == 15


def answered(task: Task, unit: int, **sums: int) -> None:
    """As boards count what was sent."""
    for name, n in sums.items():
        measure = Measure.objects.create(subject_uid=task.uid, name=name, aggregation="count")
        Cell.objects.create(ancestor_id=unit, measure_id=measure.pk, grain="daily", period="2020-03-19", num=n)


# nil allowed, reviewed by rule, answers, of them nothing to report: the share used
NIL: dict[str, tuple[bool, bool, int, int, float | None]] = {
    "most say nothing": (True, True, 100, 80, 0.8),
    "nobody does": (True, True, 100, 0, 0.0),
    "too few to know": (True, True, 29, 29, None),
    "just enough to know": (True, True, 30, 30, 1.0),
    "no answers": (True, True, 0, 0, None),
    "a person looks at each": (True, False, 100, 80, None),
    "not allowed": (False, True, 100, 80, None),
}


@pytest.mark.parametrize("case", NIL)
def test_nothing_to_report_costs_two_taps_and_no_look(office: Office, case: str) -> None:
    allowed, by_rule, n, nil, share = NIL[case]
    review = "nil_by_rule" if by_rule else "person"
    task = office.task(office.notice("city"), 6, DAILY, nil_allowed=allowed, review=review)
    answered(task, office.cast.units["city"].pk, returned=n, by_rule=nil)
    found = office.burden()
    used = share or 0.0
    each = 6 * (1 - used) + used * shipped_table()["nil"] / 60
    assert found.lines[0].nil_share == share
    assert found.after == pytest.approx(each * 7)
    assert found.reviewing.most == pytest.approx(2 * 7 * 2 * (1 - used))


def test_what_stations_look_at(office: Office) -> None:
    """Two villages stand below one station, one each below the others; three minutes a look, each week."""
    office.task(office.notice("city"), 10, review_minutes=3)
    found = office.burden().reviewing
    assert (found.stations, found.average, found.most) == (3, 4, 6)
    assert found.most_id == office.cast.units["station"].pk
    assert office.burden("neighbour_county").reviewing.most == 3


def test_a_task_that_says_no_minutes_of_review_is_reckoned_by_its_form(office: Office) -> None:
    office.task(office.notice("city"), 10, review_minutes=0)
    table = shipped_table()
    seconds = table["review_opening"] + 8 * table["review_field"] + 7 * table["review_image"]
    assert office.burden().reviewing.most == 2 * -(-seconds // 60)


def test_a_draft_before_and_after(office: Office) -> None:
    old = office.task(office.notice("city"), 10)
    office.task(office.notice("city"), 4)
    made = office.notice("city", "draft")
    office.task(made, 7)
    found = office.burden(with_draft=made)
    assert (found.before, found.after) == (14, 21)
    assert [(line.minutes, line.is_new) for line in found.lines] == [(10, False), (7, True), (4, False)]
    Amendment.objects.create(notice=made, task=old, kind="lift")
    found = office.burden(with_draft=made)
    assert (found.before, found.after) == (14, 11)
    assert office.burden().after == 14  # without the draft nothing is lifted


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("n", [1, 12])
def test_its_queries_do_not_grow(office: Office, django_assert_num_queries: Counter, n: int) -> None:
    office.cap("officer", 40)
    made = office.notice("city", "draft")
    for k in range(n):
        office.task(office.notice("city"), k + 1, DAILY, nil_allowed=True, review="nil_by_rule")
        office.task(office.notice("county"), k + 1, selector={"except": [str(office.cast.units["village"].uid)]})
        office.task(made, k + 1, selector={"classes": ["village"]})
    with django_assert_num_queries(7):
        office.burden(with_draft=made)
    with django_assert_num_queries(5):
        burden_of(office.cast.units["village"].pk, DAY, path=office.cast.actors["village"].paths[0])


def test_the_story_in_figures(story: Story) -> None:
    """A daily report of one minute, and a check of eight within eleven weeks."""
    found = burden_of(story.cast.units["city"].pk, DAY)
    weeks = ((date(2020, 5, 29) - date(2020, 3, 18)).days + 1) / 7
    assert found.after == pytest.approx(7 + 8 / weeks)
    assert (found.once, found.heaviest) == (8, (date(2020, 5, 25), 8.0))
