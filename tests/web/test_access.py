"""Every address × who: one table. An address that is not in it fails the test; so does one that lets more in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import DAY, NOON, Story, draft
from tests.returns.test_returns_flow import MATTER, picture
from tests.web.after_access import AFTER
from tests.web.burden_access import BURDEN
from tests.web.chase_access import CHASE
from tests.web.desk_access import DESK
from tests.web.door_access import DOOR
from tests.web.party_access import PARTY
from tests.web.people_access import PEOPLE
from tests.web.reissue_access import REISSUE
from tests.web.tree_access import TREE
from xiangyun.facts.models import Evidence
from xiangyun.files.actions.store_picture import store_picture
from xiangyun.notices.actions.state_event import state_event
from xiangyun.notices.models import Notice
from xiangyun.people.models import OnePersonMode
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.models import Return

WHO = ("village", "village2", "station", "county", "officer", "director", "auditor", "security", "admin", "expert",
       "province", "neighbour_station", "neighbour_county", "far_village", "visitor", "library", "former")  # fmt: skip

# One status for each of WHO, in order: own, below, above, neighbours, none, another line (`library`), and one who held
# a post until yesterday (`former`). 302 of a visitor leads to the sign-in page; 302 of a post is an action done.
ACCESS: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    # an administrator's and a security officer's first page is another; lists of work are closed to both
    "desk": ("GET", "200 200 200 200 200 200 200 302 302 200 200 200 200 200 302 200 302"),
    "sign-in": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200"),
    "sign-out": ("POST", "302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302"),
    "look": ("POST", "302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302"),
    "switch-post": ("POST", "404 404 404 404 404 404 404 404 404 404 404 404 404 404 401 404 401"),
    "form": ("GET", "302 200 404 404 404 404 404 404 404 404 404 404 404 200 302 404 302"),
    "draft": ("POST", "409 200 404 404 404 404 404 404 404 404 404 404 404 200 401 404 401"),
    "attach-photo": ("POST", "400 400 404 404 404 404 404 404 404 404 404 404 404 400 401 404 401"),
    "send": ("POST", "400 400 404 404 404 404 404 404 404 404 404 404 404 400 401 404 401"),
    "nil": ("POST", "409 302 404 404 404 404 404 404 404 404 404 404 404 302 401 404 401"),
    "return": ("GET", "200 404 200 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    "recall": ("POST", "302 404 403 403 403 403 403 404 404 404 403 404 404 404 401 404 401"),
    "accept": ("POST", "403 404 302 403 403 403 403 404 404 404 403 404 404 404 401 404 401"),
    "send-back": ("POST", "403 404 302 403 403 403 403 404 404 404 403 404 404 404 401 404 401"),
    "reviews": ("GET", "200 200 200 200 200 200 200 403 403 200 200 200 200 200 302 200 302"),
    "sent": ("GET", "200 200 200 200 200 200 200 403 403 200 200 200 200 200 302 200 302"),
    "photo": ("GET", "200 404 200 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    "notices": ("GET", "200 200 200 200 200 200 200 403 403 200 200 200 200 200 302 200 302"),
    "notice-new": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 200 403 302 200 302"),
    "notice": ("GET", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 302 200 302"),
    "clauses-dismiss": ("POST", "404 404 404 404 400 403 403 404 404 404 404 404 404 404 401 404 401"),
    "clauses-reopen": ("POST", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 401 404 401"),
    # without an open clause chosen it leads back to the notice
    "task-new": ("GET", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 302 404 302"),
    "task-remove": ("POST", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 401 404 401"),
    "notice-submit": ("POST", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 401 404 401"),
    "notice-publish": ("POST", "404 404 404 404 409 403 403 404 404 404 404 404 404 404 401 404 401"),
    # without a vague day it leads back to the notice
    "task-day": ("GET", "404 404 404 404 302 403 403 404 404 404 404 404 404 404 302 404 302"),
    "events": ("GET", "200 200 200 200 200 200 200 403 403 403 200 200 200 200 302 200 302"),
    # the city's word holds for all below it; those above see it too
    "event": ("GET", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 302 200 302"),
    "event-state": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 200 403 302 200 302"),
    # no secret; a day is set by officers at the top, and by an administrator in a session
    "holidays": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "to-sign": ("GET", "200 200 200 200 200 200 200 403 403 200 200 200 200 200 302 200 302"),
    "signed-off": ("GET", "200 200 200 200 200 200 200 403 403 200 200 200 200 200 302 200 302"),
    # the draft has not been handed in
    "sign-off": ("POST", "404 404 404 404 403 409 403 404 404 404 404 404 404 404 401 404 401"),
    "send-back-paper": ("POST", "404 404 404 404 403 409 403 404 404 404 404 404 404 404 401 404 401"),
    "withdraw-sign-off": ("POST", "404 404 404 404 403 409 403 404 404 404 404 404 404 404 401 404 401"),
    # the county's own officers, those above, those below
    "one-person": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 404 404 302 404 302"),
    # nobody but an administrator in a session, or the director at home, ends one
    "one-person-end": ("POST", "403 403 403 403 403 403 403 403 403 403 403 403 404 404 401 404 401"),
    "boards": ("GET", "200 200 200 200 200 200 200 403 403 200 200 200 200 200 302 200 302"),
    "board": ("GET", "404 404 404 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    "board-rows": ("GET", "404 404 404 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    "board-units": ("GET", "404 404 404 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    "board-units-export": ("POST", "404 404 404 200 200 200 200 404 404 404 200 404 404 404 401 404 401"),
    "units": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
    "unit": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302 200 302"),
}


class Things:
    """One of each thing that an address names: a published notice, a draft, a return that waits, its photo."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.period = story.period(story.daily)
        village = story.cast.actors["village"]
        self.returned: Return = submit_return(
            actor=village, period_uid=self.period.uid, sending=Sending(raw=MATTER), at=NOON
        )
        stored = store_picture(actor=village, raw=picture(), at=NOON)
        Evidence.objects.create(
            unit_id=self.returned.unit_id,
            source_kind="return",
            source_uid=self.returned.uid,
            field="photo",
            sha256=stored.sha256,
            at=NOON,
        )
        self.sha256 = stored.sha256
        other = draft(story.cast)
        self.drafted: Notice = other.notice
        self.task_uid: UUID = other.daily.uid
        said = {"name": "疫情结束", "on": DAY, "document": "通知", "rev": 0}
        self.event = state_event(actor=story.cast.actors["officer"], **said, at=NOON)
        self.mode = OnePersonMode.objects.create(
            unit=story.cast.units["county"],
            reason="只有一名工作人员",
            from_on=DAY,
            to_on=DAY + timedelta(days=30),
            set_at=NOON,
        )

    def address(self, name: str) -> str:
        """The address of the thing that this name leads to."""
        by_name: dict[str, Callable[[], list[Any]]] = {
            "form": lambda: [self.period.uid],
            "draft": lambda: [self.period.uid],
            "send": lambda: [self.period.uid],
            "nil": lambda: [self.period.uid],
            "attach-photo": lambda: [self.period.uid, "photo"],
            "photo": lambda: [self.sha256],
            "notice": lambda: [self.story.notice.uid],
            "task-day": lambda: [self.drafted.uid, self.task_uid],
            "event": lambda: [self.event.uid],
            "task-remove": lambda: [self.drafted.uid, self.task_uid],
            "unit": lambda: [self.story.cast.units["county"].uid],
            "one-person": lambda: [self.story.cast.units["county"].uid],
            "one-person-end": lambda: [self.mode.uid],
        }
        groups: dict[str, list[Any]] = {
            "return": [self.returned.uid],
            "draft": [self.drafted.uid],
            "paper": ["notice", self.drafted.uid],
            "board": [self.story.daily.uid],
        }
        arguments = by_name[name]() if name in by_name else groups.get(GROUP.get(name, ""), [])
        return reverse(f"workspace:{name}", args=arguments) + self.query(name)

    def query(self, name: str) -> str:
        """Boards are asked for at the county."""
        unit = f"?unit={self.story.cast.units['county'].uid}&period={self.period.key}"
        return (
            f"{unit}&state=owed"
            if name == "board-units"
            else unit
            if name.startswith("board-") or name == "board"
            else ""
        )


