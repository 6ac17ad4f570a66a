"""Chasing: the list of the missing, what is written to a group, who asked already; queries that do not grow."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.returns import world as w
from tests.returns.world import World
from xiangyun.audit.models import Entry
from xiangyun.core.models import Site
from xiangyun.messages.models import Chase
from xiangyun.notices.closing import close_periods
from xiangyun.web.workspace import chase

pytestmark = pytest.mark.django_db
NOW = w.at(3, 10, 18, 30)


@pytest.fixture
def world() -> Iterator[World]:
    Site.objects.create(is_demo=True, working_on=date(2020, 3, 10))
    made = w.build()
    made.send("印塘村", made.check, w.at(3, 2), square="no", stage="no")
    with time_machine.travel(NOW, tick=False):
        yield made


def client_of(world: World, unit: str, role: str = "officer") -> Client:
    client = Client()
    client.force_login(world.post(unit, role).account)
    return client


def url(world: World, unit: str, name: str = "chase", **query: str) -> str:
    query |= {"unit": str(world.units[unit].uid), "period": "once"}
    return reverse(f"workspace:{name}", args=[world.check.uid]) + "?" + "&".join(f"{k}={v}" for k, v in query.items())


def names(page) -> dict[str, list[str]]:
    """Unit above → the missing below it."""
    return {part["name"]: [row["name"] for row in part["rows"]] for part in page.context["parts"]}


OK, GONE, AWAY = 200, 404, 302
MAY = {  # who looks: at 归阳镇, at 祁东县, at 衡东县, at 衡阳市
    ("印塘村", "reporter"): (GONE, GONE, GONE, GONE),
    ("归阳镇", "reviewer"): (OK, GONE, GONE, GONE),
    ("金桥镇", "reviewer"): (GONE, GONE, GONE, GONE),
    ("祁东县", "officer"): (OK, OK, GONE, GONE),
    ("衡东县", "officer"): (GONE, GONE, OK, GONE),
    ("衡阳市", "director"): (OK, OK, OK, OK),
    ("湖南省", "officer"): (OK, OK, OK, OK),
    ("衡阳市", "admin"): (AWAY, AWAY, AWAY, AWAY),  # to set up a second factor first
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_look_at_what(world: World, who: tuple[str, str]) -> None:
    client = client_of(world, *who)
    places = ("归阳镇", "祁东县", "衡东县", "衡阳市")
    assert tuple(client.get(url(world, place)).status_code for place in places) == MAY[who]


def test_the_missing_stand_under_the_unit_above(world: World) -> None:
    page = client_of(world, "祁东县").get(url(world, "祁东县"))
    assert names(page) == {"归阳镇": ["幸福村", "七碗村"], "金桥镇": ["金桥村"]}
    assert [(group["name"], group["n"]) for group in page.context["groups"]] == [("归阳镇", 2), ("金桥镇", 1)]
    narrower = client_of(world, "祁东县").get(page.context["groups"][1]["url"])
    assert (names(narrower), narrower.context["n"]) == ({"金桥镇": ["金桥村"]}, 1)


def test_the_list_by_a_name(world: World) -> None:
    page = client_of(world, "祁东县").get(url(world, "祁东县", q="七"))
    assert (names(page), page.context["n"]) == ({"归阳镇": ["七碗村"]}, 3)
    nobody = client_of(world, "祁东县").get(url(world, "祁东县", q="没有的"))
    assert "未报的单位里没有这个名字" in nobody.content.decode()


def test_a_ready_text_names_who_is_missing(world: World) -> None:
    page = client_of(world, "祁东县").get(url(world, "祁东县"))
    (text,) = page.context["texts"]
    link = page.context["share"]["link"]
    assert re.fullmatch(r"http://testserver/s/[0-9a-z]+", link)
    assert text == (
        "【催报】村级核对，期限3月10日 17:00。截至3月10日 18:30，祁东县还有3个单位未报：\n"
        f"归阳镇：幸福村、七碗村\n金桥镇：金桥村\n点此填报：{link}"
    )
    assert text in page.content.decode()
    (one,) = client_of(world, "归阳镇", "reviewer").get(url(world, "归阳镇")).context["texts"]
    assert "\n幸福村、七碗村\n" in one


def test_the_text_is_chinese_on_an_english_page(world: World) -> None:
    client = client_of(world, "祁东县")
    client.cookies["django_language"] = "en"
    page = client.get(url(world, "祁东县"))
    assert "has not answered" in page.content.decode() or "have not answered" in page.content.decode()
    assert page.context["texts"][0].startswith("【催报】")


def test_too_many_to_name_are_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chase, "NAMED", 2)
    page = client_of(world, "衡阳市").get(url(world, "衡阳市"))
    assert "\n祁东县3个、衡东县2个\n" in page.context["texts"][0]
    assert names(page) == {"归阳镇": ["幸福村", "七碗村"], "金桥镇": ["金桥村"], "石湾镇": ["石湾村", "三樟村"]}
    assert names(client_of(world, "衡阳市").get(url(world, "衡阳市", q="村", page="2"))) == {}


def test_many_are_named_in_several_messages(world: World) -> None:
    for n in range(130):
        w.plant(world, f"第{n}新立村", world.units["归阳镇"].path, 5)
    page = client_of(world, "归阳镇", "reviewer").get(url(world, "归阳镇"))
    texts = page.context["texts"]
    assert len(texts) > 1
    assert max(map(len, texts)) <= 500
    assert sum(text.count("新立村") for text in texts) == 130
    assert all("还有132个单位未报" in text for text in texts)
    assert [len(part["rows"]) for part in page.context["parts"]] == [50]
    last = client_of(world, "归阳镇", "reviewer").get(url(world, "归阳镇", page="3"))
    assert (sum(len(part["rows"]) for part in last.context["parts"]), last.context["shown"].has_next) == (32, False)


CONTACTS = {  # who: what it sees of a village's contact
    ("归阳镇", "reviewer"): ("周某", "0734-0000000", "0734-0000000"),
    ("祁东县", "officer"): ("周某", "0734-0000000", "0734-0000000"),
    ("祁东县", "director"): ("周*", "073****0000", ""),
    ("衡阳市", "auditor"): ("周*", "073****0000", ""),
}


@pytest.mark.parametrize("who", CONTACTS)
def test_whom_to_ask_is_masked_by_level(world: World, who: tuple[str, str]) -> None:
    client = client_of(world, *who)
    page = client.get(url(world, "归阳镇"))
    found = page.context["parts"][0]["rows"][0]["contact"]
    assert (found.name, found.phone, found.dial) == CONTACTS[who]
    behind = client.get(url(world, "归阳镇", "board-units", state="missing"))
    row = behind.context["rows"][0]
    assert (row["contact_name"], row["phone"], row["dial"]) == CONTACTS[who]
    asked = {"unit": str(world.units["归阳镇"].uid), "period": "once", "state": "missing"}
    taken = client.post(reverse("workspace:board-units-export", args=[world.check.uid]), asked)
    assert CONTACTS[who][1] in b"".join(taken.streaming_content).decode()
    if who[1] in {"director", "auditor"}:
        assert "0734-0000000" not in page.content.decode() + behind.content.decode()


def test_the_next_officer_sees_that_it_was_chased(world: World) -> None:
    body = {"unit": str(world.units["祁东县"].uid), "period": "once"}
    done = reverse("workspace:chase-done", args=[world.check.uid])
    answer = client_of(world, "祁东县").post(done, body, follow=True)
    assert "已记下：催了 3 个单位。" in answer.content.decode()
    assert answer.context["asked"] == "催过 1 次，最近今天 18:30，祁东县"
    seen = client_of(world, "归阳镇", "reviewer").get(url(world, "归阳镇"))
    assert seen.context["asked"] == "催过 1 次，最近今天 18:30，祁东县"
    above = client_of(world, "衡阳市").get(url(world, "衡阳市"))
    assert [part["asked"][:6] for part in above.context["parts"]] == ["催过 1 次", "催过 1 次", ""]
    assert above.context["asked"] == ""
    assert Entry.objects.get(action="period.chased").detail["n"] == 3


def test_when_all_have_answered_there_is_nothing_to_chase(world: World) -> None:
    for name in ("幸福村", "七碗村"):
        world.send(name, world.check, w.at(3, 10, 18), square="no", stage="no")
    client = client_of(world, "归阳镇", "reviewer")
    assert "都报齐了" in client.get(url(world, "归阳镇")).content.decode()
    body = {"unit": str(world.units["归阳镇"].uid), "period": "once"}
    refused = client.post(reverse("workspace:chase-done", args=[world.check.uid]), body)
    assert (refused.status_code, "没有欠报的" in refused.content.decode()) == (409, True)
    assert Chase.objects.count() == 0


def test_a_closed_period_shows_who_was_missing_and_chases_nobody(world: World) -> None:
    close_periods(at=w.at(3, 16))
    page = client_of(world, "祁东县").get(url(world, "祁东县"))
    assert (page.context["n"], page.context["may_chase"]) == (3, False)


@pytest.mark.parametrize("chased", [False, True])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world: World, rows: int, chased: bool) -> None:
    for n in range(rows - 1):
        w.plant(world, f"新增{n}", world.units["金桥镇"].path, 5)
    client = client_of(world, "祁东县")
    for _time in range(rows if chased else 0):
        body = {"unit": str(world.units["金桥镇"].uid), "period": "once"}
        client.post(reverse("workspace:chase-done", args=[world.check.uid]), body)
    client.get(reverse("workspace:boards"))
    with CaptureQueriesContext(connection) as captured:
        page = client.get(url(world, "金桥镇"))
    assert (page.status_code, page.context["n"]) == (200, rows)
    assert len(captured) == 11, [q["sql"][:120] for q in captured]
