"""A post handed over on phones: the station invites, the village comes in; rosters at the county."""

import io
from typing import Self

import openpyxl
import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import Running
from tests.walks.people import Person

pytestmark = pytest.mark.walk

VILLAGE = "印塘村"
MOST_TAPS = 8
NEW_PASSWORD = "Ganlan-2020-shu"


class Guest(Person):
    """Somebody with a link and no account."""

    def __enter__(self) -> Self:
        return self

    def type_into(self, selector: str, text: str) -> None:
        """A tap into the field, then typing."""
        self.taps += 1
        self.page.locator(selector).tap()
        self.page.keyboard.type(text)


def test_from_an_invitation_to_the_desk(running: Running, browser: Browser) -> None:
    with Person(browser, running, "station", 390) as station:
        link = make_invitation(station)
    with Guest(browser, running, "张桂英", 390) as guest:
        come_in(guest, link)
        over(guest, link)
    with Person(browser, running, "county", 1280) as county:
        load_roster(county)
        load_cloud(county)
        county.go("/invitations/")
        county.look("invitations")
        look_at_a_post(county)
    with Person(browser, running, "station", 390) as station:
        look_at_a_post(station, "a.rows__link")
        station.go("/rosters/")
        station.look("rosters")


def make_invitation(station: Person) -> str:
    """The station hands the village's post over to somebody new; gives the link."""
    page = station.page
    station.go("/units/")
    station.press(f"a.rows__link:has-text('{VILLAGE}')")
    station.press("main a:text-is('岗位')")
    station.look("posts")
    station.press("a.btn--do")
    station.look("invitation-new")
    page.fill("input[name=name]", "张桂英")
    station.press("main form.form button.btn--do")
    station.look("invitation")
    assert page.eval_on_selector("img.code", "picture => picture.naturalWidth") > 100
    link = page.input_value("#f-link")
    assert link in page.input_value("#f-text")
    station.press(".crumbs a >> nth=1")
    station.look("post")
    return link


def come_in(guest: Guest, link: str) -> None:
    """One tap on the link, one into the password, one to see it, one on the button."""
    page = guest.page
    guest.taps += 1
    page.goto(link)
    guest.look("invite")
    assert page.input_value("input[name=name]") == "张桂英"
    guest.type_into("input[name=password]", NEW_PASSWORD)
    guest.press("[data-reveal]")
    assert page.get_attribute("input[name=password]", "type") == "text"
    guest.press("button.btn--do")
    assert page.url == f"{guest.site.url}/"
    guest.look("invited-desk")
    assert "张桂英" in guest.text("main")
    assert guest.taps <= MOST_TAPS, guest.taps
    assert guest.taps == 4


def over(guest: Guest, link: str) -> None:
    """The link opens nothing a second time; a browser reports the 410 by itself."""
    guest.page.goto(link)
    guest.look("invite-over")
    assert "用过" in guest.text("main")
    guest.complaints[:] = [c for c in guest.complaints if "410" not in c]


def load_roster(county: Person) -> None:
    """The template, filled in, looked at, loaded; then the same again."""
    page = county.page
    county.go("/rosters/load/")
    county.look("roster-load")
    table = workbook(
        ("单位", "姓名", "手机", "岗位"),
        (f"归阳镇{VILLAGE}", "刘小红", "13812345678", ""),
        ("归阳镇", "赵工", "", "审核员"),
    )
    for expected in ("已导入", "没有改动"):
        county.go("/rosters/load/")
        page.set_input_files("input[type=file]", table)
        county.press("main form.form button.btn--do")
        county.look("roster-preview")
        county.press("main form button.btn--do")
        assert expected in county.text(".said")
    county.look("roster-people")


def load_cloud(county: Person) -> None:
    """Any export: its columns are said once, then who is on which list stands there."""
    page = county.page
    county.go("/rosters/cloud/")
    county.look("cloud-choose")
    head = ("用户名", "所属机构", "手机号", "注册时间")
    rows = [
        ("刘小红", f"归阳镇{VILLAGE}", "138****5678", "2020-03-01"),
        ("钱多", "某文化公司", "13900001111", "2020-03-02"),
    ]
    page.set_input_files("input[type=file]", workbook(("省云名单",), head, *rows))
    county.press("main form.form button.btn--do")
    county.look("cloud-map")
    county.press("main form.form button.btn--do")
    county.look("cloud-preview")
    county.press("main form.form button.btn--do")
    county.look("rosters")
    assert "刘小红" not in county.text("main")  # two levels down: masked
    assert "刘**" in county.text("main")


def look_at_a_post(person: Person, unit: str = "a.rows__link:has-text('归阳镇')") -> None:
    """All that can be done with a post below, its forms open."""
    person.go("/units/")
    person.press(unit)
    person.press("main a:text-is('岗位')")
    person.press("main .card a.btn")
    person.page.eval_on_selector_all("main details.card", "all => all.forEach(one => { one.open = true; })")
    person.look("post-forms")


def workbook(*rows: tuple[str, ...]) -> dict[str, object]:
    """A file as a browser takes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return {"name": "table.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}
