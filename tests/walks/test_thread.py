"""The thread, walked: a notice is pasted, planned, signed, published; a village answers; figures open to the photo."""

import io
import json
import re
import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.walks.conftest import ROOT, Running
from tests.walks.people import Person

pytestmark = pytest.mark.walk

NOTICE = (ROOT / "packs/hengyang-2020/notice.txt").read_text("utf-8")
SEVEN = ("square", "activity_room", "stage", "notice_board", "culture_kit", "broadcast_kit", "sports_kit")
CAMERA_TIME = "2020:03:20 10:11:12"


def camera_photo(number: int) -> bytes:
    """A large photo as a phone takes it: with time and place in its EXIF."""
    picture = Image.new("RGB", (2400, 1800), (20 * number + 40, 90, 120))
    exif = picture.getexif()
    exif.get_ifd(0x8769)[0x9003] = CAMERA_TIME
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (26.0, 30.0, 0.0), "E", (112.0, 15.0, 0.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=70)
    return out.getvalue()


def make_task(officer: Person, clauses: list[str], form: str, **fields: str) -> None:
    """Tick the clauses that hold these words, make one task of them, fill in what differs from the guess."""
    page = officer.page
    for words in clauses:
        page.locator(".shut", has=page.get_by_text(words, exact=False)).locator("input[name=clause]").first.check()
    officer.press("#pick .btn--can")
    officer.look("task-new")
    choose(officer, "form_version", form)
    choose(officer, "selector", "村")
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.locator(f"input[name={name}][value='{value}']").check()
        else:
            field.fill(value)
    officer.press("main form.form button.btn--do")
    assert "/tasks/new/" not in page.url, officer.text("main")


def choose(person: Person, name: str, words: str) -> None:
    """One of a list or of tiles, by its words."""
    page = person.page
    if page.locator(f"select[name={name}]").count():
        label = page.locator(f"select[name={name}] option", has_text=words).first.inner_text()
        page.select_option(f"select[name={name}]", label=label)
    else:
        page.locator("label.choice", has_text=words).locator("input").first.check()


def paste_and_plan(officer: Person) -> str:
    """From the pasted text to a plan with two tasks; gives the notice's address."""
    page = officer.page
    officer.go("/notices/")
    officer.look("notices")
    officer.go("/notices/new/")
    officer.look("notice-new")
    page.fill("textarea[name=text]", NOTICE)
    officer.press("main form.form button.btn--do")
    officer.look("notice-draft")
    daily = {"title": "疫情防控日报告", "minutes": "1", "due_time": "23:59", "ends_on": "2020-04-30"}
    make_task(officer, ["繼續落實抗疫情況日報告制度"], "日报告", **daily)
    make_task(
        officer,
        ["要實現達標率100%", "務必于7月底前全部完成"],
        "七个一",
        title="村级中心七个一核对",
        minutes="8",
        nil_allowed="no",
        review="person",
    )
    page.locator("#pick details.fold > summary").click()
    page.fill("#f-reason", "本次只编这两项")
    officer.press("#pick button[formaction$='?all']")
    officer.look("notice-planned")
    answer_the_text(officer)
    officer.press("main .head button.btn--do")
    return re.sub(r"^https?://[^/]+", "", page.url).split("#")[0]


def answer_the_text(officer: Person) -> None:
    """What the text and the rules leave to decide, each with its reason."""
    choose_the_order(officer)
    keep_the_daily(officer)


def choose_the_order(officer: Person) -> None:
    """Of two orders of the same steps in the text one holds."""
    officer.press("main .head a.btn--do")
    officer.page.locator("article.card--late input[name=span]").first.check()
    officer.page.fill("article.card--late input[name=reason]", "以后一处为准")
    officer.press("article.card--late button.btn--can")


def keep_the_daily(officer: Person) -> None:
    """A daily report, which a rule of today speaks against, is kept while the emergency lasts."""
    officer.press("main .head a.btn--do")
    officer.press("article.card--late details summary")
    officer.page.fill("article.card--late input[name=reason]", "疫情应急期间，到4月30日止")
    officer.press("article.card--late details button")


def sign(director: Person, address: str) -> None:
    director.look("desk-director")
    director.go(address)
    director.look("notice-sign")
    director.press("main .head a.btn--do")
    director.look("to-sign")
    director.press("main article summary.btn--do")
    director.look("to-sign-confirm")
    director.press("main .confirm button.btn--do")
    director.look("signed")


def publish(officer: Person, address: str) -> None:
    officer.go(address)
    officer.press("form[action$='/publish/'] button.btn--do")
    officer.look("notice-published")


def report_nothing(village: Person) -> None:
    """Two taps: nothing to report, confirm."""
    village.look("desk-village")
    before = village.taps
    village.press("summary.btn--can")
    village.look("desk-confirm")
    village.press(".confirm button.btn--do")
    assert village.taps - before == 2
    assert "疫情防控日报告" in village.text(".banner--ok")


