"""The desk of the officer, walked with the real notice: preview, groups, rules, a contradiction, changes, undo."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import ROOT, Running
from tests.walks.people import Person
from tests.walks.test_thread import publish, sign

pytestmark = pytest.mark.walk

NOTICE = (ROOT / "packs/hengyang-2020/notice.txt").read_text("utf-8")
KINDS = ("exhortation", "own_act")
MOST_TAPS, MOST_DECISIONS = 250, 120


def paste(officer: Person) -> str:
    """The address of the draft."""
    officer.go("/notices/new/")
    officer.page.fill("textarea[name=text]", NOTICE)
    officer.press("main form.form button.btn--do")
    officer.look("desk-open")
    return officer.page.url.removeprefix(officer.site.url).split("#")[0]


def look_around(officer: Person, desk: str) -> None:
    """Every view of the plan, and the page on which left-out words become a clause."""
    views = ("?show=flagged", "?show=findings", "?show=facts", "?by=unit", "?by=due", "?q=图书馆")
    for view in views:
        officer.go(desk + view)
        officer.look(f"desk-{view.strip('?')}")
    officer.go(f"{desk}clauses/add/")
    officer.look("desk-add")


def make_the_clear_ones(officer: Person, desk: str) -> int:
    """All but one of them at once, taken back, made again."""
    officer.go(desk)
    for n in range(2):
        officer.press("a[href$='/tasks/accept/']")
        officer.look("desk-accept")
        officer.page.locator("input[name=clause]").first.uncheck()
        officer.press("main form button.btn--do")
        if n == 0:
            officer.press(".undo button")
            assert "已撤销" in officer.text(".said")
    return officer.page.locator("article.card[id^='t-']").count()


def dismiss_by_kind(officer: Person, desk: str) -> None:
    """What only urges, and what the bureau does itself: chapter by chapter, one reason each."""
    officer.go(desk)
    while (link := officer.page.locator(", ".join(f"a.tag[href*='kind={kind}']" for kind in KINDS))).count():
        officer.press("details:has(a.tag[href*='kind=']) > summary")
        address = link.first.get_attribute("href")
        officer.press(f"a.tag[href='{address}']")
        officer.look("desk-group")
        officer.press("main button.btn--do")


def attach_manners(officer: Person, desk: str) -> None:
    """Requirements go with the task that stands nearest in the text."""
    officer.go(desk)
    while officer.page.locator("a.tag[href*='kind=requirement']").count():
        officer.press("details:has(a.tag[href*='kind=']) > summary")
        officer.press("a.tag[href*='kind=requirement']")
        officer.page.select_option("#f-task", index=1)
        officer.taps += 1
        officer.press("button[formaction$='/attach/']")


def decide_the_rest(officer: Person, desk: str) -> list[str]:
    """Clause after clause in order: lawful forms, tasks as proposed or filled in; what stays unclear is dismissed."""
    page, decided = officer.page, []
    officer.go(desk)
    officer.press("main .head a.btn--do")
    while "/clauses/" in page.url:
        decided.append(officer.text("h1"))
        if len(decided) in (1, 4):
            officer.look("desk-clause")
        if page.locator("form[action$='/rule/'] button.btn--can").count():
            officer.press("form[action$='/rule/'] button.btn--can")
            if "/tasks/new/" in page.url:
                officer.look("desk-lawful")
                fill_in(officer)
        elif page.locator("form[action$='/accept/'] button.btn--do").count():
            officer.press("form[action$='/accept/'] button.btn--do")
        else:
            officer.press("section[aria-labelledby=fate] form[action$='/dismiss/'] button")
    return decided


def fill_in(officer: Person) -> None:
    """As it is proposed; a day where none is said: a daily register has become one summary."""
    page = officer.page
    if page.locator("[name=recurrence]").first.input_value() == "once" and not page.locator("#f-due_on").input_value():
        page.fill("#f-due_on", "2020-12-31")
    if not page.locator("#f-ends_on").input_value():
        page.fill("#f-ends_on", "2020-12-31")
    officer.press("main form.form button.btn--do >> visible=true")
    assert "/tasks/new/" not in page.url, officer.text("main form")


def change_a_clause(officer: Person, desk: str) -> None:
    """A task is changed, and a clause of it said otherwise and cut."""
    officer.go(desk)
    officer.press("article.card a[href$='/edit/']")
    officer.look("desk-task-edit")
    officer.page.fill("#f-title", "改过名的任务")
    officer.press("main form.form button.btn--do >> visible=true")
    assert "改过名的任务" in officer.text("main .plan")


def decide_what_contradicts(officer: Person, desk: str) -> None:
    """The two orders of the annex: one holds, with a reason."""
    officer.go(f"{desk}?show=findings")
    card = officer.page.locator("article.card--late").first
    card.locator("input[name=span]").first.check()
    card.locator("input[name=reason]").fill("以第三部分为准")
    officer.taps += 2
    officer.press("article.card--late button.btn--can")
    assert officer.page.locator("article.card--late").count() == 0


def answer_the_rest(officer: Person, desk: str) -> None:
    """Rules that touch what was attached to a task: done by the lawful form."""
    officer.go(f"{desk}?show=flagged")
    tags = officer.page.locator("article.card--around a.tag")
    for address in dict.fromkeys(tag.get_attribute("href") for tag in tags.all()):
        officer.go(str(address))
        while officer.page.locator("form[action$='/rule/'] button.btn--can").count():
            officer.press("form[action$='/rule/'] button.btn--can")
            officer.go(str(address))


def pin_days(officer: Person, desk: str) -> None:
    """Every vague day is given one that its words allow, as the page says."""
    officer.go(f"{desk}?show=vague")
    while (link := officer.page.locator("article.card a[href$='/day/']")).count():
        link.first.click()
        officer.taps += 1
        officer.look("desk-pin")
        _first, last = re.findall(r"(\d+)月(\d+)日", officer.text("main section.card"))[-2:]
        officer.page.fill("#f-on", f"2020-{int(last[0]):02}-{int(last[1]):02}")
        officer.press("main form.form button.btn--do")
        officer.go(f"{desk}?show=vague")


def go_out(browser: Browser, officer: Person, desk: str) -> None:
    """Handed in, signed by the director, published."""
    officer.go(desk)
    officer.press("main .head button.btn--do")
    with Person(browser, officer.site, "director", 1280) as director:
        sign(director, desk)
    publish(officer, desk)


def save_and_load(site: Running, folder: Path) -> str:
    """As a pack and back, in a process of its own: the same to the last byte."""
    script = [sys.executable, str(ROOT / "tests/walks/pack_again.py"), str(folder)]
    done = subprocess.run(script, env=site.environment, check=False, timeout=300, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.parametrize("width", [1280])
def test_the_desk(browser: Browser, running: Running, tmp_path: Path, width: int) -> None:
    decisions: list[str] = []
    with Person(browser, running, "officer", width) as officer:
        desk = paste(officer)
        officer.page.on("request", lambda r: decisions.append(r.url) if r.method == "POST" else None)
        look_around(officer, desk)
        assert make_the_clear_ones(officer, desk) > 5
        officer.look("desk-some")
        dismiss_by_kind(officer, desk)
        attach_manners(officer, desk)
        decided = decide_the_rest(officer, desk)
        change_a_clause(officer, desk)
        decide_what_contradicts(officer, desk)
        officer.go(desk)
        officer.look("desk-decided")
        assert officer.page.locator(".cl--open").count() == 0
        if width > 600:
            answer_the_rest(officer, desk)
            pin_days(officer, desk)
            go_out(browser, officer, desk)
            print(save_and_load(running, tmp_path))
        print(f"{len(decisions)} decisions, {officer.taps} taps, {len(decided)} clauses one by one")
        assert officer.taps <= MOST_TAPS
        assert len(decisions) <= MOST_DECISIONS
