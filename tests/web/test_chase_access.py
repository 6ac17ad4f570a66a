"""Every address of reminders, chasing and sharing × who: the table, and that reading writes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import DAY, NOON, Story
from tests.web.chase_access import CHASE
from tests.web.test_access import WHO
from xiangyun.messages.models import Message
from xiangyun.web.workspace.short_links import code_of


class Things:
    """The published notice, today's period of its daily report, and a reminder of it."""

    def __init__(self, story: Story) -> None:
        self.story, self.period = story, story.period(story.daily)
        told = {"day": DAY, "subject": [{"period": str(self.period.uid)}], "at": NOON}
        for name in ("village", "station"):
            Message.objects.create(unit_id=story.cast.units[name].pk, stage="before", **told)

    def address(self, name: str) -> str:
        task = self.story.daily.uid
        arguments: dict[str, list[Any]] = {
            "inbox": [],
            "inbox-seen": [],
            "inbox-rule": [],
            "share": ["task", task],
            "share-code": ["task", task],
            "short-link": [code_of("period", self.period.pk)],
        }
        return reverse(f"workspace:{name}", args=arguments.get(name, [task]))

    @property
    def place(self) -> dict[str, str]:
        """The county's list."""
        return {"unit": str(self.story.cast.units["county"].uid), "period": self.period.key}


@pytest.fixture
def things(story: Story) -> Iterator[Things]:
    with time_machine.travel(NOON, tick=False):
        yield Things(story)


def status(things: Things, name: str, client: Client) -> int:
    """The answer, with everything it did taken back."""
    with transaction.atomic():
        call = client.get if CHASE[name][0] == "GET" else client.post
        answer = call(things.address(name), things.place if name.startswith("chase") else None)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", CHASE)
def test_who_may_call_an_address(things: Things, name: str) -> None:
    found = {who: status(things, name, things.story.cast.client(who)) for who in WHO}
    assert found == dict(zip(WHO, map(int, CHASE[name][1].split()), strict=True))
    elevated = status(things, name, things.story.cast.client("admin", elevated=True))
    assert elevated == found["admin"]


@pytest.mark.parametrize("name", [n for n, (method, _) in CHASE.items() if method == "GET"])
@pytest.mark.parametrize("who", ["village", "county", "officer"])
def test_reading_writes_nothing(things: Things, name: str, who: str) -> None:
    client, written = things.story.cast.client(who), []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(things.address(name), things.place if name == "chase" else None)
    assert written == []


BAD = ("", "x", "\x00", "-1", "0", "99999999999999999999", "😀" * 99, "notauuid", "'", "%")


@pytest.mark.parametrize(("name", "parameters"), [("chase", ("unit", "period", "q", "page")), ("inbox", ("page",))])
def test_bad_parameters_are_never_an_error_of_ours(things: Things, name: str, parameters: tuple[str, ...]) -> None:
    client = things.story.cast.client("officer")
    found = {
        (parameter, text): client.get(things.address(name), things.place | {parameter: text}).status_code
        for parameter in parameters
        for text in BAD
    }
    assert {case: code for case, code in found.items() if code not in {200, 302, 400, 403, 404}} == {}


@pytest.mark.parametrize("kind", ["", "x", "chase", "units"])
def test_what_is_no_kind_is_not_shared(things: Things, kind: str) -> None:
    client, uid = things.story.cast.client("officer"), things.period.uid
    assert client.get(f"/share/{kind}/{uid}/").status_code == 404
    assert client.get(f"/share/{kind}/{uid}/code.png").status_code == 404
