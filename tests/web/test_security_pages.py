"""The security officer's pages: the log of sign-ins, lock-outs and keys, of the own unit and those below; no work."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, PASSWORD, Cast
from tests.hiring import SECRET, equip, hire
from xiangyun.audit.models import Entry, PersonalValue
from xiangyun.people.actions.issue_token import issue_token
from xiangyun.people.actions.know_device import know_device
from xiangyun.people.models import Account, ApiToken, Authenticator, Device, RecoveryCode, SignInFailure
from xiangyun.people.origins import Origin
from xiangyun.web.shared.keepers import PAGES

Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def knock(who: str, password: str = PASSWORD, address: str = "10.0.0.1", times: int = 1) -> None:
    for _ in range(times):
        Client(REMOTE_ADDR=address, HTTP_USER_AGENT="iPhone").post("/sign-in/", {"username": who, "password": password})


def page(cast: Cast, address: str, who: str = "security") -> str:
    return cast.client(who).get(address).content.decode()


def county_officer(cast: Cast) -> Client:
    """A security officer of the county: sees the county's accounts, not the city's."""
    account = Account.objects.create(username="watch", name="守望")
    hire(account, cast.units["county"], "security", NOON.date())
    client = Client()
    client.force_login(account)
    return client


def test_those_who_keep_the_house_may_open_their_main_sections(cast: Cast) -> None:
    for role, names in PAGES.items():
        client = cast.client(role, elevated=role == "admin")
        shown = {name: client.get(reverse(f"workspace:{name}")).status_code for name in names}
        assert set(shown.values()) == {200}, shown


def test_the_log_says_who_how_and_from_where(cast: Cast) -> None:
    knock("village")
    knock("station", "wrong", "10.0.0.2")
    knock("nobody", "wrong", "10.0.0.3")
    shown = page(cast, "/security/")
    for text in (
        "village",
        "10.0.0.1",
        "iPhone",
        "已登录",
        "station",
        "10.0.0.2",
        "被拒绝",
        "没有这个账号",
        "10.0.0.3",
    ):
        assert text in shown
    assert "nobody" not in shown


# filter -> names that are left
FILTERS = {
    "": {"village", "station", "county"},
    "?outcome=refused": {"station"},
    "?outcome=done": {"village", "county"},
    "?name=village": {"village"},
    "?name=13812345678": {"county"},
    "?name=nobody": set(),
    "?days=1": {"village", "station"},
}


@pytest.mark.parametrize("query", FILTERS)
def test_the_log_is_filtered(cast: Cast, query: str) -> None:
    Account.objects.filter(username="county").update(phone="13812345678")
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        knock("county")
    knock("village")
    knock("station", "wrong")
    shown = page(cast, f"/security/{query}")
    assert {who for who in ("village", "station", "county") if f"<td>{who} " in shown} == FILTERS[query]


def test_the_log_goes_back_more_than_six_months(cast: Cast) -> None:
    with time_machine.travel(NOON - timedelta(days=190), tick=False):
        knock("village")
    shown = [page(cast, f"/security/?days={days}") for days in (180, 400)]
    assert ["<td>village " in text for text in shown] == [False, True]


def test_an_officer_sees_the_own_unit_and_those_below(cast: Cast) -> None:
    knock("village")
    knock("officer")
    shown = county_officer(cast).get("/security/").content.decode()
    assert ("<td>village " in shown, "<td>officer " in shown) == (True, False)


def test_pages_of_the_log(cast: Cast) -> None:
    knock("village", times=60)
    first, second = page(cast, "/security/"), page(cast, "/security/?page=2")
    assert (first.count("<td>village "), second.count("<td>village ")) == (50, 10)
    assert ("page=2" in first, "page=1" in second, "page=3" in second) == (True, True, False)


def test_an_erased_address_is_gone_and_the_entry_stays(cast: Cast) -> None:
    knock("village")
    PersonalValue.objects.filter(name="address").update(value="", salt="", erased_at=NOON)
    shown = page(cast, "/security/")
    assert ("<td>village " in shown, "10.0.0.1" in shown, "已删除" in shown) == (True, False, True)


def test_the_file_is_the_list_and_the_log_keeps_who_took_it(cast: Cast) -> None:
    knock("village")
    knock("=cmd", "wrong")
    answer = cast.client("security").post("/security/export/", {"name": "village", "days": "7"})
    lines = b"".join(answer).decode().splitlines()  # type: ignore[arg-type]
    assert lines[1:] == ["2020-03-20 12:00:00,village,v***,已登录,密码,iPhone,10.0.0.1"]
    entry = Entry.objects.get(action="sign_ins.exported")
    assert (entry.detail["count"], entry.account_id) == (1, cast.tenures["security"].account_id)
    assert "village" not in str(entry.detail)
    assert entry.personal_values.get().value == "village"


def test_a_lock_out_is_seen_and_released(cast: Cast) -> None:
    knock("village", "wrong", times=6)
    knock("officer", "wrong", "10.0.0.2", times=5)
    knock("station", "wrong", "10.0.0.3", times=4)
    shown = page(cast, "/security/lock-outs/")
    assert [who in shown for who in ("village", "officer", "station")] == [True, True, False]
    assert ("10.0.0.1" in shown, "到 12:10" in shown) == (True, True)
    below = county_officer(cast)
    assert "officer" not in below.get("/security/lock-outs/").content.decode()
    officer = cast.tenures["officer"].account
    assert below.post("/security/lock-outs/release/", {"account": officer.uid}).status_code == 404
    village = cast.tenures["village"].account
    assert below.post("/security/lock-outs/release/", {"account": village.uid}).status_code == 302
    assert SignInFailure.objects.filter(account=village).count() == 0
    knock("village")
    assert Entry.objects.filter(action="sign_in").latest("id").outcome == "done"
    assert Entry.objects.get(action="lock_out.released").subject_uid == village.uid


def test_one_that_is_over_is_not_shown(cast: Cast) -> None:
    with time_machine.travel(NOON - timedelta(minutes=11), tick=False):
        knock("village", "wrong", times=6)
    assert "现在没有人被锁定" in page(cast, "/security/lock-outs/")


def make_keys(cast: Cast) -> None:
    """A token, an app with recovery codes and a device of the village."""
    tenure = cast.tenures["village"]
    issue_token(actor=cast.actors["village"], tenure=tenure, name="抄表程序", at=NOON)
    equip(tenure.account)
    RecoveryCode.objects.create(account=tenure.account, digest="d", made_at=NOON)
    know_device(account=tenure.account, origin=Origin("10.0.0.1", label="iPhone"), at=NOON)


KINDS = {"token": ApiToken, "authenticator": Authenticator, "device": Device}


@pytest.mark.parametrize("kind", KINDS)
def test_keys_show_names_and_dates_only_and_are_revoked(cast: Cast, kind: str) -> None:
    make_keys(cast)
    shown = page(cast, f"/security/keys/?kind={kind}&name=village")
    key = KINDS[kind].objects.last()
    assert ("village" in shown, str(key.uid) in shown, "2020年3月20日" in shown) == (True, True, True)
    secrets = [ApiToken.objects.get().digest, Device.objects.get().digest, SECRET, *_sealed()]
    assert not any(secret in shown for secret in secrets)
    cast.client("security").post("/security/keys/revoke/", {"kind": kind, "key": key.uid})
    assert KINDS[kind].objects.filter(pk=key.pk).count() == 0
    entry = Entry.objects.get(action="key.revoked")
    assert (entry.detail["kind"], entry.subject_uid) == (kind, cast.tenures["village"].account.uid)
    assert RecoveryCode.objects.count() == (0 if kind == "authenticator" else 1)


def _sealed() -> list[str]:
    return list(Authenticator.objects.values_list("sealed", flat=True))


def test_keys_of_others_are_not_there(cast: Cast) -> None:
    issue_token(actor=cast.actors["officer"], tenure=cast.tenures["officer"], name="city", at=NOON)
    below = county_officer(cast)
    assert "没有这样的密钥" in below.get("/security/keys/").content.decode()
    answer = below.post("/security/keys/revoke/", {"kind": "token", "key": ApiToken.objects.get().uid})
    assert (answer.status_code, ApiToken.objects.count()) == (404, 1)


BAD = {
    "/security/?days=0": 200,
    "/security/?days=999": 400,
    "/security/?page=x": 200,
    "/security/?outcome=maybe": 200,
    "/security/keys/?kind=password": 400,
    "/security/keys/?page=-1": 200,
}


@pytest.mark.parametrize("address", BAD)
def test_what_cannot_be_asked(cast: Cast, address: str) -> None:
    assert cast.client("security").get(address).status_code == BAD[address]


@pytest.mark.parametrize("given", [{}, {"account": "7"}, {"account": "0" * 32}])
def test_nobody_to_release(cast: Cast, given: dict[str, str]) -> None:
    assert cast.client("security").post("/security/lock-outs/release/", given).status_code == 404


COSTS = {"/security/": 7, "/security/lock-outs/": 5, "/security/keys/?kind=device": 5, "/security/keys/": 5}


@pytest.mark.parametrize("address", COSTS)
@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_cost_the_same_with_one_row_and_three(
    cast: Cast, django_assert_num_queries: Counter, address: str, n: int
) -> None:
    client: Any = cast.client("security")
    for who in ("village", "station", "county")[:n]:
        knock(who, "wrong", times=5)
        tenure = cast.tenures[who]
        issue_token(actor=cast.actors[who], tenure=tenure, name="t", at=NOON)
        know_device(account=tenure.account, origin=Origin("10.0.0.1"), at=NOON)
    with django_assert_num_queries(COSTS[address]):
        client.get(address)
