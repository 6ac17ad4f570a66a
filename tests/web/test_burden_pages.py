"""The burden of villages on pages: bars beside the cap, every task, the reviewers; the cap, the reason; who may."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Cast
from tests.notices.test_burden import DAILY, Office
from tests.web.burden_access import BURDEN
from tests.web.test_access import WHO
from tests.web.test_notice_pages import text_on
from xiangyun.calendar import Fixed
from xiangyun.forms.actions.edit_element import edit_element
from xiangyun.forms.dictionary import ElementEntry
from xiangyun.forms.models import Element
from xiangyun.notices.models import Cap, Notice

pytestmark = pytest.mark.django_db
PAGE, CAP = reverse("workspace:burden"), reverse("workspace:burden-cap")


class Pages(Office):
    """An office whose browsers are in English."""

    def __getattr__(self, who: str) -> Client:
        client = self.cast.client(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def drafted(self, minutes: int = 30) -> Notice:
        """A city's notice in the making, with one weekly task for every village."""
        made = self.notice("city", "draft", text="各村每日报告情况。")
        made.clauses.create(
            position="1", start=0, end=8, kind="duty", read_kind="duty", reading={"due": {"recurring": "daily"}}
        )
        self.task(made, minutes)
        return made


@pytest.fixture
def pages(cast: Cast) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield Pages(cast)


def of_notice(notice: Notice) -> str:
    return reverse("workspace:notice-burden", args=[notice.uid])


def bars(answer: HttpResponse) -> list[tuple[str, int, bool]]:
    """Label, minutes, whether a part of it lies beyond the cap."""
    return [(bar.label, bar.minutes, bar.late > 0) for bar in answer.context["gauge"].bars]


def test_a_unit_sees_what_its_villages_are_asked(pages: Pages) -> None:
    pages.task(pages.notice("city"), 3, DAILY)
    pages.task(pages.notice("county"), 8, Fixed(on=date(2020, 4, 16)))
    answer = pages.county.get(PAGE)
    assert bars(answer) == [("now", 23, False)]
    rows = [(row["title"], row["weekly"]) for row in answer.context["rows"]]
    assert rows == [("3分钟 [zh]", "21 minutes"), ("8分钟 [zh]", "2 minutes")]
    said = text_on(answer)
    for words in (
        "no cap is set",
        "one-time work in all: 8 minutes",
        "city centre · 3 villages · 3 minutes every day, 287 times in a year · until 31 December 2020",
        "8 minutes, one time",
    ):
        assert words in said
    assert [f["value"] for f in answer.context["reviewing"]] == [2, 22, 29]
    assert answer.context["reviewing"][2]["note"] == "station centre"


# who looks at which unit: status
LOOKS = {
    ("officer", "county"): 200,
    ("officer", "village"): 200,
    ("county", "village"): 200,
    ("county", "city"): 404,
    ("county", "neighbour_county"): 404,
    ("village", "village"): 200,
    ("village", "village2"): 404,
    ("province", "city"): 200,
}


@pytest.mark.parametrize("case", LOOKS)
def test_nobody_looks_above_or_beside(pages: Pages, case: tuple[str, str]) -> None:
    who, unit = case
    answer = getattr(pages, who).get(PAGE, {"unit": pages.cast.units[unit].uid})
    assert answer.status_code == LOOKS[case]


@pytest.mark.parametrize("unit", ["x", "0", "' OR 1=1"])
def test_what_is_no_unit_is_not_there(pages: Pages, unit: str) -> None:
    assert pages.officer.get(PAGE, {"unit": unit}).status_code == 404


def test_only_the_most_asked_villages_are_said_to_be(pages: Pages) -> None:
    pages.task(pages.notice("neighbour_county"), 5)
    assert "of the 1 village that is asked most, of 4" in text_on(pages.officer.get(PAGE))


def test_where_no_village_stands_below_nothing_is_weighed(pages: Pages) -> None:
    assert "No villages stand below" in text_on(pages.library.get(PAGE))


def test_the_cap_is_set_and_shown_below(pages: Pages) -> None:
    pages.task(pages.notice("city"), 6, DAILY)
    answer = pages.officer.post(CAP, {"minutes": "40", "document": "市办〔2020〕1号"}, follow=True)
    assert bars(answer) == [("now", 42, True)]
    assert "at most 40 minutes" in text_on(answer)
    assert "The cap of 40 minutes a week is set by 市办〔2020〕1号." in text_on(pages.village.get(PAGE))


BAD = {
    ("", "文"): ["minutes"],
    ("0", "文"): ["minutes"],
    ("many", "文"): ["minutes"],
    ("４０", "文"): ["minutes"],
    ("9" * 400, "文"): ["minutes"],
    ("40", ""): ["document"],
    ("", ""): ["minutes", "document"],
}


