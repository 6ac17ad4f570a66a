"""A merge in June, walked: found by pinyin, looked at, made on a phone, seen from May and July, taken back."""

import time

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import Running
from tests.walks.people import Person

pytestmark = pytest.mark.walk

MAY, JUNE, JULY = "2020-05-01", "2020-06-15", "2020-07-01"
TOWN, ENDS = "归阳镇", "河洲镇"


def find(person: Person, typed: str) -> str:
    """The address of the first unit found; the names of an import are made findable by the worker, in a moment."""
    for _ in range(60):
        person.go("/units/")
        person.page.fill(".find input[name=q]", typed)
        person.press(".find button")
        if person.page.locator(".rows__link").count():
            break
        time.sleep(1)
    person.look("unit-search")
    return str(person.page.locator(".rows__link").first.get_attribute("href"))


def merge(county: Person, town: str) -> None:
    """Filled in without a document first, then looked at, then made."""
    page = county.page
    county.go(town)
    county.look("unit")
    county.press("a.btn[href$='/change/']")
    county.look("change-choose")
    county.press("a[href*='/change/merge/']")
    page.locator("label.check", has_text=ENDS).locator("input").check()
    page.fill("input[name=on]", JUNE)
    county.press("main .btn--do[value=preview]")
    assert page.locator("[data-errors]").count() == 1, "no document yet"
    assert page.locator("label.check", has_text=ENDS).locator("input").is_checked(), "nothing typed is lost"
    county.complaints.clear()  # the browser notes that the form came back
    county.look("change-form")
    page.fill("input[name=document]", "衡政发〔2020〕12号")
    county.press("main .btn--do[value=preview]")
    county.look("change-preview")
    assert (ENDS in county.text("table"), TOWN in county.text("table")) == (True, True)
    county.press("main .btn--do[value=apply]")
    county.look("unit-changed")


def below(person: Person, county: str, day: str) -> list[str]:
    """What stands directly below a county on a day, as the page shows it."""
    person.go(f"{county}?on={day}")
    names = person.page.locator("details.fold").first.locator(".rows__text > span:first-child").all_inner_texts()
    return [name.strip() for name in names]


def test_a_merge_in_june_seen_from_may_and_july(running: Running, browser: Browser) -> None:
    with Person(browser, running, "county", 390) as county:
        town = find(county, "guiyangzhen")
        gone = find(county, ENDS)
        merge(county, town)
        assert ENDS in county.text(".banner--ok")
    with Person(browser, running, "officer", 1280) as officer:
        page = officer.page
        officer.go("/units/")
        officer.look("units")
        officer.go(town)
        officer.look("unit")
        home = str(page.locator(".crumbs--flat").first.locator("a").last.get_attribute("href"))
        may, july = below(officer, home, MAY), below(officer, home, JULY)
        assert (ENDS in may, ENDS in july, TOWN in july) == (True, False, True)
        assert len(may) == len(july) + 1
        officer.go(f"{gone}?on={JULY}")
        officer.look("unit-gone")
        assert TOWN in officer.text("main section .rows")
        officer.press(".empty a.btn--can")
        assert page.locator("h1").inner_text() == ENDS, "on its last day"
        officer.go("/tree/changes/")
        officer.look("changes")
        officer.press(".rows__link")
        officer.look("change")
        officer.press("summary.btn--grave")
        page.fill("input[name=document]", "衡政发〔2020〕13号")
        officer.press("form .btn--grave")
        officer.look("change-undone")
        assert below(officer, home, JULY) == may
    with Person(browser, running, "village", 390) as village:
        village.go(f"{gone}?on={JULY}")
        village.look("unit-seen-from-below")
        assert village.page.locator("h1").inner_text() == ENDS
