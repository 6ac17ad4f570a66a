"""Signing in: by name or phone, on a known device, with limits that nobody can use to lock others out."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import NOON, PASSWORD, Cast
from tests.hiring import SECRET, equip
from xiangyun.audit.models import Entry
from xiangyun.core.errors import DomainError, NotVisible
from xiangyun.people.actions.confirm_sign_in import confirm_sign_in
from xiangyun.people.actions.forget_device import forget_device
from xiangyun.people.actions.know_device import MOST, know_device
from xiangyun.people.actions.sign_in import sign_in
from xiangyun.people.actions.sign_out_everywhere import sign_out_everywhere
from xiangyun.people.factors.totp import code_at, step_at
from xiangyun.people.limits import FLOOD, TRIES, is_too_many
from xiangyun.people.models import Account, Device, SignInFailure
from xiangyun.people.origins import Origin
from xiangyun.people.phones import fold_phone
from xiangyun.people.proving import Proof

HOME = Origin(address="10.0.0.1", label="Chrome · Android")


def knock(username: str, password: str = PASSWORD, origin: Origin = HOME, after: int = 0) -> str:
    """What came of a try, `after` so many seconds: the code, or "in"."""
    try:
        done = sign_in(username=username, password=password, origin=origin, at=NOON + timedelta(seconds=after))
    except DomainError as refused:
        return refused.reason
    return "half" if done.needs_second else "in"


PHONES = {
    "13812345678": "13812345678",
    "+86 138 1234 5678": "13812345678",
    "0086-138-1234-5678": "13812345678",
    "8613812345678": "13812345678",
    "１３８１２３４５６７８": "13812345678",
    "＋86（138）1234－5678": "13812345678",
    "12812345678": "",
    "138123456789": "",
    "0734-8123456": "",
    "village": "",
    "": "",
}


@pytest.mark.parametrize("text", PHONES)
def test_a_phone_has_one_form(text: str) -> None:
    assert fold_phone(text) == PHONES[text]


@pytest.mark.parametrize(
    "typed", ["village", " village ", "13812345678", "+86 138-1234-5678", "１３８１２３４５６７８"]
)
def test_by_name_or_phone(cast: Cast, typed: str) -> None:
    Account.objects.filter(username="village").update(phone="13812345678")
    assert (knock(typed), knock(typed, "wrong")) == ("in", "wrong_password")


def test_the_name_comes_before_the_phone(cast: Cast) -> None:
    """Somebody's sign-in name may be another's number: each name leads to one account."""
    Account.objects.filter(username="village").update(phone="13812345678")
    Account.objects.filter(username="village2").update(username="13812345678")
    done = sign_in(username="13812345678", password=PASSWORD, origin=HOME, at=NOON)
    assert done.account.name == "village2"


def test_a_blocked_account_stays_out(cast: Cast) -> None:
    Account.objects.filter(username="village").update(is_active=False)
    assert knock("village") == "wrong_password"


# (this device's or address's tries, strangers' in all, known device) -> one too many
LIMITS = {
    (TRIES, TRIES, False): False,
    (TRIES + 1, TRIES + 1, False): True,
    (TRIES, 10_000, True): False,  # whatever others do, one's own device goes on
    (TRIES + 1, 0, True): True,
    (1, FLOOD, False): False,
    (TRIES, FLOOD, False): False,
    (1, FLOOD + 1, False): False,  # in a flood a new address still has its one try
    (2, FLOOD + 1, False): True,
}


@pytest.mark.parametrize("tries", LIMITS)
def test_the_limits(tries: tuple[int, int, bool]) -> None:
    here, everywhere, is_known = tries
    assert is_too_many(here=here, everywhere=everywhere, is_known=is_known) is LIMITS[tries]


def flood(cast: Cast) -> None:
    """A hundred tries at one name, each from another address."""
    for n in range(100):
        assert knock("village", "guess", Origin(f"10.9.{n}.1")) == "wrong_password"


def by_one_address(cast: Cast) -> None:
    """A neighbour behind the same address uses up its tries."""
    tried = [knock("village", "guess") for _ in range(TRIES + 2)]
    assert tried == ["wrong_password"] * TRIES + ["too_many_tries"] * 2


ATTACKS = {"flood": flood, "by one address": by_one_address}
# attack -> (known device here, new device here, new device elsewhere, another name from here)
AFTER = {
    "flood": ("in", "in", "in", "in"),
    "by one address": ("in", "too_many_tries", "in", "in"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_locks_another_out(cast: Cast, attack: str) -> None:
    account = cast.tenures["village"].account
    _, cookie = know_device(account=account, origin=HOME, at=NOON)
    ATTACKS[attack](cast)
    own, other = Origin(HOME.address, cookie), Origin("10.0.0.77")
    found = (knock("village", origin=own), knock("village"), knock("village", origin=other), knock("station"))
    assert found == AFTER[attack]


def test_in_a_flood_an_unknown_address_has_one_try(cast: Cast) -> None:
    flood(cast)
    new = Origin("10.0.0.77")
    assert [knock("village", "guess", new), knock("village", origin=new)] == ["wrong_password", "too_many_tries"]


def test_a_known_device_has_its_own_five(cast: Cast) -> None:
    """A stolen phone guesses no longer than any other; its address and the person elsewhere go on."""
    _, cookie = know_device(account=cast.tenures["village"].account, origin=HOME, at=NOON)
    stolen = Origin("10.0.0.5", cookie)
    tried = [knock("village", "guess", stolen) for _ in range(TRIES + 1)]
    assert tried == ["wrong_password"] * TRIES + ["too_many_tries"]
    assert knock("village", origin=Origin("10.0.0.5")) == "in"


def test_the_cookie_of_another_is_no_known_device(cast: Cast) -> None:
    _, cookie = know_device(account=cast.tenures["station"].account, origin=HOME, at=NOON)
    by_one_address(cast)
    assert knock("village", origin=Origin(HOME.address, cookie)) == "too_many_tries"


def test_the_wait_ends_after_ten_minutes_and_refusals_do_not_prolong_it(cast: Cast) -> None:
    for _ in range(TRIES):
        knock("village", "guess")
    assert knock("village", after=300) == "too_many_tries"
    assert knock("village", after=601) == "in"
    assert SignInFailure.objects.count() == TRIES  # neither the refused nor the right one counts


def test_names_nobody_has_are_counted_too_and_not_kept(cast: Cast) -> None:
    tried = [knock("Nobody", "guess") for _ in range(TRIES)] + [knock("nobody ", "guess")]
    assert tried == ["wrong_password"] * TRIES + ["too_many_tries"]
    kept = str(list(SignInFailure.objects.values())) + str(list(Entry.objects.values()))
    assert "obody" not in kept


def test_old_tries_are_forgotten(cast: Cast) -> None:
    knock("village", "guess")
    knock("station", "guess", after=86_401)
    assert [f.account.username for f in SignInFailure.objects.all() if f.account] == ["station"]


def test_the_log_says_how_and_from_where(cast: Cast) -> None:
    account = cast.tenures["village"].account
    knock("village", "guess")
    _, cookie = know_device(account=account, origin=HOME, at=NOON)
    knock("village", origin=Origin("10.0.0.1", cookie, "Chrome · Android"))
    refused, done = Entry.objects.filter(action="sign_in").order_by("id")
    assert (refused.outcome, refused.detail["code"], refused.detail["known"]) == ("refused", "wrong_password", False)
    assert (done.outcome, done.detail["by"], done.detail["known"]) == ("done", "password", True)
    assert done.detail["device"] == "Chrome · Android"
    assert {refused.subject_uid, done.subject_uid} == {account.uid}
    assert [e.personal_values.get(name="address").value for e in (refused, done)] == ["10.0.0.1", "10.0.0.1"]
    assert "10.0.0.1" not in f"{refused.detail} {done.detail}"  # so that it can be erased


def test_with_a_second_factor_the_password_is_only_half(cast: Cast) -> None:
    account = cast.tenures["village"].account
    equip(account)
    assert knock("village") == "half"
    code = code_at(SECRET, step_at(NOON))
    confirm_sign_in(account=account, proof=Proof(code), origin=HOME, at=NOON)
    logged = Entry.objects.filter(action="sign_in").order_by("id")
    assert [(e.outcome, e.detail["by"]) for e in logged] == [("done", "half"), ("done", "totp")]


def test_codes_are_counted_as_passwords_are(cast: Cast) -> None:
    account = cast.tenures["village"].account
    equip(account)

    def try_code(code: str) -> str:
        try:
            confirm_sign_in(account=account, proof=Proof(code), origin=HOME, at=NOON)
        except DomainError as refused:
            return refused.reason
        return "in"

    assert [try_code("000000") for _ in range(TRIES)] == ["wrong_code"] * TRIES
    assert try_code(code_at(SECRET, step_at(NOON))) == "too_many_tries"
    assert knock("village") == "half"  # the password's tries are others


def test_one_phone_may_serve_two_accounts(cast: Cast) -> None:
    first, second = cast.tenures["village"].account, cast.tenures["station"].account
    _, cookie = know_device(account=first, origin=HOME, at=NOON)
    _, same = know_device(account=second, origin=Origin(HOME.address, cookie), at=NOON)
    assert (same, Device.objects.count()) == (cookie, 2)


def test_a_cookie_that_the_site_did_not_give_is_replaced(cast: Cast) -> None:
    _, cookie = know_device(account=cast.tenures["village"].account, origin=Origin("x", "planted"), at=NOON)
    assert cookie != "planted"
    assert "planted" not in str(list(Device.objects.values()))


def test_an_account_knows_so_many_devices(cast: Cast) -> None:
    account = cast.tenures["village"].account
    for n in range(MOST + 3):
        know_device(account=account, origin=HOME, at=NOON + timedelta(minutes=n))
    assert Device.objects.of_account(account.pk).count() == MOST


FORGETS: dict[str, Callable[[Cast, Device], None]] = {
    "one": lambda cast, device: forget_device(
        actor=cast.actors["village"], account=device.account, uid=device.uid, at=NOON
    ),
    "all": lambda cast, device: sign_out_everywhere(actor=cast.actors["village"], account=device.account, at=NOON),
}


@pytest.mark.parametrize("how", FORGETS)
def test_only_ones_own_devices_are_forgotten(cast: Cast, how: str) -> None:
    own, _ = know_device(account=cast.tenures["village"].account, origin=HOME, at=NOON)
    other, _ = know_device(account=cast.tenures["station"].account, origin=HOME, at=NOON)
    with pytest.raises(NotVisible):
        FORGETS[how](cast, other)
    FORGETS[how](cast, own)
    assert list(Device.objects.all()) == [other]