def fill_check(village: Person) -> None:
    """Seven times yes, seven photos; the phone sends each as it is taken."""
    page = village.page
    village.press(".rows__link:has-text('七个一')")
    village.look("form-empty")
    village.press("main form button.btn--do")
    village.look("form-missing")
    assert page.locator(".banner--late").count() == 1
    assert all("400" in said for said in village.complaints), village.complaints
    village.complaints.clear()  # the browser notes the refusal itself
    for number, name in enumerate(SEVEN):
        page.locator(f"input[name={name}][value=yes]").check()
        photo = {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": camera_photo(number)}
        page.set_input_files(f"#f-{name}_photo", photo)  # type: ignore[arg-type]
        page.wait_for_selector(f"input[name={name}_photo__sha256]:not([value=''])", state="attached", timeout=20000)
    page.fill("input[name=square_area]", "620")
    page.wait_for_selector("[data-save]:has-text('已存')", timeout=20000)
    village.look("form-full")
    village.press("main form button.btn--do")
    assert "七个一" in village.text(".banner--ok")


def accept(station: Person) -> None:
    """The station looks at the one return that waits and accepts it."""
    station.look("desk-station")
    station.go("/reviews/")
    station.look("reviews")
    station.press("main .rows__link:has-text('印塘村')")
    assert station.page.locator("main .pic img").count() == 7
    station.look("return-review")
    station.press("main button.btn--do")


def open_figures(officer: Person, task: str) -> None:
    """From the board of the task through county, township and village to the photo."""
    page = officer.page
    officer.go("/boards/")
    officer.look("boards")
    officer.press(f"main a:has-text('{task}')")
    officer.look("board")
    assert figures(officer)[:2] == [2760, 1]
    page.locator("tr:has-text('祁东县') button[data-rows-url]").click()
    page.wait_for_selector("tr:has-text('归阳镇')")
    page.locator("tr:has-text('归阳镇') button[data-rows-url]").click()
    page.wait_for_selector("tr:has-text('印塘村')")
    assert [line(officer, name)[:2] for name in ("祁东县", "归阳镇")] == [[367, 1], [15, 1]]
    officer.look("board-open")


def line(person: Person, name: str) -> list[int]:
    """A unit's figures in the table, from the left; what is hidden on a phone too."""
    cells = person.page.locator(f"tr:has(th:has-text('{name}')) td.r").all_text_contents()
    return [int(text.strip().replace(",", "")) for text in cells]


def figures(person: Person) -> list[int]:
    """The board's figures in order: owed, returned, on time, late, missing."""
    found = person.page.locator(".figure b").all_inner_texts()
    return [int(text.replace(",", "")) for text in found]


def open_photo(officer: Person) -> dict[str, Any]:
    """From the village's line to its return, and to the stored photo: small, and without the camera's notes."""
    page = officer.page
    officer.press("tr:has-text('印塘村') a")
    officer.look("return-accepted")
    assert "10:11" in officer.text("figcaption")
    address = page.locator("main a.pic").first.get_attribute("href")
    assert address
    raw = officer.context.request.get(officer.site.url + address).body()
    with Image.open(io.BytesIO(raw)) as photo:
        return {"size": max(photo.size), "exif": dict(photo.getexif())}


def later_functions_deleted() -> str:
    """A script that takes away what browsers got after the level we build for (frontend/level-list.json)."""
    listed = json.loads((ROOT / "frontend/level-list.json").read_text("utf-8"))["scripts"]
    return f"""for (const {{ kind, owner, name }} of {json.dumps(listed)}) {{
      if (kind === "global") delete window[name];
      if (kind === "static" && window[owner]) delete window[owner][name];
      if (kind === "method") for (const type of [Array, String, Uint8Array.__proto__, Set, RegExp, Element, Document])
        delete type.prototype[name];
    }}"""


def sealed_entries(running: Running) -> int:
    """How many entries the worker has sealed by now; the log verifies while it does."""
    for _ in range(40):
        verified = running.command("audit", "verify", "--json")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        found = json.loads(verified.stdout)
        if found["sealed"]:
            break
        time.sleep(2)
    return int(found["sealed"])


WALKS = {"phone": (390, False), "desk": (1280, False), "old phone": (390, True)}
ON_BOTH = {"desk"}  # one walk is taken on PostgreSQL too


@pytest.mark.parametrize("walk", [pytest.param(w, marks=pytest.mark.postgres) if w in ON_BOTH else w for w in WALKS])
def test_the_thread(browser: Browser, running: Running, walk: str) -> None:
    width, old = WALKS[walk]
    before = later_functions_deleted() if old else ""

    def person(name: str) -> Person:
        return Person(browser, running, name, width, before)

    with person("officer") as officer, person("director") as director:
        address = paste_and_plan(officer)
        sign(director, address)
        publish(officer, address)
        with person("village") as village:
            report_nothing(village)
            fill_check(village)
        with person("station") as station:
            accept(station)
        open_figures(officer, "七个一")
        photo = open_photo(officer)
        assert photo == {"size": 1600, "exif": {}}
        officer.go("/boards/")
        officer.press("main a:has-text('日报告')")
        owed, returned, *_, missing = figures(officer)
        assert (owed, returned, missing) == (2760, 1, 2759)
        officer.press(".figure >> nth=4")
        officer.look("missing")
    assert sealed_entries(running) > 20
