"""A county signs for a notice, hands its task down with an earlier date, and looks at the slack on its board."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import ROOT, Running
from tests.walks.people import Person

pytestmark = pytest.mark.walk

TASK, NOTE = "七个一核对", "请各村先自查，再填报。"
OWN, CITY_DAY = "5月20日", "5月29日"


def publish(site: Running) -> None:
    """The city's notice, by the same actions as on its pages."""
    script = [sys.executable, str(ROOT / "tests/walks/publish_check.py")]
    subprocess.run(script, env=site.environment, check=True, timeout=300)


def receive(county: Person) -> None:
    """The desk asks for the receipt; handler and leader are named; the list has it."""
    county.look("desk-county")
    county.press("main a:has-text('待签收')")
    county.look("receipt")
    county.page.fill("#f-leader", "刘局长")
    county.press("main form.form button.btn--do")
    county.look("receipt-signed")
    county.go("/")
    assert county.page.locator("main a:has-text('待签收')").count() == 0


def hand_down(county: Person) -> None:
    """From the board to what was given; a later day is refused; an earlier one is handed down with a note."""
    county.go("/boards/")
    county.press(f"main a:has-text('{TASK}')")
    county.press("main a:has-text('转办任务')")
    county.look("hand-down")
    assert CITY_DAY in county.text("main section.card")
    county.page.fill("#f-on", "2020-06-01")
    county.press("main form.form button.btn--do")
    county.look("hand-down-refused")
    assert all("400" in said for said in county.complaints), county.complaints
    county.complaints.clear()  # the browser notes the refusal itself
    county.page.fill("#f-on", "2020-05-20")
    county.page.fill("#f-note", NOTE)
    county.press("main form.form button.btn--do")


def see_below(village: Person) -> None:
    """The village on its phone: the earlier day in its list, whose word it is, and what counts."""
    village.look("desk-told")
    row = village.text(f".rows__link:has-text('{TASK}')")
    assert OWN in row
    assert CITY_DAY in row
    village.press(f".rows__link:has-text('{TASK}')")
    village.look("form-told")
    told = village.text("main")
    assert NOTE in told
    assert "祁东县" in told
    assert f"通知规定{CITY_DAY}" in told


def see_slack(county: Person) -> None:
    """The county's board: its own date, nine days of slack, nobody after it yet; late stays the notice's."""
    county.look("board-own-day")
    board = county.text("main")
    assert OWN in board
    assert "余量：9 天" in board
    assert "尚未到期" in board


def see_receipts(officer: Person) -> None:
    """The issuer: one of all has signed, with its two names."""
    officer.go("/notices/")
    officer.press("main a:has-text('七个一')")
    address = officer.page.url.split("#")[0]
    officer.page.goto(address + "receipts/?state=signed")
    officer.look("receipts")
    rows = officer.page.locator("main table tbody tr").all_inner_texts()
    assert len(rows) == 1
    assert "彭科长" in rows[0]
    assert "刘局长" in rows[0]


def give_time(officer: Person) -> None:
    """More time for one township by search, with a look at how many it reaches."""
    officer.go("/boards/")
    officer.press(f"main a:has-text('{TASK}')")
    officer.press("main a:has-text('延期')")
    officer.press("main a.btn--can")
    officer.look("more-time-give")
    officer.page.fill("#f-find", "归阳")
    officer.press("button[value=find]")
    officer.page.locator("label.check", has_text="归阳").locator("input").first.check()
    officer.page.fill("#f-due_on", "2020-06-05")
    officer.page.fill("#f-reason", "汛期停电")
    officer.look("more-time-found")
    officer.press("button[value=preview]")
    officer.look("more-time-look")
    assert "个单位延期" in officer.text("main article")
    officer.press("button[value=apply]")
    officer.look("more-time")
    assert "汛期停电" in officer.text("main table")


def see_more_time(village: Person) -> None:
    village.go("/")
    assert "6月5日" in village.text(f".rows__link:has-text('{TASK}')")
    village.look("desk-more-time")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_county_hands_a_task_down(browser: Browser, running: Running, width: int) -> None:
    publish(running)
    with Person(browser, running, "county", width) as county, Person(browser, running, "village", 390) as village:
        receive(county)
        hand_down(county)
        see_slack(county)
        village.go("/")
        see_below(village)
        with Person(browser, running, "officer", width) as officer:
            see_receipts(officer)
            give_time(officer)
        see_more_time(village)
