"""At the door with a browser: an administrator's password, code and timed session; a passkey made and used."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.walks.conftest import Running
from tests.walks.people import PASSWORD, Person
from xiangyun.cli.demo.second import SECRET
from xiangyun.core.clock import real_now
from xiangyun.people.factors.totp import code_at, step_at

WIDTHS = (390, 1280)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def device(person: Person) -> Iterator[CDPSession]:
    """A phone's own passkeys, in software, with its owner's finger on it."""
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield session


def code(step: int = 0) -> str:
    return code_at(SECRET, step_at(real_now()) + step)


@pytest.mark.walk
@pytest.mark.parametrize("width", WIDTHS)
def test_an_administrator_comes_in_and_starts_a_session(running: Running, browser: Browser, width: int) -> None:
    with Person(browser, running, "admin", width) as admin:
        admin.look("door-second")
        admin.page.fill("input[name=code]", code())
        admin.press("button.btn--do")
        admin.look("door-session")
        assert admin.page.locator(".elevated").count() == 0
        admin.page.fill("input[name=reason]", "为茶山坳镇换人")
        admin.page.fill("input[name=code]", code(step=1))  # that of the sign-in counts no more
        admin.press("form.card button.btn--do")
        assert "管理时段还剩 30 分钟" in admin.text(".elevated")
        admin.look("door-session-on")
        admin.go("/account/")
        assert "管理时段还剩" in admin.text(".elevated")
        admin.press(".elevated .btn")
        assert admin.page.locator(".elevated").count() == 0
        admin.go("/account/")
        admin.look("door-account-admin")
        admin.go("/boards/")
        assert "管理员和安全管理员不看报送、看板和通知。" in admin.text("main")
        admin.complaints = [text for text in admin.complaints if "403" not in text]


@pytest.mark.walk
@pytest.mark.parametrize("width", WIDTHS)
def test_a_passkey_is_made_and_signs_in(running: Running, browser: Browser, width: int) -> None:
    with Person(browser, running, "village", width) as village, device(village):
        village.go("/account/password/")
        village.look("door-password")
        village.go("/account/factors/")
        village.look("door-factors")
        village.page.fill("#f-key-name", "我的手机")
        village.page.fill("#f-key-password", PASSWORD)
        with village.page.expect_navigation():
            village.page.click("form[action='/account/factors/passkeys/'] [data-passkey] button")
        assert "通行密钥已设好" in village.text(".banner--ok")
        village.look("door-factors-key")
        village.page.click("form[action='/sign-out/'] button")
        village.page.wait_for_load_state("load")
        village.taps = 0
        with village.page.expect_navigation(url=running.url + "/"):
            village.page.click("[data-passkey=get] button")
        assert "王桂香" in village.text(".me")
        village.go("/account/")
        assert "通行密钥" in village.text("main")
        village.look("door-account")


@pytest.mark.walk
@pytest.mark.parametrize("width", WIDTHS)
def test_an_app_is_set_up_and_the_security_officer_removes_it(running: Running, browser: Browser, width: int) -> None:
    with Person(browser, running, "station", width) as station:
        station.go("/account/factors/")
        station.page.click("summary:has-text('设置动态口令应用')")
        station.page.fill("#f-password-begin", PASSWORD)
        station.press("details[open] button.btn--do")
        station.look("door-qr")
        secret = str(station.page.locator("a[href^='otpauth:']").get_attribute("href")).split("secret=")[1][:32]
        station.page.fill("input[name=code]", code_at(secret, step_at(real_now())))
        station.press("form[action$='confirm/'] button.btn--do")
        assert station.page.locator(".codes li").count() == 10
        station.look("door-codes")
    with Person(browser, running, "security", width) as security:
        security.look("door-sign-ins")
        security.go("/security/keys/?kind=authenticator&name=station")
        security.look("door-keys")
        security.page.click("summary:has-text('收回')")
        security.press("details[open] button.btn--do")
        assert "已收回 station 的一个密钥" in security.text(".banner--ok")
        security.go("/security/lock-outs/")
        security.look("door-lock-outs")
