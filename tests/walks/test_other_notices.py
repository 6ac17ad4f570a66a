"""A second notice, of another city; and a notice that follows one: what is the same is not asked again."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import ROOT, Running
from tests.walks.people import Person
from tests.walks.test_thread import publish, sign

pytestmark = pytest.mark.walk

ROADS = """株洲市交通运输局关于做好2020年农村公路水毁排查工作的通知
各县市区交通运输局：
为确保汛期农村公路安全，现就有关事项通知如下：
一、要提高认识，加强领导。
二、各县市区交通运输局要于4月15日前完成辖区内农村公路排查，并将排查情况报送市局农村公路科。
三、各乡镇（街道）要于4月10日前将隐患路段清单报县市区交通运输局。
四、各县市区每年养护农村公路不少于100公里。
株洲市交通运输局
2020年3月16日
"""
LATER = (
    ROADS.replace("4月15日前", "5月15日前")
    .replace("2020年3月16日", "2020年3月20日")
    .replace("三、各乡镇（街道）要于4月10日前将隐患路段清单报县市区交通运输局。\n四、", "三、")
)


def paste(officer: Person, text: str) -> str:
    officer.page.fill("textarea[name=text]", text)
    officer.press("main form.form button.btn--do")
    return officer.page.url.removeprefix(officer.site.url).split("#")[0]


def plan(officer: Person, desk: str) -> None:
    """What is clear becomes tasks; what only urges is dismissed; the rest one by one, as it is proposed."""
    officer.go(desk)
    if officer.page.locator("a[href$='/tasks/accept/']").count():
        officer.press("a[href$='/tasks/accept/']")
        if officer.page.locator("main form button.btn--do").count():
            officer.press("main form button.btn--do")
    officer.go(desk)
    while officer.page.locator("main .head a[href*='/clauses/']").count():
        officer.press("main .head a[href*='/clauses/']")
        officer.press("section[aria-labelledby=fate] form[action$='/dismiss/'] button")
        officer.go(desk)


def hand_over(browser: Browser, officer: Person, desk: str) -> None:
    officer.go(desk)
    officer.press("main .head form[action$='/submit/'] button")
    with Person(browser, officer.site, "zhuzhou-head", 1280) as director:
        sign(director, desk)
    publish(officer, desk)


def test_another_city_and_then_a_change(browser: Browser, running: Running) -> None:
    script = [sys.executable, str(ROOT / "tests/walks/other_city.py")]
    subprocess.run(script, env=running.environment, check=True, timeout=300)
    with Person(browser, running, "zhuzhou", 1280) as officer:
        officer.go("/notices/new/")
        first = paste(officer, ROADS)
        plan(officer, first)
        hand_over(browser, officer, first)
        shown = officer.text("main")
        assert "9 个" in shown, "the nine counties of that city"
        officer.press("main a[href*='follows=']")
        second = paste(officer, LATER)
        compare(officer, second)
        plan(officer, second)
        hand_over(browser, officer, second)
        officer.go("/boards/")
        officer.look("boards-after")
        assert "截止 5月15日" in officer.text("main"), "the same task, with its new day"
        assert "截止 4月15日" not in officer.text("main")


def compare(officer: Person, desk: str) -> None:
    """What has another day is changed, what is no longer spoken of is lifted, the rest kept."""
    officer.press("main a[href$='/changes/']")
    officer.look("reissue")
    while officer.page.locator("button[name=kind][value=change]").count():
        officer.press("button[name=kind][value=change]")
    if officer.page.locator("button[name=all]").count():
        officer.press("button[name=all]")
    gone = officer.page.locator("section[aria-labelledby=gone] article").first
    gone.locator("summary").click()
    gone.locator("input[name=reason]").fill("不再需要")
    gone.locator("button[value=lift]").click()
    officer.page.wait_for_load_state("load")
    officer.look("reissue-decided")
    assert officer.page.locator("section[aria-labelledby=gone] article").count() == 0
