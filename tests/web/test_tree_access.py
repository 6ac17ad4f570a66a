"""Every address of units, changes and lists × who: the table, and that reading writes nothing."""

from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import DAY, NOON, Cast
from tests.web.test_access import WHO
from tests.web.tree_access import ELEVATED, TREE
from xiangyun.core.actor import Actor
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.upload_list import upload_list
from xiangyun.units.applying import Decree
from xiangyun.units.orders import Rename

LIST = "code,name,level,parent_code\n44,广东省,1,\n".encode()


class Things:
    """The cast, a change that renamed the station, and an uploaded list."""

    def __init__(self, cast: Cast) -> None:
        self.cast, system = cast, Actor.system("test")
        order, decree = Rename(cast.units["station"].pk, "new station"), Decree(on=DAY, document="x")
        self.change = change_tree(actor=system, order=order, decree=decree, at=NOON)
        self.sha256 = upload_list(actor=system, raw=LIST, publisher="stats", at=NOON)

    def address(self, name: str) -> str:
        """The address of the thing that a name leads to."""
        county = self.cast.units["county"].uid
        arguments: dict[str, list[Any]] = {
            "unit-search": [],
            "changes": [],
            "lists": [],
            "list": [self.sha256],
            "unit-change-kind": [county, "rename"],
            "change": [self.change.uid],
            "change-undo": [self.change.uid],
        }
        query = "?list=stats&as_of=2020-01-01" if name == "list" else ""
        return reverse(f"workspace:{name}", args=arguments.get(name, [county])) + query


@pytest.fixture
def things(cast: Cast) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield Things(cast)


def status(things: Things, name: str, client: Client) -> int:
    """The answer, with everything it did taken back."""
    with transaction.atomic():
        call = client.get if TREE[name][0] == "GET" else client.post
        answer = call(things.address(name), {"document": "y"} if TREE[name][0] == "POST" else None)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", TREE)
def test_who_may_call_an_address(things: Things, name: str) -> None:
    found = {who: status(things, name, things.cast.client(who)) for who in WHO}
    assert found == dict(zip(WHO, map(int, TREE[name][1].split()), strict=True))
    elevated = status(things, name, things.cast.client("admin", elevated=True))
    assert elevated == ELEVATED.get(name, found["admin"])


@pytest.mark.parametrize("name", [n for n, (method, _) in TREE.items() if method == "GET"])
@pytest.mark.parametrize("who", ["village", "officer", "admin"])
def test_reading_writes_nothing(things: Things, name: str, who: str) -> None:
    client, written = things.cast.client(who, elevated=who == "admin"), []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(things.address(name))
    assert written == []
