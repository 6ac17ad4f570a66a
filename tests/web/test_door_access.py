"""Who may call the addresses of signing in, one's own account, and the security officer; what reading them costs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from tests.cast import NOON, PASSWORD, Cast
from tests.people.soft_key import SoftKey
from tests.web.door_access import DOOR
from tests.web.test_access import WHO
from xiangyun.people.models import Device, Passkey


class Keys:
    """The village's device and passkey."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.account = cast.tenures["village"].account
        self.device = Device.objects.create(
            account=self.account, digest="d", label="Chrome", created_at=NOON, seen_at=NOON
        )
        self.passkey = Passkey.objects.create(
            account=self.account, name="phone", digest="k", credential=SoftKey().credential, created_at=NOON
        )

    def address(self, name: str) -> str:
        named = {"account-device-forget": self.device, "account-passkey-remove": self.passkey}
        return reverse(f"workspace:{name}", args=[named[name].uid] if name in named else [])

    def body(self, name: str) -> dict[str, Any]:
        bodies = {
            "security-release": {"account": self.account.uid},
            "security-revoke": {"kind": "device", "key": self.device.uid},
            "account-app-confirm": {"code": "123456"},
        }
        return {"password": PASSWORD, **bodies.get(name, {})}


@pytest.fixture
def things(cast: Cast) -> Iterator[Keys]:
    with time_machine.travel(NOON, tick=False):
        yield Keys(cast)


@pytest.mark.parametrize("name", DOOR)
def test_who_may_call_an_address(things: Keys, name: str) -> None:
    _, row = DOOR[name]
    found = [status(things, name, who) for who in WHO]
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, map(int, row.split()), strict=True))


def status(things: Keys, name: str, who: str) -> int:
    """The answer, with everything it did taken back."""
    client = things.cast.client(who)
    with transaction.atomic():
        address, body = things.address(name), things.body(name)
        answer = client.get(address) if DOOR[name][0] == "GET" else client.post(address, body)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", [n for n, (method, _) in DOOR.items() if method == "GET"])
@pytest.mark.parametrize("who", ["village", "security", "admin"])
def test_reading_writes_nothing(things: Keys, name: str, who: str) -> None:
    client = things.cast.client(who)
    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        client.get(things.address(name))
    assert written == []
