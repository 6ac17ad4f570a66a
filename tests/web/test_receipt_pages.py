"""Signing for receipt on pages: names at hand, the list with its filter and file, the line on the desk."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.cast import Story, draft, publish
from tests.notices.test_receipts import sign
from tests.web.test_notice_pages import text_on
from xiangyun.audit.models import Entry
from xiangyun.notices.models import Notice, Receipt
from xiangyun.units.models import Unit

pytestmark = pytest.mark.usefixtures("noon")

Counter = Callable[[int], AbstractContextManager[object]]


def to(name: str, notice: Notice) -> str:
    return reverse(f"workspace:{name}", args=[notice.uid])


def values(page: HttpResponse) -> dict[str, str]:
    return {field["name"]: field["value"] for field in page.context["fields"]}


def test_the_own_name_stands_there_and_the_leader_named_last(story: Story, browser: Any) -> None:
    county, address = browser("county"), to("receipt", story.notice)
    assert values(county.get(address)) == {"handler": "county", "leader": ""}
    page = county.post(address, {"handler": "李某", "leader": "王某"}, follow=True)
    assert "Signed for" in text_on(page)
    assert page.redirect_chain == [(to("notice", story.notice), 302)]
    again = county.get(address)
    assert values(again) == {"handler": "李某", "leader": "王某"}
    assert "Save the names" in text_on(again)
    other = publish(draft(story.cast)).notice
    assert values(county.get(to("receipt", other))) == {"handler": "county", "leader": "王某"}


def test_a_name_that_is_missing_is_said_at_its_field(story: Story, browser: Any) -> None:
    refused = browser("station").post(to("receipt", story.notice), {"handler": "李某", "leader": " "})
    assert refused.status_code == 400
    assert [f["name"] for f in refused.context["fields"] if f["error"]] == ["leader"]
    assert values(refused)["handler"] == "李某"
    assert Receipt.objects.count() == 0


def test_the_desk_says_so_until_it_is_signed(story: Story, browser: Any) -> None:
    address = to("receipt", story.notice)
    shown = {
        who: address in browser(who).get("/").content.decode() for who in ("county", "station", "village", "officer")
    }
    assert shown == {"county": True, "station": True, "village": False, "officer": False}
    sign(story.cast, story.notice, "county")
    assert address not in browser("county").get("/").content.decode()


def listed(page: HttpResponse) -> list[tuple[str, str, bool]]:
    return [(row["name"], row["handler"], bool(row["sign_url"])) for row in page.context["rows"]]


def test_the_list_filters_and_goes_down_the_tree(story: Story, browser: Any) -> None:
    sign(story.cast, story.notice, "county")
    officer, address = browser("officer"), to("receipts", story.notice)
    page = officer.get(address)
    assert [(s["label"], s["value"]) for s in page.context["states"]] == [
        ("All bodies", 5),
        ("Signed for", 1),
        ("Not signed for yet", 4),
    ]
    assert listed(officer.get(address, {"state": "signed"})) == [("county centre", "李某", False)]
    assert len(listed(officer.get(address, {"state": "waiting"}))) == 4
    under = officer.get(page.context["rows"][0]["url"])
    assert {name for name, _, _ in listed(under)} == {"county centre", "station centre", "neighbour_station centre"}
    assert "Show all again" in text_on(under)


def test_each_level_sees_its_own_subtree(story: Story, browser: Any) -> None:
    page = browser("station").get(to("receipts", story.notice))
    assert listed(page) == [("station centre", "", True)]
    assert "No body stands here" in text_on(browser("village").get(to("receipts", story.notice)))


def test_whom_to_ask_stands_beside_who_has_not_signed(story: Story, browser: Any) -> None:
    Unit.objects.filter(pk=story.cast.units["station"].pk).update(contact_name="周某", contact_phone="0734-1234567")
    page = text_on(browser("county").get(to("receipts", story.notice), {"state": "waiting"}))
    assert "周某" in page
    assert "no contact given" in page


def test_the_list_as_a_file_is_in_the_log(story: Story, browser: Any) -> None:
    sign(story.cast, story.notice, "county", handler="=李某")
    answer = browser("officer").post(to("receipts-export", story.notice), {"state": "signed", "under": ""})
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head == ["Unit above", "Unit", "Signed for", "Handler", "Leader", "Contact", "Telephone"]
    assert rows == [["city", "county centre", "20 March 2020 12:00", "'=李某", "王某", "", ""]]
    entry = Entry.objects.get(action="receipts.exported")
    assert entry.detail == {"state": "signed", "under": None, "units": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(story: Story, django_assert_num_queries: Counter, rows: int) -> None:
    for who in ("county", "station", "neighbour_county")[:rows]:
        sign(story.cast, story.notice, who)
    officer = story.cast.client("officer")
    officer.get("/")
    with django_assert_num_queries(11):
        assert officer.get(to("receipts", story.notice), {"state": "signed"}).status_code == 200
    with django_assert_num_queries(12):
        under = {"under": str(story.cast.units["county"].uid)}
        assert officer.get(to("receipts", story.notice), under).status_code == 200
    county = story.cast.client("county")
    county.get("/")
    with django_assert_num_queries(10):
        assert county.get(to("receipt", story.notice)).status_code == 200
