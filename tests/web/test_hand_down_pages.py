"""Handing down on pages: what was given, the own day, what those below see, the slack on the board."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import DAY, NOON, Cast, Story, draft, publish
from tests.notices.test_events import published
from tests.notices.test_extensions import nil
from tests.notices.test_hand_down import CITY_DAY, NOTE, OWN, STATION_DAY, hand
from tests.web.test_notice_pages import text_on
from xiangyun.calendar import Delegated, Earlier, Fixed
from xiangyun.core.clock import instant
from xiangyun.notices.actions.pin_deadline import pin_deadline
from xiangyun.notices.models import HandDown, Task

pytestmark = pytest.mark.usefixtures("noon")

Counter = Callable[[int], AbstractContextManager[object]]


def to(task: Task, name: str = "hand-down") -> str:
    return reverse(f"workspace:{name}", args=[task.uid])


def typed(**changes: Any) -> dict[str, Any]:
    return {"on": OWN.isoformat(), "at": "", "note": NOTE, "rev": 0} | changes


def test_said_and_seen_below_with_whose_word_it_is(story: Story, browser: Any) -> None:
    county = browser("county")
    page = text_on(county.get(to(story.check)))
    assert "29 May 2020 Fri 17:00" in page
    assert "3 units below owe it" in page
    done = county.post(to(story.check), typed(), follow=True)
    assert done.redirect_chain == [(to(story.check, "board"), 302)]
    desk = text_on(browser("village").get("/"))
    assert "20 May" in desk
    assert "county centre asks for it by then; the notice says 29 May" in desk
    form = text_on(browser("village").get(reverse("workspace:form", args=[story.period(story.check).uid])))
    assert f"county centre asks for it by 20 May, 23:59: “{NOTE}”" in form
    assert "The notice says by 29 May, 17:00; late and on time are counted by that." in form
    assert "asks for it" not in text_on(browser("far_village").get("/"))


def test_a_card_of_today_says_it_too(story: Story, browser: Any) -> None:
    hand(story.cast, story.daily, "county", Earlier(at=time(15)))
    page = text_on(browser("village").get("/"))
    assert "by 15:00 today" in page
    assert f"county centre asks for it by 20 March, 15:00: “{NOTE}”" in page


def test_the_board_of_who_set_it_shows_slack_and_who_came_after(story: Story, browser: Any) -> None:
    hand(story.cast, story.daily, "county", Earlier(at=time(10)))
    nil(story, "village", instant(DAY, time(9)))
    nil(story, "neighbour_village", instant(DAY, time(11)))
    board = browser("county").get(to(story.daily, "board"), {"period": DAY.isoformat()})
    shown = board.context["handed"]["own"]
    assert (shown["slack"], shown["after"]) == ("earlier on the same day", "2 after our own date")
    lines = {line["name"]: line["after"] for line in [*board.context["lines"], board.context["total"]]}
    assert lines == {"station": 1, "neighbour_station": 1, "county": 2}
    rows = browser("county").get(to(story.daily, "board-rows"), {"unit": str(story.cast.units["station"].uid),
                                                                 "period": DAY.isoformat()})  # fmt: skip
    assert {line["name"]: line["after"] for line in rows.context["lines"]} == {"village": 0, "village2": 1}
    late = {figure["label"]: figure["value"] for figure in board.context["figures"]}
    assert late["Late"] == 0
    city = browser("officer").get(to(story.daily, "board"), {"period": DAY.isoformat()})
    assert (city.context["handed"]["own"], city.context["lines"][0]["after"]) == ({}, None)


def test_before_the_own_day_nobody_is_after_it(story: Story, browser: Any) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    shown = browser("county").get(to(story.check, "board")).context["handed"]["own"]
    assert (shown["slack"], shown["after"]) == ("slack: 9 days", "not over yet")
    station = browser("station").get(to(story.check, "board")).context["handed"]
    assert (station["own"], station["told"]) == ({}, [{"who": "county centre", "note": NOTE, "by": "20 May, 23:59"}])


def test_a_station_sees_what_it_was_given(story: Story, browser: Any) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    station = browser("station")
    page = text_on(station.get(to(story.check)))
    assert "So you were given: 20 May 2020 Wed" in page
    refused = station.post(to(story.check), typed(on=(OWN + timedelta(days=1)).isoformat()))
    assert (refused.status_code, [f["name"] for f in refused.context["fields"] if f["error"]]) == (400, ["on"])
    assert "never a later one" in text_on(refused)
    station.post(to(story.check), typed(on=STATION_DAY.isoformat()))
    below = browser("county").get(to(story.check)).context["below"]
    assert [(word["who"], word["slack"]) for word in below] == [("station centre", "slack: 14 days")]
    assert "cannot be taken back" in text_on(browser("county").get(to(story.check)))


REFUSED = {  # what is typed: at which field the page says something
    "a later day": ({"on": "2020-05-30"}, "on"),
    "the same day": ({"on": "2020-05-29"}, "on"),
    "a day that is past": ({"on": "2020-03-19"}, "on"),
    "no date": ({"on": "May"}, "on"),
    "no time": ({"at": "noon"}, "at"),
    "a time alone": ({"on": "", "at": "12:00"}, "on"),
    "nothing": ({"on": "", "note": " "}, "note"),
    "a note without end": ({"note": "长" * 501}, "note"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_said_is_said_at_its_field(story: Story, browser: Any, case: str) -> None:
    changes, field = REFUSED[case]
    refused = browser("county").post(to(story.check), typed(**changes))
    assert (refused.status_code, [f["name"] for f in refused.context["fields"] if f["error"]]) == (400, [field])
    assert HandDown.objects.count() == 0


def test_what_comes_again_asks_for_days_and_a_time(story: Story, browser: Any) -> None:
    county = browser("county")
    assert [f["name"] for f in county.get(to(story.daily)).context["fields"]] == ["days", "at", "note"]
    refused = county.post(to(story.daily), {"days": "1", "note": "", "rev": 0})
    assert "over before it begins" in text_on(refused)
    county.post(to(story.daily), {"days": "", "at": "15:00", "note": "", "rev": 0})
    assert HandDown.objects.get().deadline == {"kind": "earlier", "at": "15:00:00"}
    assert {f["name"]: f["value"] for f in county.get(to(story.daily)).context["fields"]}["at"] == "15:00"


def test_who_spoke_meanwhile_is_not_overwritten(story: Story, browser: Any) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    county = browser("county")
    refused = county.post(to(story.check), typed(on=STATION_DAY.isoformat()))
    assert (refused.status_code, refused.context["rev"]) == (409, 1)
    assert "said something meanwhile" in text_on(refused)
    county.post(to(story.check), typed(on=STATION_DAY.isoformat(), rev=1))
    assert HandDown.objects.get().deadline["on"] == STATION_DAY.isoformat()


def test_taken_back(story: Story, browser: Any) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    hand(story.cast, story.check, "station", Fixed(on=STATION_DAY))
    back = to(story.check, "hand-down-back")
    page = browser("county").post(back, {"rev": 1}, follow=True)
    assert "Replace it instead" in text_on(page)
    browser("station").post(back, {"rev": "x"})
    assert HandDown.objects.count() == 2
    browser("station").post(back, {"rev": 1})
    page = browser("county").post(back, {"rev": 1}, follow=True)
    assert "Taken back" in text_on(page)
    assert HandDown.objects.count() == 0


def test_a_day_that_binds_no_more_says_so(cast: Cast, browser: Any) -> None:
    task = published(cast, Delegated(by="省厅", wording="按省厅规定的时间"))
    pin = {"actor": cast.actors["officer"], "task_uid": task.uid, "document": "省厅通知", "at": NOON}
    assert [f["name"] for f in browser("county").get(to(task)).context["fields"]] == ["note"]
    pin_deadline(on=CITY_DAY, **pin)
    hand(cast, task, "county", Fixed(on=OWN))
    pin_deadline(on=STATION_DAY, **pin)
    assert "binds nobody any more" in text_on(browser("county").get(to(task)))
    assert browser("county").get(to(task, "board")).context["handed"]["own"] == {"void": True}
    assert "asks for it" not in text_on(browser("village").get("/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(cast: Cast, django_assert_num_queries: Counter, rows: int) -> None:
    stories = [publish(draft(cast)) for _ in range(rows)]
    for story in stories:
        hand(cast, story.check, "county", Fixed(on=OWN))
        hand(cast, story.daily, "county", Earlier(at=time(15)))
        for who in ("station", "neighbour_station")[: rows - 1]:
            hand(cast, story.check, who, Fixed(on=STATION_DAY))
    costs = {
        ("county", to(stories[0].check)): 12,
        ("station", to(stories[0].check)): 12,
        ("county", to(stories[0].check, "board")): 11,
        ("station", to(stories[0].check, "board")): 12,
        ("village", "/"): 11,
        ("village", reverse("workspace:form", args=[stories[0].period(stories[0].check).uid])): 9,
    }
    for (who, address), number in costs.items():
        client = cast.client(who)
        client.get("/")
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200, (who, address)
