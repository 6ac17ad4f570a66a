"""What a unit was told, on its page and as a line for the desk: new, read, done when its duties are."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.returns import world as w
from tests.returns.world import World
from xiangyun.core.models import Site
from xiangyun.messages.models import Message, ReminderRule
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.reminding import remind
from xiangyun.web.workspace.inbox import inbox_line, unread_of

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"
NOW = w.at(3, 12, 10)


@pytest.fixture
def world() -> Iterator[World]:
    """Villages were told on 9 and 10 March, townships on the 12th that theirs are overdue."""
    Site.objects.create(is_demo=True, working_on=date(2020, 3, 12))
    made = w.build()
    TaskPeriod.objects.filter(task=made.daily).delete()
    for at in (w.at(3, 9), w.at(3, 10, 17), w.at(3, 12)):
        remind(at)
    with time_machine.travel(NOW, tick=False):
        yield made


def client_of(world: World, unit: str, role: str = "reporter") -> Client:
    client = Client()
    client.force_login(world.post(unit, role).account)
    return client


def letters(client: Client) -> list[tuple]:
    found = client.get(INBOX).context["letters"]
    return [(one["title"], one["tag"], one["is_new"], [part["state"][0] for part in one["parts"]]) for one in found]


def line(world: World, unit: str, role: str = "reporter", at: datetime = NOW) -> str | None:
    request = RequestFactory().get("/")
    request.actor, request.at = world.actor(unit, role), at  # type: ignore[attr-defined]
    found = inbox_line(unread_of(request).count())  # type: ignore[arg-type]
    return found["title"] if found else None


def test_the_letters_of_a_village(world: World) -> None:
    assert letters(client_of(world, "印塘村")) == [
        ("已经逾期", "", True, ["还没报"]),
        ("快到期了", "", True, ["还没报"]),
    ]


def test_a_letter_is_done_when_its_duties_are(world: World) -> None:
    client = client_of(world, "印塘村")
    part = client.get(INBOX).context["letters"][0]["parts"][0]
    assert client.get(part["url"]).status_code == 200
    world.send("印塘村", world.check, w.at(3, 12, 9), square="no", stage="no")
    assert letters(client) == [
        ("已经逾期", "已办结", False, ["已报"]),
        ("快到期了", "已办结", False, ["已报"]),
    ]


def test_the_unit_above_reads_who_lacks_and_whom_to_ask(world: World) -> None:
    client = client_of(world, "归阳镇", "reviewer")
    world.send("印塘村", world.check, w.at(3, 12, 9), square="no", stage="no")
    (letter,) = client.get(INBOX).context["letters"]
    (part,) = letter["parts"]
    assert (letter["title"], part["since"], part["n_then"], part["n"]) == ("下面有单位逾期未报", "3月10日", 3, 2)
    assert [(unit["name"], unit["contact"].dial) for unit in part["units"]] == [
        ("幸福村", "0734-0000000"),
        ("七碗村", "0734-0000000"),
    ]
    chased = client.get(part["url"])
    assert (chased.status_code, chased.context["n"]) == (200, 2)
    for name in ("幸福村", "七碗村"):
        world.send(name, world.check, w.at(3, 12, 9, 30), square="no", stage="no")
    assert letters(client) == [("下面有单位逾期未报", "已办结", False, ["已报"])]


def test_what_is_locked_is_over(world: World) -> None:
    Site.objects.update(working_on=date(2020, 3, 16))
    assert letters(client_of(world, "印塘村")) == [
        ("已经逾期", "", False, ["已截止"]),
        ("快到期了", "", False, ["已截止"]),
    ]
    assert client_of(world, "印塘村").get(INBOX).context["letters"][0]["parts"][0]["url"] == ""


def test_read_once_for_the_unit(world: World) -> None:
    assert line(world, "印塘村") == "2 条提醒未看"
    answer = client_of(world, "印塘村").post("/inbox/seen/", follow=True)
    assert "已标为看过" in answer.content.decode()
    assert [new for _t, _d, new, _s in letters(client_of(world, "印塘村", "reviewer"))] == [False, False]
    assert line(world, "印塘村") is None
    assert line(world, "幸福村") == "2 条提醒未看"


def test_the_line_is_about_the_last_days(world: World) -> None:
    assert line(world, "印塘村", at=w.at(3, 16, 9)) == "1 条提醒未看"
    assert line(world, "印塘村", at=w.at(3, 17, 9)) is None


def test_nobody_reads_anothers(world: World) -> None:
    assert letters(client_of(world, "祁东县", "officer")) == []
    assert letters(client_of(world, "金桥镇", "reviewer"))[0][0] == "下面有单位逾期未报"
    assert len(client_of(world, "金桥镇", "reviewer").get(INBOX).context["letters"][0]["parts"][0]["units"]) == 1


def test_what_an_event_took_away_is_named_no_more(world: World) -> None:
    TaskPeriod.objects.all().delete()
    assert letters(client_of(world, "印塘村"))[0] == ("已经逾期", "已办结", False, [])


@pytest.mark.parametrize("unit", ["印塘村", "归阳镇"])
@pytest.mark.parametrize("more", [0, 2])
def test_queries_do_not_grow_with_letters(world: World, unit: str, more: int) -> None:
    for n in range(more):
        for old in Message.objects.filter(day=date(2020, 3, 12)) | Message.objects.filter(day=date(2020, 3, 9)):
            Message.objects.create(
                unit_id=old.unit_id, stage=old.stage, day=date(2020, 3, 1 + n), subject=old.subject, at=old.at
            )
    client = client_of(world, unit, "reviewer")
    client.get(reverse("workspace:boards"))
    with CaptureQueriesContext(connection) as captured:
        page = client.get(INBOX)
    assert len(page.context["letters"]) == (2 if unit == "印塘村" else 1) + more
    assert len(captured) == {"印塘村": 7, "归阳镇": 10}[unit], [q["sql"][:120] for q in captured]


def test_the_officer_sets_when_the_unit_above_is_told(cast: Cast) -> None:
    client, unit = cast.client("officer"), cast.units["city"].pk
    assert "逾期多久告知上一级" in client.get(reverse("workspace:inbox")).content.decode()
    client.post(reverse("workspace:inbox-rule"), {"days": "5"})
    assert ReminderRule.objects.working_days_of([unit]) == {unit: 5}
    for days in ("0", "31", "soon", ""):
        client.post(reverse("workspace:inbox-rule"), {"days": days})
    assert ReminderRule.objects.working_days_of([unit]) == {unit: 5}
    assert "逾期多久" not in cast.client("village").get(reverse("workspace:inbox")).content.decode()
