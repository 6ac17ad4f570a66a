"""Every address of an officer's desk × who: the table, and that reading writes nothing."""

from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Story, draft
from tests.web.desk_access import DESK
from tests.web.test_access import WHO

WITH_CLAUSE = ("clause", "clause-rule", "clause-edit", "clause-split")


class Things:
    """A draft of the city with two tasks."""

    def __init__(self, story: Story) -> None:
        self.cast, made = story.cast, draft(story.cast)
        self.notice, self.task = made.notice, made.daily

    def address(self, name: str) -> str:
        """The address of the thing that a name leads to."""
        clause = self.notice.clauses.all()[0].uid
        more: dict[str, list[Any]] = {of_clause: [clause] for of_clause in WITH_CLAUSE}
        more |= {"finding-decide": [0], "task-edit": [self.task.uid]}
        return reverse(f"workspace:{name}", args=[self.notice.uid, *more.get(name, [])])


@pytest.fixture
def things(story: Story) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield Things(story)


def status(things: Things, name: str, client: Client) -> int:
    """The answer, with everything it did taken back."""
    with transaction.atomic():
        call = client.get if DESK[name][0] == "GET" else client.post
        answer = call(things.address(name))
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", DESK)
def test_who_may_call_an_address(things: Things, name: str) -> None:
    found = {who: status(things, name, things.cast.client(who)) for who in WHO}
    assert found == dict(zip(WHO, map(int, DESK[name][1].split()), strict=True))


@pytest.mark.parametrize("name", DESK)
def test_an_administrators_session_opens_no_work(things: Things, name: str) -> None:
    row = dict(zip(WHO, map(int, DESK[name][1].split()), strict=True))
    assert status(things, name, things.cast.client("admin", elevated=True)) == row["admin"]


@pytest.mark.parametrize("name", [n for n, (method, _) in DESK.items() if method == "GET"])
def test_reading_writes_nothing(things: Things, name: str) -> None:
    client, written = things.cast.client("officer"), []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(things.address(name))
    assert written == []
