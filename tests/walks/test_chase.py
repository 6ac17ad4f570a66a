"""Chasing, walked: a county takes text and code of what is missing; a village opens the link and answers."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Self

import pytest
from playwright.sync_api import Browser

from tests.demo.sites import DemoSite, demo_site
from tests.walks.conftest import Running, environment_of, free_port, wait_until_well
from tests.walks.people import PASSWORD, Person

pytestmark = pytest.mark.walk

VILLAGE, TASK = "印塘", "疫情防控日报告"
MORNING = """
import django
django.setup()
from datetime import date, time
from xiangyun.core.clock import instant
from xiangyun.returns.reminding import remind
print(remind(instant(date(2020, 3, 20), time(9))))
"""


class Member(Person):
    """Somebody in the chat group who is not signed in yet."""

    def __enter__(self) -> Self:
        return self


@pytest.fixture
def chased(tmp_path: object) -> Iterator[Running]:
    """A small demonstration of 20 March, its reminders made at nine."""
    home = tmp_path / "chase"  # type: ignore[operator]
    with demo_site(home) as site:
        port = free_port()
        environment = environment_of(home, port, site.environment["XIANGYUN_DATABASE_URL"])
        load(site)
        call = [sys.executable, "-c", MORNING]
        made = subprocess.run(call, env=environment, capture_output=True, text=True, check=True)
        assert int(made.stdout.split()[-1]) > 0, made.stdout
        log = (home / "serve.log").open("wb")
        call = [sys.executable, "-m", "xiangyun.cli", "serve"]
        process = subprocess.Popen(call, env=environment, stdout=log, stderr=log)
        try:
            url = f"http://localhost:{port}"
            wait_until_well(url, process)
            yield Running(url, home, environment)
        finally:
            process.terminate()
            process.wait(timeout=30)


def load(site: DemoSite) -> None:
    site.home.mkdir(parents=True, exist_ok=True)
    status, said = site.command("demo", "load", "--small", XIANGYUN_MODE="demo")
    assert status == 0, said


def take_the_text(county: Person) -> str:
    """From the board to the missing, to what is written to the group; gives the short link in it."""
    page = county.page
    county.go("/boards/")
    county.press(f"main h2 a:has-text('{TASK}')")
    county.press("main .figure:has-text('未报'), main .figure:has-text('缺报')")
    county.look("missing")
    county.press("main a[href*='/chase/']")
    county.look("chase")
    texts = page.locator("main textarea").evaluate_all("all => all.map(one => one.value)")
    link = page.input_value("#f-link")
    assert all(link in text and len(text) <= 500 for text in texts)
    assert page.locator("main .qr svg").count() == 1
    with page.expect_download() as download:
        page.locator("main a[href$='code.png']").click()
    assert download.value.suggested_filename.endswith(".png")
    page.locator("[data-copy]").first.click()
    assert "已复制" in county.text("[data-copy]")
    county.press("main button.btn--do")
    county.look("chased")
    assert "催过 1 次" in county.text("main .tag--wait")
    return link


def find(county: Person, name: str) -> int:
    """How many of this name are on the list of the missing."""
    county.page.fill("#f-q", name)
    county.press("main form[role=search] button")
    return county.page.locator(f"main table a:has-text('{name}')").count()


def open_the_link(village: Member, link: str) -> None:
    """A tap on the link in the group, the sign-in, and there the form is."""
    page = village.page
    page.goto(link)
    village.look("link-sign-in")
    page.fill("input[name=username]", "village")
    page.fill("input[name=password]", PASSWORD)
    village.press("button.btn--do")
    assert "/duties/" in page.url
    village.look("link-form")
    assert TASK in village.text("main")


def answer(village: Person) -> None:
    """The reminder is open before, and done after two taps on the desk."""
    page = village.page
    village.go("/inbox/")
    village.look("inbox")
    soon = page.locator("main article", has_text="快到期了").first
    assert "还没报" in soon.inner_text()
    village.go("/")
    village.press("main .twice summary")
    village.press("main .twice form button.btn--do")
    village.go("/inbox/")
    village.look("inbox-done")
    done = page.locator("main article", has_text="快到期了").first
    assert "已报" in done.inner_text()
    assert "已办结" in done.inner_text()


def test_a_county_chases_and_a_village_answers(chased: Running, browser: Browser) -> None:
    with Person(browser, chased, "county", 1280) as county, Member(browser, chased, "village", 390) as village:
        link = take_the_text(county)
        chase = county.page.url
        assert find(county, VILLAGE) == 1
        open_the_link(village, link)
        answer(village)
        county.page.goto(chase)
        assert find(county, VILLAGE) == 0
    with Person(browser, chased, "station", 390) as station:
        station.page.goto(link)  # the same link leads the station to its board
        station.look("link-board")
        station.go(chase.removeprefix(chased.url).partition("&unit")[0])
        station.look("chase-station")
        assert "催过 1 次" in station.text("main .tag--wait")
        station.go("/inbox/")
        station.look("inbox-station")
