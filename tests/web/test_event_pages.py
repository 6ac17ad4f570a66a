"""Events on pages: what is waited for, saying its day with a look at what it does, taking it back; holidays."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import DAY, NOON, Cast
from tests.notices.test_events import END, LATER_END, PAPER, SECOND_FRIDAY, SUMMARY, dues, published, state
from tests.web.test_notice_pages import text_on
from xiangyun.calendar import Delegated, Distance, Recurring, Relative, UntilNotice
from xiangyun.core.clock import instant
from xiangyun.notices.closing import close_periods
from xiangyun.notices.events import HolidayEdit, NamedEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
EVENTS, SAY, HOLIDAYS = (reverse(f"workspace:{name}") for name in ("events", "event-state", "holidays"))
NAME = "疫情结束"


@pytest.fixture
def browser(cast: Cast) -> Callable[[str], Client]:
    """A browser in English, so that texts are those of the code."""

    def of(who: str) -> Client:
        client = cast.client(who, elevated=who == "admin")
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return of


def typed(do: str, **changes: Any) -> dict[str, Any]:
    return {"name": NAME, "on": END.isoformat(), "document": PAPER, "rev": 0, "do": do} | changes


def moved(answer: HttpResponse) -> list[tuple[str, str, list[str]]]:
    """A preview's tasks: before, after, what becomes of the periods."""
    return [(row["before"], row["after"], row["periods"]) for row in answer.context["rows"]]


def test_declared_with_a_look_before_it_then_corrected_and_taken_back(cast: Cast, browser: Any) -> None:
    task, officer = published(cast, SUMMARY), browser("officer")
    seen = officer.post(SAY, typed("preview"))
    assert moved(seen) == [
        (
            f"no day yet: waits for “{NAME}”, which nobody has declared yet",
            "17 April 2020 Fri",
            ["1 period gets another day"],
        )
    ]
    assert NamedEvent.objects.count() == 0, "a look writes nothing"
    page = officer.post(SAY, typed("apply"), follow=True)
    assert dues(task) == {"once": SECOND_FRIDAY}
    assert [s["day"] for s in page.context["statements"]] == ["8 April 2020"]

    again = officer.get(SAY, {"name": NAME})
    assert "Correct an event" in text_on(again)
    assert f'value="{END}"' in again.content.decode()
    seen = officer.post(SAY, typed("preview", on=LATER_END.isoformat()))
    assert (seen.context["rev"], moved(seen)[0][:2]) == (1, ("17 April 2020 Fri", "24 April 2020 Fri"))
    officer.post(SAY, typed("apply", on=LATER_END.isoformat(), rev=1))
    seen = officer.post(SAY, typed("preview", on="", cancel="on", rev=2))
    assert "its day is open again" in text_on(seen)
    page = officer.post(SAY, typed("apply", on="", cancel="on", rev=2), follow=True)
    assert dues(task) == {"once": None}
    assert [s["word"] for s in page.context["statements"]] == ["Cancelled", "Corrected", "Declared"]


def test_a_look_says_what_becomes_of_the_periods(cast: Cast, browser: Any) -> None:
    daily = UntilNotice(until=NAME, every=Recurring(every="daily", at=time(17)))
    published(cast, daily, lock_hours=0)
    close_periods(at=instant(date(2020, 3, 23), time(9)))
    seen = browser("officer").post(SAY, typed("preview", on="2020-03-25"))
    assert moved(seen) == [
        (
            f"goes on: waits for “{NAME}”, which nobody has declared yet",
            "up to 25 March 2020",
            ["30 periods go", "3 closed periods stay"],
        )
    ]
    assert seen.context["closed"] == 3


def test_who_spoke_meanwhile_is_not_overwritten(cast: Cast, browser: Any) -> None:
    task, officer = published(cast, SUMMARY), browser("officer")
    state(cast, LATER_END, rev=0)
    refused = officer.post(SAY, typed("apply"))
    assert (refused.status_code, refused.context["rev"]) == (409, 1)
    assert "Somebody spoke of it meanwhile" in text_on(refused)
    assert dues(task) == {"once": date(2020, 4, 24)}


