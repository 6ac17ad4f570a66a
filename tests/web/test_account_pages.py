"""Signing in and one's own account through the test client: where steps lead, what pages say, what they cost."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON, PASSWORD, Cast
from tests.hiring import SECRET, equip, hire
from tests.people.soft_key import SoftKey
from xiangyun.audit.models import Entry
from xiangyun.people.factors.totp import code_at, step_at
from xiangyun.people.models import Account, AdminSession, Authenticator, Device, Passkey

Counter = Callable[[int], AbstractContextManager[object]]
NEW = "Spring-Rain-2020"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sign_in(client: Client, who: str, *, mine: bool = False, **more: str) -> Any:
    ticked = {"mine": "1"} if mine else {}
    return client.post("/sign-in/", {"username": who, "password": PASSWORD, **ticked, **more})


def after(**span: float) -> AbstractContextManager[Any]:
    return time_machine.travel(NOON + timedelta(**span), tick=False)


def test_on_a_phone_of_ones_own_the_session_lasts(cast: Cast) -> None:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 10) Chrome/88.0")
    assert 'name="mine" value="1" checked' in client.get("/sign-in/").content.decode()
    sign_in(client, "village", mine=True)
    assert client.cookies["sessionid"]["max-age"] == 30 * 24 * 3600
    assert (client.cookies["device"]["httponly"], client.cookies["device"]["samesite"]) == (True, "Lax")
    assert Device.objects.get().label == "Chrome · Android"
    with after(days=29):
        assert client.get("/account/").status_code == 200


def test_elsewhere_it_ends_with_the_browser_and_when_idle(cast: Cast) -> None:
    client = Client()
    sign_in(client, "village")
    assert (client.cookies["sessionid"]["max-age"], Device.objects.count()) == ("", 0)
    client.get("/account/")
    with after(hours=11):
        assert client.get("/account/").status_code == 200
    with after(hours=24):
        assert client.get("/account/").status_code == 302


def test_a_forgotten_device_is_signed_out_and_no_other(cast: Cast) -> None:
    phone, computer = Client(HTTP_USER_AGENT="iPhone"), Client(HTTP_USER_AGENT="Windows")
    sign_in(phone, "village", mine=True)
    sign_in(computer, "village", mine=True)
    lost = Device.objects.get(label="iPhone")
    page = computer.get("/account/").content.decode()
    assert (page.count("iPhone"), page.count("本机")) == (3, 1)  # as a device, on its button, among the sign-ins
    computer.post(f"/account/devices/{lost.uid}/forget/")
    assert (phone.get("/account/").status_code, computer.get("/account/").status_code) == (302, 200)


def test_signing_out_everywhere(cast: Cast) -> None:
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client, "village", mine=True)
    assert clients[0].post("/account/sign-out-everywhere/")["Location"] == "/sign-in/"
    assert [client.get("/account/").status_code for client in clients] == [302, 302]
    assert Device.objects.count() == 0


def test_changing_the_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = Client(), Client()
    sign_in(here, "village")
    sign_in(there, "village", mine=True)
    answer = here.post("/account/password/", {"old": PASSWORD, "new": NEW, "again": NEW, "next": "/account/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)
    assert Client().post("/sign-in/", {"username": "village", "password": NEW}).status_code == 302


FAULTS = {
    "旧密码不对": {"old": "wrong", "new": NEW, "again": NEW},
    "两次写得不一样": {"old": PASSWORD, "new": NEW, "again": NEW + "x"},
    "至少 10 个字符 · 大写字母": {"old": PASSWORD, "new": "short", "again": "short"},
    "不含姓名和登录名": {"old": PASSWORD, "new": "My-village-2020", "again": "My-village-2020"},
    "不是很多人在用的密码": {"old": PASSWORD, "new": "Password123", "again": "Password123"},
    "请填写": {"old": PASSWORD},
}


@pytest.mark.parametrize("says", FAULTS)
def test_what_is_missing_is_said(cast: Cast, says: str) -> None:
    answer = cast.client("village").post("/account/password/", FAULTS[says])
    assert (answer.status_code, says in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(("set_before", "leads"), [(timedelta(days=181), True), (timedelta(days=179), False)])
def test_an_old_password_is_asked_for_first(cast: Cast, settings: Any, set_before: timedelta, leads: bool) -> None:
    settings.PASSWORD_DAYS = 180
    Account.objects.filter(username="village").update(password_set_at=NOON - set_before)
    answer = sign_in(Client(), "village", next="/units/")
    assert answer["Location"] == ("/account/password/?next=%2Funits%2F" if leads else "/units/")


def with_app(cast: Cast, who: str = "village") -> Client:
    """A client whose password was right."""
    if not Authenticator.objects.of_account(cast.tenures[who].account.pk).exists():
        equip(cast.tenures[who].account)
    client = Client()
    assert sign_in(client, who, next="/units/")["Location"] == "/sign-in/second/"
    return client


def test_half_signed_in_opens_nothing(cast: Cast) -> None:
    client = with_app(cast)
    assert client.get("/account/").status_code == 302
    assert "还差一步" in client.get("/sign-in/second/").content.decode()
    wrong = client.post("/sign-in/second/", {"code": "000000"})
    assert (wrong.status_code, "动态口令不对" in wrong.content.decode()) == (400, True)
    right = client.post("/sign-in/second/", {"code": code_at(SECRET, step_at(NOON))})
    assert (right.status_code, right["Location"]) == (302, "/units/")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("what", ["time", "password"])
def test_the_half_is_void_after_ten_minutes_or_another_password(cast: Cast, what: str) -> None:
    client = with_app(cast)
    if what == "password":
        account = cast.tenures["village"].account
        account.set_password(NEW)
        account.save()
    with after(minutes=11 if what == "time" else 1):
        answer = client.post("/sign-in/second/", {"code": code_at(SECRET, step_at(NOON + timedelta(minutes=1)))})
    assert answer["Location"] == "/sign-in/"


def test_setting_up_an_app_shows_the_codes_once(cast: Cast) -> None:
    client = cast.client("village")
    client.post("/account/factors/app/", {"password": PASSWORD})
    page = client.get("/account/factors/").content.decode()
    secret = re.search(r"secret=([A-Z2-7]{32})&amp;", page)
    assert secret
    assert "<svg" in page
    assert 'style="' not in page
    shown = client.post("/account/factors/app/confirm/", {"code": code_at(secret[1], step_at(NOON))})
    codes = re.findall(r"<li>([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})</li>", shown.content.decode())
    assert len(codes) == 10
    again = client.get("/account/factors/").content.decode()
    assert (secret[1] in again, codes[0] in again, "还剩 10 个" in again) == (False, False, True)
    door = Client()
    sign_in(door, "village")
    assert door.post("/sign-in/second/", {"code": codes[0]}).status_code == 302


def test_a_passkey_from_setting_up_to_signing_in(cast: Cast) -> None:
    soft, own = SoftKey(), Client(HTTP_HOST="testserver")
    own.force_login(cast.tenures["village"].account)
    refused = own.post("/account/factors/passkeys/ask/", {"password": "wrong"}, HTTP_ACCEPT="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "wrong_password")
    asked = own.post("/account/factors/passkeys/ask/", {"password": PASSWORD}).json()
    made = own.post("/account/factors/passkeys/", {"name": "我的手机", "credential": soft.make(asked)})
    assert made.status_code == 302
    assert Passkey.objects.get().name == "我的手机"
    door = Client()
    proof = soft.sign(door.post("/sign-in/passkey/ask/").json())
    answer = door.post("/sign-in/passkey/", {"credential": proof, "next": "/units/"})
    assert (answer.status_code, answer["Location"]) == (302, "/units/")
    assert door.get("/account/").status_code == 200
    assert Client().post("/sign-in/passkey/", {"credential": proof}).status_code == 400  # nobody else's question
    second = Client()
    assert sign_in(second, "village")["Location"] == "/sign-in/second/"
    proof = soft.sign(second.post("/sign-in/second/ask/").json())
    assert second.post("/sign-in/second/", {"credential": proof}).status_code == 302


@pytest.mark.parametrize("given", ["[]", "{", "{}", '{"rawId": 5}', "x" * 20_001, json.dumps({"rawId": "AAAA"})])
def test_an_answer_that_is_none(cast: Cast, given: str) -> None:
    door = Client()
    door.post("/sign-in/passkey/ask/")
    answer = door.post("/sign-in/passkey/", {"credential": given})
    assert (answer.status_code, "通行密钥没有通过" in answer.content.decode()) == (400, True)


def test_a_question_is_answered_once_and_soon(cast: Cast) -> None:
    soft, door = SoftKey(), Client()
    account = cast.tenures["village"].account
    Passkey.objects.create(
        account=account, name="phone", digest=_digest(soft), credential=soft.credential, created_at=NOON
    )
    late = soft.sign(door.post("/sign-in/passkey/ask/").json())
    with after(minutes=6):
        assert door.post("/sign-in/passkey/", {"credential": late}).status_code == 400
    proof = soft.sign(door.post("/sign-in/passkey/ask/").json())
    assert door.post("/sign-in/passkey/", {"credential": proof}).status_code == 302
    assert door.post("/sign-in/passkey/", {"credential": proof}).status_code == 400


def _digest(soft: SoftKey) -> str:
    import hashlib

    return hashlib.sha256(soft.id).hexdigest()


def test_an_administrator_without_a_factor_is_led_to_set_one_up(cast: Cast) -> None:
    Authenticator.objects.all().delete()
    client = cast.client("admin")
    assert [client.get(page)["Location"] for page in ("/", "/units/", "/account/session/")] == ["/account/factors/"] * 3
    assert client.post("/account/session/start/", {"reason": "x", "minutes": "10"}).status_code == 403
    assert "管理员必须有第二重验证" in client.get("/account/factors/").content.decode()
    client.post("/account/factors/app/", {"password": PASSWORD})
    secret = re.search(r"secret=([A-Z2-7]{32})&amp;", client.get("/account/factors/").content.decode())
    assert secret
    client.post("/account/factors/app/confirm/", {"code": code_at(secret[1], step_at(NOON))})
    assert client.get("/")["Location"] == "/account/session/"


def test_whoever_becomes_administrator_is_led_too(cast: Cast) -> None:
    client = cast.client("officer")
    assert client.get("/units/").status_code == 200
    hire(cast.tenures["officer"].account, cast.units["city"], "admin", NOON.date())
    assert client.get("/units/")["Location"] == "/account/factors/"


def begin(client: Client, step: int = 0, **changes: str) -> Any:
    code = code_at(SECRET, step_at(NOON) + step)
    return client.post("/account/session/start/", {"reason": "换人", "minutes": "10", "code": code, **changes})


def test_a_session_is_said_on_every_page_and_ends(cast: Cast) -> None:
    client, other = cast.client("admin"), cast.client("admin")
    assert begin(client).status_code == 302
    assert "管理时段还剩 10 分钟" in client.get("/units/").content.decode()
    assert "管理时段还剩" not in other.get("/units/").content.decode()  # only in the browser it began in
    with after(minutes=9.5):
        assert "管理时段还剩 1 分钟" in client.get("/account/").content.decode()
    with after(minutes=10):
        assert "管理时段还剩" not in client.get("/account/").content.decode()
    begin(client, step=1)
    client.post("/account/session/end/")
    assert "管理时段还剩" not in client.get("/units/").content.decode()
    assert AdminSession.objects.open().count() == 0


def test_the_code_of_the_sign_in_does_not_start_a_session(cast: Cast) -> None:
    client = with_app(cast, "admin")
    client.post("/sign-in/second/", {"code": code_at(SECRET, step_at(NOON))})
    answer = begin(client)
    assert (answer.status_code, "这个口令已经用过" in answer.content.decode()) == (409, True)
    assert begin(client, step=1).status_code == 302


def test_signing_out_ends_the_session_too(cast: Cast) -> None:
    client = cast.client("admin")
    begin(client)
    client.post("/sign-out/")
    assert Entry.objects.get(action="admin_session.ended").detail["by"] == "button"


PAGES = {"/account/": 9, "/account/password/": 4, "/account/factors/": 7}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("n", [1, 3])
def test_own_pages_cost_the_same_with_one_row_and_three(
    cast: Cast, django_assert_num_queries: Counter, page: str, n: int
) -> None:
    account, client = cast.tenures["village"].account, cast.client("village")
    for i in range(n):
        sign_in(Client(HTTP_USER_AGENT="iPhone"), "village", mine=True)
        soft = SoftKey()
        Passkey.objects.create(
            account=account, name=f"k{i}", digest=_digest(soft), credential=soft.credential, created_at=NOON
        )
    client.get(page)
    with django_assert_num_queries(PAGES[page]):
        client.get(page)


@pytest.mark.parametrize("n", [1, 3])
def test_the_sessions_page_costs_the_same(cast: Cast, django_assert_num_queries: Counter, n: int) -> None:
    client = cast.client("admin")
    for step in range(n):
        with after(seconds=30 * step):
            begin(client, step=step)
    with django_assert_num_queries(9):
        client.get("/account/session/")
