"""Posts, invitations and rosters × who: the table of `people_access`, with everything taken back after each call."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from tests.cast import DAY, NOON, Cast
from tests.people.test_invitations import invited
from tests.people.test_rosters import PHONE, cloud, lines
from tests.web.people_access import PEOPLE
from tests.web.test_access import WHO
from xiangyun.people.actions.end_post import end_post
from xiangyun.people.actions.load_roster import load_roster
from xiangyun.people.invitations import link_token
from xiangyun.people.models import Account, RosterEntry, Tenure

SOON = DAY + timedelta(days=5)


class People:
    """The village's post with an end set, a deputy to come, an invitation, a roster and a list of the cloud."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.held = cast.tenures["village"]
        end_post(actor=cast.actors["county"], tenure_uid=self.held.uid, on=SOON, at=NOON)
        account = Account.objects.create(username="赵敏", name="赵敏")
        deputy = {"account": account, "post": self.held.post, "kind": "deputy", "reason": "学习"}
        self.deputy = Tenure.objects.create(from_on=DAY, to_on=SOON, **deputy)
        self.later = Tenure.objects.create(from_on=SOON, to_on=SOON + timedelta(days=1), **deputy)
        self.invitation = invited(cast)
        load_roster(actor=cast.actors["county"], lines=lines(cast)[1:2], at=NOON)
        cloud(cast, ("王桂香", "village", PHONE))

    def address(self, name: str) -> str:
        things: dict[str, Any] = {
            "posts": self.held.unit.uid,
            "invitation-new": self.held.unit.uid,
            "tenure-keep": self.held.uid,
            "tenure-take-back": self.later.uid,
            "tenure-end": self.deputy.uid,
            "person-erase": self.held.account.uid,
            "invitation": self.invitation.uid,
            "invitation-code": self.invitation.uid,
            "invitation-withdraw": self.invitation.uid,
            "invite": link_token(self.invitation.uid),
            "invite-account": link_token(self.invitation.uid),
            "roster-remove": RosterEntry.objects.get().uid,
        }
        thing = self.held.post.uid if name.startswith("post") and name != "posts" else things.get(name)
        return reverse(f"workspace:{name}", args=[thing] if thing else [])


BODIES = {
    "post-hand-over": {"successor-on": SOON - timedelta(days=1), "successor-account": "village2"},
    "post-delegate": {
        "deputy-account": "station", "deputy-from_on": DAY, "deputy-last_on": DAY, "deputy-reason": "学习",
    },
    "post-end": {"end-last_on": DAY},
    "post-invite": {"guest-name": "李强", "guest-from_on": SOON},
}  # fmt: skip


@pytest.fixture
def people(cast: Cast) -> Iterator[People]:
    with time_machine.travel(NOON, tick=False):
        yield People(cast)


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_call_an_address_of_people(people: People, name: str) -> None:
    method, row = PEOPLE[name]
    found = [status(people, name, method, who) for who in WHO]
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, map(int, row.split()), strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("posts", 200), ("post", 200), ("invitation-new", 200), ("post-end", 302), ("person-erase", 200)],
)
def test_an_administrator_in_a_session_may_anywhere(people: People, name: str, expected: int) -> None:
    assert status(people, name, PEOPLE[name][0], "admin", elevated=True) == expected


def status(people: People, name: str, method: str, who: str, *, elevated: bool = False) -> int:
    """The answer, with everything it did taken back."""
    client = people.cast.client(who, elevated=elevated)
    with transaction.atomic():
        call: Callable[..., Any] = client.get if method == "GET" else client.post
        answer = call(people.address(name), BODIES.get(name, {}) if method == "POST" else None)
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("name", [n for n, (method, _) in PEOPLE.items() if method == "GET"])
@pytest.mark.parametrize("who", ["village", "station", "county"])
def test_reading_people_writes_nothing(people: People, name: str, who: str) -> None:
    client, written = people.cast.client(who), list[str]()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(people.address(name))
    assert written == []
