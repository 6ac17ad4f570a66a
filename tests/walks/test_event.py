"""A deadline that waits: "in the second Friday after the epidemic work ends" is published, then the end is declared."""

import re

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import Running
from tests.walks.people import Person
from tests.walks.test_thread import NOTICE, choose_the_order, make_task, publish, sign

pytestmark = pytest.mark.walk

NAME, WORDS = "抗疫工作结束", "抗疫工作結束后的第二個星期五之前"
SAID = "抗疫工作结束后的第二个星期五之前"
TASK = "网上业务培训总结"
PAPER = "衡文旅广体〔2020〕20号"
FRIDAY, DAY = "4月17日", "2020-04-08"


def plan(officer: Person) -> str:
    """The clause of the real notice becomes a task by its own words; gives the notice's address."""
    page = officer.page
    officer.go("/notices/new/")
    page.fill("textarea[name=text]", NOTICE)
    officer.press("main form.form button.btn--do")
    page.locator(".shut", has=page.get_by_text("網上業務培訓情況")).locator("input[name=clause]").first.check()
    officer.press("#pick .btn--can")
    assert NAME in officer.text("#reading"), "the clause's words are read at once"
    page.fill("#f-title", TASK)
    page.fill("#f-words", "尽快")
    officer.press("button[value=check]")
    officer.look("words-not-read")
    assert page.input_value("#f-title") == TASK, "nothing that was typed is lost"
    page.fill("#f-words", WORDS)
    officer.press("button[value=check]")
    officer.look("words-read")
    assert "还没有宣布" in officer.text("#reading")
    officer.press("main form.form a.btn--quiet")
    fields = {"title": TASK, "minutes": "5", "nil_allowed": "no", "review": "person", "ends_on": "2020-12-31"}
    make_task(officer, ["網上業務培訓情況"], "日报告", **fields)
    page.locator("#pick details.fold > summary").click()
    page.fill("#f-reason", "本次只编这一项")
    officer.press("#pick button[formaction$='?all']")
    officer.look("event-planned")
    choose_the_order(officer)
    officer.press("main .head button.btn--do")
    return re.sub(r"^https?://[^/]+", "", page.url).split("#")[0]


def waits_below(village: Person) -> None:
    """The village's desk shows the task as not known; the row leads to the form, which says what it waits for."""
    village.look("desk-waiting")
    row = village.text(".rows__link:has-text('网上业务培训')")
    assert "待定" in row
    assert SAID in row
    village.press(".rows__link:has-text('网上业务培训')")
    village.look("form-waiting")
    assert f"日期未定：{SAID}" in village.text("main")


def declare(officer: Person) -> None:
    """From the desk to what is waited for, to a look at what the day does, to saying it."""
    officer.go("/")
    officer.press("main a[href='/events/']")
    officer.look("events-waiting")
    assert NAME in officer.text("main article")
    assert "2,760" in officer.text("main article")
    officer.press("main article a.btn--can")
    officer.look("event-say")
    officer.press("main form.form button.btn--do")
    officer.look("event-say-missing")
    assert all("400" in said for said in officer.complaints), officer.complaints
    officer.complaints.clear()  # the browser notes the refusal itself
    officer.page.fill("#f-on", DAY)
    officer.page.fill("#f-document", PAPER)
    officer.press("main form.form button.btn--do")
    officer.look("event-look")
    assert FRIDAY in officer.text(".swap__now")
    assert "日期未定" in officer.text(".swap__was")
    assert "1 期改日" in officer.text("main article")
    officer.press("button[value=apply]")
    officer.look("event")
    assert PAPER in officer.text("main")


def known_everywhere(officer: Person, village: Person, address: str) -> None:
    """The second Friday stands on the desk, the form, the board and the notice, beside the notice's own words."""
    village.go("/")
    village.look("desk-known")
    row = village.text(".rows__link:has-text('网上业务培训')")
    assert FRIDAY in row
    village.press(".rows__link:has-text('网上业务培训')")
    village.look("form-known")
    officer.go("/boards/")
    officer.press(f"main a:has-text('{TASK}')")
    officer.look("board-known")
    village_form, board = village.text("main"), officer.text("main")
    village.go(address)
    village.look("notice-known")
    for page in (village_form, board, village.text("main article.card")):
        assert FRIDAY in page
        assert SAID in page


def take_back(officer: Person, village: Person) -> None:
    """Taken back the day is open again; what was said stays in the history."""
    officer.go("/events/")
    officer.look("events-said")
    officer.press(f".rows__link:has-text('{NAME}')")
    officer.press("main a.btn--grave")
    officer.look("event-cancel")
    officer.page.fill("#f-document", "衡文旅广体〔2020〕21号")
    officer.press("main form.form button.btn--do")
    officer.look("event-cancel-look")
    officer.press("button[value=apply]")
    officer.look("event-cancelled")
    assert officer.page.locator("main .rows li .tag").all_inner_texts()[-2:] == ["已撤销", "已宣布"]
    village.go("/")
    assert "待定" in village.text(".rows__link:has-text('网上业务培训')")


def set_holiday(officer: Person) -> None:
    officer.go("/holidays/?year=2020")
    officer.look("holidays")
    assert "春节" in officer.text("main .rows")
    officer.page.locator("main details > summary").first.click()
    for name, value in {"day": "2020-04-10", "name": "停电", "document": PAPER}.items():
        officer.page.fill(f"#f-{name}", value)
    officer.page.locator("label.choice", has_text="放假").locator("input").check()
    officer.press("main details form button.btn--do")
    officer.look("holidays-set")
    assert "停电" in officer.text("main .rows")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_end_of_the_epidemic_is_declared(browser: Browser, running: Running, width: int) -> None:
    with Person(browser, running, "officer", width) as officer, Person(browser, running, "village", 390) as village:
        address = plan(officer)
        with Person(browser, running, "director", width) as director:
            sign(director, address)
        publish(officer, address)
        village.go("/")
        waits_below(village)
        declare(officer)
        known_everywhere(officer, village, address)
        take_back(officer, village)
        set_holiday(officer)
