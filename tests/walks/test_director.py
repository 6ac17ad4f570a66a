"""A notice on its way out, on phones: an officer plans it, the director signs, the officer publishes."""

import re

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import Running
from tests.walks.people import Person
from tests.walks.test_thread import keep_the_daily, make_task

pytestmark = pytest.mark.walk

PHONE = 390
NUMBER = "衡文旅广体发〔2020〕12号"
TEXT = f"""{NUMBER}
关于落实抗疫情况日报告制度的通知
各县市区文旅广体局：
现就有关事项通知如下：
一、各村文化服务中心要每日报告抗疫情况，于17时前报乡镇文化站。
某市文化旅游广电体育局
2020年3月20日
"""


def hand_in(officer: Person) -> str:
    """From the text to a plan that is handed in; gives the notice's address."""
    officer.go("/notices/new/")
    officer.page.fill("textarea[name=text]", TEXT)
    officer.press("main form.form button.btn--do")
    make_task(officer, ["每日报告抗疫情况"], "日报告", title="疫情防控日报告", minutes="1", ends_on="2020-04-30")
    says_draft(officer, "draft-planned")
    keep_the_daily(officer)
    officer.press("main .head button.btn--do")
    says_draft(officer, "draft-handed-in")
    return re.sub(r"^https?://[^/]+", "", officer.page.url).split("#")[0]


def says_draft(person: Person, shot: str) -> None:
    """The page carries 草稿 and not the number, though the text bears one."""
    person.look(shot)
    page = person.text("main")
    assert "草稿" in page
    assert NUMBER not in page


def sign_on_the_phone(director: Person) -> None:
    """From the desk: read what it asks and the text, then two taps; once taken back, then for good."""
    director.look("desk-to-sign")
    director.press("main a.btn--can[href='/sign-off/']")
    says_draft(director, "to-sign")
    card = director.text("main article")
    assert "疫情防控日报告" in card
    assert "2,760" in card
    director.press("main a:has-text('一人模式')")
    director.look("one-person-off")
    assert "未启用" in director.text("main")
    director.go("/sign-off/")
    director.press("main article a.btn:has-text('看全文')")
    says_draft(director, "to-sign-text")
    director.press("main .head a.btn--do")
    for _ in range(2):
        before = director.taps
        director.press("main article summary.btn--do")
        director.look("to-sign-confirm")
        director.press("main .confirm button.btn--do")
        assert director.taps - before == 2
        director.look("signed")
        if director.page.locator(".tag:has-text('已撤回')").count():
            break
        director.press("main article summary.btn")
        director.press("main .confirm button.btn--do")
        says_draft(director, "taken-back")


def test_a_director_signs_off_on_a_phone(browser: Browser, running: Running) -> None:
    with Person(browser, running, "officer", PHONE) as officer:
        address = hand_in(officer)
        officer.go("/notices/")
        assert "草稿" in officer.text("main")
        with Person(browser, running, "director", PHONE) as director:
            sign_on_the_phone(director)
        officer.go(address)
        assert officer.page.locator("form[action$='/publish/'] input[name=number]").input_value() == NUMBER
        officer.look("signed-to-publish")
        officer.press("form[action$='/publish/'] button.btn--do")
        officer.look("published")
        page = officer.text("main")
    assert "草稿" not in page
    assert NUMBER in page
    assert "何局长" in page
    with Person(browser, running, "village", PHONE) as village:
        village.go(address)
        assert NUMBER in village.text("main article.paper")