def test_a_word_for_later_is_kept(cast: Cast, browser: Any) -> None:
    officer = browser("officer")
    seen = officer.post(SAY, typed("preview", name="复工复产"))
    assert "No running task moves" in text_on(seen)
    officer.post(SAY, typed("apply", name="復工復產"))
    assert list(NamedEvent.objects.values_list("name", "on")) == [("复工复产", END)]
    task = published(cast, Relative(event="复工复产", offset=Distance(5)))
    assert dues(task) == {"once": date(2020, 4, 13)}


REFUSED = {  # what is typed: at which field the page says something
    "no day": ({"on": ""}, "on"),
    "no date": ({"on": "April"}, "on"),
    "a day of another age": ({"on": "9999-12-31"}, "on"),
    "no document": ({"document": " "}, "document"),
    "no name": ({"name": " "}, "name"),
    "marks in the name": ({"name": "疫情，结束"}, "name"),
    "the notice's own issue": ({"name": "印发"}, "name"),
    "a name too long": ({"name": "疫" * 61}, "name"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("do", ["preview", "apply"])
def test_what_cannot_be_said_is_said_at_its_field(cast: Cast, browser: Any, case: str, do: str) -> None:
    changes, field = REFUSED[case]
    refused = browser("officer").post(SAY, typed(do, **changes))
    assert (refused.status_code, [f["name"] for f in refused.context["fields"] if f["error"]]) == (400, [field])
    assert NamedEvent.objects.count() == 0


@pytest.mark.parametrize("do", ["preview", "apply"])
def test_what_was_not_said_is_not_taken_back(cast: Cast, browser: Any, do: str) -> None:
    refused = browser("officer").post(SAY, typed(do, on="", cancel="on"))
    assert refused.status_code == 400
    assert "there is nothing to take back" in text_on(refused)


def test_what_is_waited_for(cast: Cast, browser: Any) -> None:
    published(cast, SUMMARY)
    published(cast, Delegated(by="省厅", wording="按省厅规定的时间"))
    page = browser("officer").get(EVENTS)
    (card,) = page.context["awaited"]
    assert (card["name"], card["says"]) == (NAME, "1 task waits, for 4 units")
    assert card["tasks"][0]["words"] == "疫情结束后第二个星期五"
    assert card["url"].startswith(SAY)
    (row,) = page.context["elsewhere"]
    assert row["url"].endswith("/day/")
    below = browser("village").get(EVENTS)
    assert [(c["name"], c["url"], c["above"]) for c in below.context["awaited"]] == [(NAME, "", "city centre")]
    assert not below.context["elsewhere"][0]["url"].endswith("/day/")
    state(cast, END, rev=0)
    assert browser("officer").get(EVENTS).context["awaited"] == []
    assert NAME in text_on(browser("village").get(EVENTS))


def test_a_page_without_anything_says_so(browser: Any) -> None:
    page = text_on(browser("officer").get(EVENTS))
    assert "No task waits for an event" in page
    assert "Nothing was said of any event yet." in page


def test_a_neighbours_word_is_not_seen(cast: Cast, browser: Any) -> None:
    event = state(cast, END, rev=0, who="neighbour_county")
    address = reverse("workspace:event", args=[event.uid])
    asked = ("officer", "far_village", "county", "village")
    assert [browser(who).get(address).status_code for who in asked] == [200, 200, 404, 404]


def test_where_events_stand(cast: Cast, browser: Any) -> None:
    assert f'href="{EVENTS}"' in browser("village").get(reverse("workspace:notices")).content.decode()
    desks = {who: f'href="{EVENTS}"' in browser(who).get("/").content.decode() for who in ("officer", "village")}
    assert desks == {"officer": True, "village": False}


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("who", ["officer", "village"])
def test_queries_of_the_list(cast: Cast, django_assert_num_queries: Counter, rows: int, who: str) -> None:
    for n in range(rows):
        published(cast, SUMMARY)
        state(cast, END, rev=0, name=f"第{n}件事")
    client = cast.client(who)
    with django_assert_num_queries(12):
        assert client.get(EVENTS).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_an_event(cast: Cast, django_assert_num_queries: Counter, rows: int) -> None:
    for _ in range(rows):
        published(cast, SUMMARY)
    event = state(cast, END, rev=0)
    for n in range(1, rows):
        state(cast, END, rev=n)
    client, address = cast.client("officer"), reverse("workspace:event", args=[event.uid])
    with django_assert_num_queries(11):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_look(cast: Cast, django_assert_num_queries: Counter, rows: int) -> None:
    for _ in range(rows):
        published(cast, SUMMARY)
    client = cast.client("officer")
    with django_assert_num_queries(11):
        assert client.post(SAY, typed("preview")).status_code == 200
    with django_assert_num_queries(5):
        assert client.get(SAY, {"name": NAME}).status_code == 200


def set_off(**changes: str) -> dict[str, str]:
    return {"day": "2020-03-23", "kind": "off", "name": "调休", "document": PAPER} | changes


def test_a_day_is_set_and_deadlines_follow(cast: Cast, browser: Any) -> None:
    task = published(cast, Relative(event="复工", offset=Distance(1, "working_day")))
    state(cast, DAY, rev=0, name="复工")
    officer = browser("officer")
    page = officer.post(HOLIDAYS, set_off(), follow=True)
    assert page.redirect_chain == [(f"{HOLIDAYS}?year=2020", 302)]
    assert [(r["days"], r["worked"]) for r in page.context["rows"] if r["document"]] == [("23 March Mon", False)]
    assert dues(task) == {"once": date(2020, 3, 24)}
    officer.post(HOLIDAYS, set_off(kind="worked"))
    assert dues(task) == {"once": date(2020, 3, 23)}


def test_the_table_of_a_year(browser: Any) -> None:
    rows = browser("village").get(HOLIDAYS, {"year": "2020"}).context["rows"]
    spring = [(r["days"], r["worked"], r["n"]) for r in rows if r["name"] == "Spring Festival"]
    assert spring == [("19 January Sun", True, 1), ("24 January Fri – 2 February Sun", False, 10)]
    unknown = browser("village").get(HOLIDAYS, {"year": "2031"})
    assert "This year is not in the table yet" in text_on(unknown)
    assert unknown.context["rows"] == []


MAY_SET = {"officer": 302, "province": 302, "admin": 302, "county": 403, "village": 403, "director": 403}


@pytest.mark.parametrize("who", MAY_SET)
def test_who_sets_a_day(browser: Any, who: str) -> None:
    client = browser(who)
    assert client.get(HOLIDAYS).context["may"] == (MAY_SET[who] == 302)
    assert client.post(HOLIDAYS, set_off()).status_code == MAY_SET[who]
    assert HolidayEdit.objects.count() == (MAY_SET[who] == 302)


@pytest.mark.parametrize("field", ["day", "kind", "name", "document"])
def test_a_day_that_lacks_something_says_it_at_the_field(browser: Any, field: str) -> None:
    refused = browser("officer").post(HOLIDAYS, set_off(**{field: ""}))
    assert (refused.status_code, [f["name"] for f in refused.context["fields"] if f["error"]]) == (400, [field])


@pytest.mark.parametrize("day", ["1999-12-31", "9999-12-31", "2020-02-30"])
def test_a_day_that_is_none_is_refused(browser: Any, day: str) -> None:
    assert browser("officer").post(HOLIDAYS, set_off(day=day)).status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_holidays(cast: Cast, django_assert_num_queries: Counter, rows: int) -> None:
    for n in range(rows):
        HolidayEdit.objects.create(day=date(2020, 3, 1 + n), is_worked=True, name="x", document="x", at=NOON)
    client = cast.client("officer")
    with django_assert_num_queries(5):
        assert client.get(HOLIDAYS).status_code == 200