GROUP = {name: "return" for name in ("return", "recall", "accept", "send-back")}
GROUP |= {
    name: "draft" for name in ACCESS if name.startswith(("clauses-", "notice-", "task-")) and name != "notice-new"
}
GROUP |= {name: "paper" for name in ("sign-off", "send-back-paper", "withdraw-sign-off")}
GROUP |= {name: "board" for name in ("board", "board-rows", "board-units", "board-units-export")}
BODY = {"send-back": {"note": "写明时间"}, "send-back-paper": {"note": "写明时间"}, "draft": {"rev": 0}}


@pytest.fixture
def things(story: Story) -> Iterator[Things]:
    with time_machine.travel(NOON, tick=False):
        yield Things(story)


@pytest.mark.parametrize("name", ACCESS)
def test_who_may_call_an_address(things: Things, name: str) -> None:
    method, row = ACCESS[name]
    found = [status(things, name, method, who) for who in WHO]
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, map(int, row.split()), strict=True))


@pytest.mark.parametrize("name", [*GROUP, "form", "photo", "notice", "reviews", "sent", "notices", "boards"])
def test_an_administrators_session_opens_no_work(things: Things, name: str) -> None:
    method, row = ACCESS[name]
    assert status(things, name, method, "admin", elevated=True) == int(row.split()[WHO.index("admin")])


def status(things: Things, name: str, method: str, who: str, *, elevated: bool = False) -> int:
    """The answer, with everything it did taken back."""
    client = things.story.cast.client(who, elevated=elevated)
    county = {"unit": str(things.story.cast.units["county"].uid), "state": "owed"}
    body = {"rev": things.returned.rev, **BODY.get(name, county if name == "board-units-export" else {})}
    with transaction.atomic():
        call = client.get if method == "GET" else client.post
        answer = call(things.address(name), body if method == "POST" else None)
        transaction.set_rollback(True)
    return answer.status_code


def names(patterns: list[Any], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


OUTSIDE = {"healthz"} | {f"api-1:{name}" for name in ("api-root", "send_return", "read_return")}


def test_every_address_stands_in_the_table() -> None:
    listed = ACCESS | AFTER | BURDEN | CHASE | DESK | DOOR | PARTY | PEOPLE | REISSUE | TREE
    assert set(names(get_resolver().url_patterns)) - OUTSIDE == {f"workspace:{name}" for name in listed}


@pytest.mark.parametrize("name", [n for n, (method, _) in ACCESS.items() if method == "GET"])
@pytest.mark.parametrize("who", ["village", "station", "officer"])
def test_reading_writes_nothing(things: Things, name: str, who: str) -> None:
    client = things.story.cast.client(who)
    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(things.address(name))
    assert written == []
