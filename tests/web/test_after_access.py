"""Every address of receipts, handing down and more time × who: the table, and that reading writes nothing."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Story
from tests.web.after_access import AFTER
from tests.web.test_access import WHO
from xiangyun.calendar import Fixed
from xiangyun.notices.actions.hand_down import hand_down


@pytest.fixture
def told(story: Story) -> Any:
    """The published notice, whose check the county has handed down."""
    with time_machine.travel(NOON, tick=False):
        hand_down(
            actor=story.cast.actors["county"],
            task_uid=story.check.uid,
            note="先自查",
            own=Fixed(on=date(2020, 5, 20)),
            rev=0,
            at=NOON,
        )
        yield story


def address(story: Story, name: str) -> str:
    thing = story.notice if name.startswith("receipt") else story.check
    return reverse(f"workspace:{name}", args=[thing.uid])


def status(story: Story, name: str, client: Client) -> int:
    """The answer, with everything it did taken back."""
    with transaction.atomic():
        call = client.get if AFTER[name][0] == "GET" else client.post
        answer = call(address(story, name), {"rev": 1} if AFTER[name][0] == "POST" else None)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", AFTER)
def test_who_may_call_an_address(told: Story, name: str) -> None:
    found = {who: status(told, name, told.cast.client(who)) for who in WHO}
    assert found == dict(zip(WHO, map(int, AFTER[name][1].split()), strict=True))
    assert status(told, name, told.cast.client("admin", elevated=True)) == found["admin"]


@pytest.mark.parametrize("name", [n for n, (method, _) in AFTER.items() if method == "GET"])
@pytest.mark.parametrize("who", ["village", "county", "officer"])
def test_reading_writes_nothing(told: Story, name: str, who: str) -> None:
    client, written = told.cast.client(who), []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(address(told, name))
    assert written == []