@pytest.mark.parametrize("given", BAD)
def test_what_is_wrong_with_a_cap_is_said_at_its_field(pages: Pages, given: tuple[str, str]) -> None:
    answer = pages.officer.post(CAP, {"minutes": given[0], "document": given[1]})
    assert answer.status_code == 400
    assert [f["name"] for f in answer.context["fields"] if f["error"]] == BAD[given]
    assert [f["value"] for f in answer.context["fields"]] == list(given)
    assert not Cap.objects.exists()


def test_a_draft_before_after_and_as_it_is_written(pages: Pages) -> None:
    pages.cap("officer", 40)
    pages.task(pages.notice("city"), 14)
    made = pages.drafted(30)
    answer = pages.officer.get(of_notice(made))
    assert bars(answer) == [
        ("without this notice", 14, False),
        ("with its tasks", 44, True),
        ("as it is written", 19, False),
    ]
    assert [(row["title"], row["is_new"]) for row in answer.context["rows"]] == [
        ("30分钟 [zh]", True),
        ("14分钟 [zh]", False),
    ]
    assert "This notice goes over the cap" in text_on(answer)


def test_a_reason_is_given_and_read_by_who_signs(pages: Pages) -> None:
    pages.cap("officer", 20)
    made = pages.drafted()
    empty = pages.officer.post(of_notice(made), {"reason": " "})
    assert (empty.status_code, empty.context["errors"][0]["id"]) == (400, "f-reason")
    answer = pages.officer.post(of_notice(made), {"reason": "防疫需要"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("workspace:notice", args=[made.uid]))
    assert "防疫需要" in text_on(pages.director.get(of_notice(made)))
    assert "防疫需要" in pages.officer.get(of_notice(made)).context["reason"]["value"]


def test_under_the_cap_no_reason_is_asked(pages: Pages) -> None:
    pages.cap("officer", 40)
    answer = pages.officer.get(of_notice(pages.drafted()))
    assert answer.context["reason"] is None


def test_a_published_notice_shows_what_holds_now(pages: Pages) -> None:
    notice = pages.notice("city")
    pages.task(notice, 9)
    answer = pages.officer.get(of_notice(notice))
    assert (bars(answer), answer.context["reason"]) == ([("now", 9, False)], None)
    assert [row["is_new"] for row in answer.context["rows"]] == [False]


def test_who_signs_sees_a_waiting_notice_before_and_after(pages: Pages) -> None:
    waiting = pages.notice("city", "waiting")
    pages.task(waiting, 9)
    answer = pages.director.get(of_notice(waiting))
    assert bars(answer)[:2] == [("without this notice", 0, False), ("with its tasks", 9, False)]
    assert answer.context["reason"] is None


class Things:
    """The city's draft and an entry of its dictionary."""

    def __init__(self, pages: Pages) -> None:
        self.cast, self.made = pages.cast, pages.drafted()
        entry = ElementEntry(slug="area", label={"zh-Hans": "面积"}, type="decimal", validity="fixed")
        self.element: Element = edit_element(actor=self.cast.actors["officer"], entry=entry, at=NOON)

    def address(self, name: str) -> str:
        arguments = {"notice-burden": [self.made.uid], "element": [self.element.uid]}
        return reverse(f"workspace:{name}", args=arguments.get(name, []))

    def status(self, name: str, who: str) -> int:
        client, post = self.cast.client(who), BURDEN[name][0] == "POST"
        with transaction.atomic():
            address, body = self.address(name), {"minutes": 40, "document": "文"}
            answer = client.post(address, body) if post else client.get(address)
            transaction.set_rollback(True)
        return answer.status_code


@pytest.mark.parametrize("name", BURDEN)
def test_who_may_call_an_address(pages: Pages, name: str) -> None:
    things = Things(pages)
    found = [things.status(name, who) for who in WHO]
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, map(int, BURDEN[name][1].split()), strict=True))


@pytest.mark.parametrize("name", [name for name, (method, _) in BURDEN.items() if method == "GET"])
def test_reading_writes_nothing(pages: Pages, name: str) -> None:
    things, written = Things(pages), []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    client = pages.cast.client("officer")
    with connection.execute_wrapper(watch):
        client.get(things.address(name))
    assert written == []


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_units_page(pages: Pages, django_assert_num_queries: Counter, rows: int) -> None:
    pages.cap("officer", 40)
    for n in range(rows):
        pages.task(pages.notice("city"), n + 1, DAILY, nil_allowed=True, review="nil_by_rule")
        pages.task(pages.notice("county"), n + 1)
    officer = pages.officer
    with django_assert_num_queries(11):
        assert len(officer.get(PAGE).context["rows"]) == 2 * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_notices_page(pages: Pages, django_assert_num_queries: Counter, rows: int) -> None:
    pages.cap("officer", 1)
    made = pages.drafted()
    for n in range(rows):
        pages.task(pages.notice("city"), n + 1, DAILY, nil_allowed=True, review="nil_by_rule")
        pages.task(made, n + 1)
    officer = pages.officer
    with django_assert_num_queries(12):
        assert len(officer.get(of_notice(made)).context["rows"]) == 2 * rows + 1
