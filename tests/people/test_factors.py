"""Codes, passkeys, recovery codes and passwords: what is right once, what is never right, what is kept of them."""

import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import override_settings

from tests.cast import NOON, PASSWORD, Cast
from tests.hiring import SECRET, equip
from tests.people.soft_key import SoftKey
from xiangyun.audit.models import Entry
from xiangyun.core.errors import DomainError, NotVisible
from xiangyun.people.actions.add_passkey import add_passkey
from xiangyun.people.actions.begin_authenticator import begin_authenticator
from xiangyun.people.actions.change_password import change_password
from xiangyun.people.actions.confirm_authenticator import confirm_authenticator
from xiangyun.people.actions.remove_authenticator import remove_authenticator
from xiangyun.people.actions.remove_passkey import remove_passkey
from xiangyun.people.actions.renew_recovery_codes import renew_recovery_codes
from xiangyun.people.actions.sign_in_by_passkey import sign_in_by_passkey
from xiangyun.people.factors import passkeys
from xiangyun.people.factors.passwords import WeakPassword, is_due, missing_in
from xiangyun.people.factors.sealing import SealBroken, seal, unseal
from xiangyun.people.factors.totp import code_at, step_at
from xiangyun.people.models import Account, Authenticator, Passkey, RecoveryCode
from xiangyun.people.origins import Origin
from xiangyun.people.proving import Proof, prove

HOME = Origin(address="10.0.0.1", label="Chrome")
NOW = step_at(NOON)
SITE = "testserver"


def outcome(account: Account, proof: Proof, after: int = 0, *, with_recovery: bool = False) -> str:
    """How the proof was taken, or the code of the refusal."""
    try:
        return prove(account, proof, NOON + timedelta(seconds=after), with_recovery=with_recovery)
    except DomainError as refused:
        return refused.reason


STEPS = {-2: "wrong_code", -1: "totp", 0: "totp", 1: "totp", 2: "wrong_code"}


@pytest.mark.parametrize("step", STEPS)
def test_a_clock_may_be_half_a_minute_off(cast: Cast, step: int) -> None:
    account = cast.tenures["village"].account
    equip(account)
    assert outcome(account, Proof(code_at(SECRET, NOW + step))) == STEPS[step]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.3} {}"])
def test_spaces_and_wide_digits_do_no_harm(cast: Cast, typed: str) -> None:
    account, code = cast.tenures["village"].account, code_at(SECRET, NOW)
    equip(account)
    given = typed.format(code[:3], code[3:]) if "{:.3}" in typed else typed.format(code)
    wide = given.translate({ord(str(d)): ord("０") + d for d in range(10)})
    assert outcome(account, Proof(wide)) == "totp"


def test_a_code_counts_once_and_an_older_one_no_more(cast: Cast) -> None:
    account = cast.tenures["village"].account
    equip(account)
    code = Proof(code_at(SECRET, NOW))
    assert [outcome(account, code), outcome(account, code)] == ["totp", "code_used"]
    assert outcome(account, Proof(code_at(SECRET, NOW - 1))) == "code_used"
    assert outcome(account, Proof(code_at(SECRET, NOW + 1)), after=30) == "totp"


def test_the_secret_is_sealed_for_its_account_with_the_sites_key(cast: Cast) -> None:
    mine, other = cast.tenures["village"].account, cast.tenures["station"].account
    sealed = seal(SECRET, mine.uid)
    assert SECRET not in sealed
    assert unseal(sealed, mine.uid) == SECRET
    with pytest.raises(SealBroken):
        unseal(sealed, other.uid)
    with override_settings(SECRET_KEY="another key, as long as it has to be for a site"), pytest.raises(SealBroken):
        unseal(sealed, mine.uid)


def set_up(cast: Cast, who: str = "village") -> tuple[Account, dict[str, Any], list[str]]:
    """An authenticator from the first step to the last: the account, what actions are given, the recovery codes."""
    account = cast.tenures[who].account
    given = {"actor": cast.actors[who], "account": account, "origin": HOME, "at": NOON}
    begun = begin_authenticator(**given, password=PASSWORD)
    secret = unseal(begun.sealed, account.uid)
    assert outcome(account, Proof(code_at(secret, NOW))) == "wrong_code"  # not before it is confirmed
    codes = confirm_authenticator(**given, code=code_at(secret, NOW))
    assert outcome(account, Proof(code_at(secret, NOW))) == "code_used"
    assert outcome(account, Proof(code_at(secret, NOW + 1))) == "totp"
    return account, given, codes


def test_setting_up_an_app(cast: Cast) -> None:
    account, given, codes = set_up(cast)
    assert (len(codes), len(set(codes))) == (10, 10)
    kept = str(list(RecoveryCode.objects.values())) + str(list(Authenticator.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    with pytest.raises(DomainError, match="authenticator_there"):
        begin_authenticator(**given, password=PASSWORD)
    remove_authenticator(**given, password=PASSWORD)
    assert (Authenticator.objects.of_account(account.pk).exists(), RecoveryCode.objects.exists()) == (False, False)
    logged = Entry.objects.filter(subject_uid=account.uid).order_by("id").values_list("action", flat=True)
    assert list(logged) == ["authenticator.begun", "authenticator.confirmed", "authenticator.removed"]


def test_recovery_codes_open_once_and_only_the_door(cast: Cast) -> None:
    account, given, codes = set_up(cast)
    shouted = Proof(codes[0].upper().replace("-", " "))
    assert outcome(account, Proof(codes[0])) == "wrong_code"  # not where a factor must be given now
    assert outcome(account, shouted, with_recovery=True) == "recovery"
    assert outcome(account, Proof(codes[0]), with_recovery=True) == "wrong_code"
    fresh = renew_recovery_codes(**given, password=PASSWORD)
    assert outcome(account, Proof(codes[1]), with_recovery=True) == "wrong_code"
    assert outcome(account, Proof(fresh[1]), with_recovery=True) == "recovery"
    assert outcome(cast.tenures["station"].account, Proof(fresh[2]), with_recovery=True) == "wrong_code"


def test_keys_are_changed_with_the_password_and_by_nobody_else(cast: Cast) -> None:
    _, given, _ = set_up(cast)
    for deed in (begin_authenticator, remove_authenticator, renew_recovery_codes):
        with pytest.raises(DomainError, match="wrong_password"):
            deed(**given, password="wrong")
        with pytest.raises(NotVisible):
            deed(**given | {"actor": cast.actors["station"]}, password=PASSWORD)


def test_an_administrator_keeps_a_factor(cast: Cast) -> None:
    given = {"actor": cast.actors["admin"], "account": cast.tenures["admin"].account, "origin": HOME, "at": NOON}
    with pytest.raises(DomainError, match="admin_needs_factor"):
        remove_authenticator(**given, password=PASSWORD)
    key = add_key(cast, SoftKey(), "admin")
    remove_authenticator(**given, password=PASSWORD)
    with pytest.raises(DomainError, match="admin_needs_factor"):
        remove_passkey(**given, uid=key.uid, password=PASSWORD)
    assert (Authenticator.objects.count(), Passkey.objects.count()) == (0, 1)


def add_key(cast: Cast, soft: SoftKey, who: str = "village") -> Passkey:
    account = cast.tenures[who].account
    asked = passkeys.ask_for_new(SITE, account=account.uid, name=who, person=who, known=[])
    answer = passkeys.Answer(SITE, asked[1], json.loads(soft.make(asked[0])))
    return add_passkey(actor=cast.actors[who], account=account, name="phone", answer=answer, at=NOON)


def signed(soft: SoftKey) -> passkeys.Answer:
    options, state = passkeys.ask_for_proof(SITE)
    return passkeys.Answer(SITE, state, json.loads(soft.sign(options)))


def by_passkey(answer: passkeys.Answer) -> str:
    try:
        return sign_in_by_passkey(answer=answer, origin=HOME, at=NOON).username
    except DomainError as refused:
        return refused.reason


def test_a_passkey_signs_in_alone_and_is_a_second_factor(cast: Cast) -> None:
    soft = SoftKey()
    add_key(cast, soft)
    assert by_passkey(signed(soft)) == "village"
    village, station = cast.tenures["village"].account, cast.tenures["station"].account
    assert outcome(village, Proof(passkey=signed(soft))) == "passkey"
    assert outcome(station, Proof(passkey=signed(soft))) == "passkey_refused"
    entry = Entry.objects.get(action="sign_in")
    assert (entry.outcome, entry.detail["by"], entry.subject_uid) == ("done", "passkey", village.uid)


def stale(soft: SoftKey) -> passkeys.Answer:
    first, second = signed(soft), signed(soft)
    return passkeys.Answer(SITE, first.state, second.response)


def forged(soft: SoftKey) -> passkeys.Answer:
    return signed(SoftKey(id=soft.id, counter=soft.counter))


def elsewhere(soft: SoftKey) -> passkeys.Answer:
    soft.origin = "https://evil.example"
    return signed(soft)


def below(soft: SoftKey) -> passkeys.Answer:
    soft.origin = "https://evil.testserver"
    return signed(soft)


def without_owner(soft: SoftKey) -> passkeys.Answer:
    soft.verified = False
    return signed(soft)


def copied(soft: SoftKey) -> passkeys.Answer:
    soft.counter -= 1
    return signed(soft)


def mangled(soft: SoftKey) -> passkeys.Answer:
    answer = signed(soft)
    return passkeys.Answer(SITE, answer.state, {"rawId": answer.response["rawId"], "response": 7})


def unknown(_: SoftKey) -> passkeys.Answer:
    return signed(SoftKey())


BAD = {
    stale: "passkey_refused",
    forged: "passkey_refused",
    elsewhere: "passkey_refused",
    below: "passkey_refused",
    without_owner: "passkey_refused",
    copied: "passkey_copied",
    mangled: "passkey_refused",
    unknown: "passkey_refused",
}


@pytest.mark.parametrize("how", BAD)
def test_a_passkeys_answer_that_does_not_fit(cast: Cast, how: Any) -> None:
    soft = SoftKey()
    add_key(cast, soft)
    assert by_passkey(signed(soft)) == "village"
    assert by_passkey(how(soft)) == BAD[how]


def test_a_blocked_account_has_no_passkey(cast: Cast) -> None:
    soft = SoftKey()
    add_key(cast, soft)
    Account.objects.filter(username="village").update(is_active=False)
    assert by_passkey(signed(soft)) == "passkey_refused"


def test_a_passkey_is_one_accounts(cast: Cast) -> None:
    soft = SoftKey()
    add_key(cast, soft)
    with pytest.raises(DomainError, match="passkey_there"):
        add_key(cast, soft, "station")


WEAK = {
    "Kx7!": ["too_short"],
    "Kx7!" * 40: ["too_long"],
    "aaaaaaaaaaaa": ["too_few_kinds"],
    "abcdef123456": ["too_few_kinds", "common"],
    "Abcdef123456x": [],
    "Guiyang-WangGuixiang9": ["holds_name"],
    "x王桂香X2020春天": ["holds_name"],
    "Tel13812345678!": ["holds_phone"],
    "Tel-12345678-x": ["holds_phone"],
    "Password123": ["common"],
    "P@ssw0rd123!": ["common"],
    "春风又绿江南岸Ab1": [],
    "": ["too_short", "too_few_kinds"],
}


@pytest.mark.parametrize("password", WEAK)
def test_what_a_password_must_be(password: str) -> None:
    assert missing_in(password, names=("wangguixiang", "王桂香"), phone="13812345678") == WEAK[password]


def change(cast: Cast, old: str, new: str) -> Any:
    village = cast.tenures["village"].account
    given = {"actor": cast.actors["village"], "account": village, "origin": HOME, "at": NOON}
    try:
        change_password(**given, old=old, new=new)
    except WeakPassword as weak:
        return weak.detail["missing"]
    except DomainError as refused:
        return refused.reason
    return "changed"


def test_the_last_passwords_do_not_come_back(cast: Cast) -> None:
    words = [PASSWORD, *(f"Winter-Rain-{n}" for n in range(1, 6))]
    assert change(cast, "wrong", words[1]) == "wrong_password"
    assert change(cast, PASSWORD, "short") == ["too_short", "too_few_kinds"]
    for old, new in pairwise(words):
        assert change(cast, old, new) == "changed"
        assert change(cast, new, new) == ["used_before"]
    assert change(cast, words[-1], words[2]) == ["used_before"]  # three passwords ago
    assert change(cast, words[-1], words[1]) == "changed"  # four ago
    assert cast.tenures["village"].account.past_passwords.count() == 3
    assert cast.tenures["village"].account.password_set_at == NOON


# (days since it was set, None = by somebody else; the site's days) -> asked
DUE = {(0, 180): False, (180, 180): False, (181, 180): True, (None, 180): True, (5000, 0): False, (None, 0): False}


@pytest.mark.parametrize("case", DUE)
def test_when_a_new_password_is_asked_for(case: tuple[int | None, int]) -> None:
    since, days = case
    set_at = None if since is None else NOON - timedelta(days=since)
    assert is_due(set_at, days, NOON) is DUE[case]
