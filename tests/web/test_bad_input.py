"""What nobody types: every page with parameters that fit nothing, and texts that an engine would refuse."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Story
from tests.returns.test_returns_flow import MATTER, picture
from tests.web.test_access import ACCESS, Things
from xiangyun.audit.models import Entry
from xiangyun.facts.models import Evidence
from xiangyun.files.pictures import MAX_BYTES
from xiangyun.notices.models import Notice
from xiangyun.returns.models import Return, Review

NUL, BELL, TAB = "日\x00报", "日\x07报", "日\x0b报"
READS = {  # page: what it reads of its address
    **{name: ("other",) for name, (method, _) in ACCESS.items() if method == "GET"},
    **dict.fromkeys(("sent", "reviews", "notices", "events"), ("page",)),
    "event-state": ("name", "on", "document", "cancel"),
    "holidays": ("year",),
    "board": ("period", "unit"),
    "board-rows": ("period", "unit", "depth"),
    "board-units": ("period", "unit", "state", "page"),
    "units": ("on",),
    "photo": ("size",),
    "task-new": ("clause",),
    "sign-in": ("next",),
}
BAD = ("", "x", "\x00", "\x07", "-1", "0", "9999999", "99999999999999999999", "9999-12-31", "0001-01-01", "²")
BAD += ("😀" * 99, "notauuid", "'", "%", "00000000-0000-0000-0000-000000000000")


@pytest.fixture
def things(story: Story) -> Iterator[Things]:
    with time_machine.travel(NOON, tick=False):
        yield Things(story)


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("who", ["village", "officer"])
def test_bad_parameters_are_never_an_error_of_ours(things: Things, name: str, who: str) -> None:
    client, page = things.story.cast.client(who), things.address(name).partition("?")[0]
    known = dict(pair.split("=") for pair in things.query(name).removeprefix("?").split("&") if pair)
    statuses = {
        (parameter, text): client.get(page, known | {parameter: text}).status_code
        for parameter in READS[name]
        for text in BAD
    }
    strange = {case: status for case, status in statuses.items() if status not in {200, 302, 400, 403, 404}}
    assert strange == {}


PAGES: dict[str, tuple[str, str, int]] = {
    # who asks for which page with what: status
    "a page that is none": ("sent", "?page=x", 200),
    "a page with NUL": ("sent", "?page=%00", 400),
    "a day that is none": ("units", "?on=9999999", 400),
    "a day before all days": ("units", "?on=0001-01-01", 200),
    "a period with NUL": ("board", "?period=%00", 400),
    "a unit that is none": ("board", "?unit=notauuid", 404),
    "no state": ("board-units", "?state=", 400),
    "a state that is none": ("board-units", "?state=x", 400),
    "a name with NUL": ("desk", "?%00=1", 400),
}


@pytest.mark.parametrize("case", PAGES)
def test_what_a_bad_parameter_gets(things: Things, case: str) -> None:
    name, query, status = PAGES[case]
    page = things.address(name).partition("?")[0]
    assert things.story.cast.client("officer").get(page + query).status_code == status


TEXTS: dict[str, tuple[str, str, dict[str, str]]] = {
    # who posts what where
    "a note to a return": ("station", "send-back", {"note": NUL}),
    "a note with a bell": ("station", "send-back", {"note": BELL}),
    "a note at a field": ("station", "send-back", {"note": "看", "note:happened": NUL}),
    "the name of a field": ("station", "send-back", {"note": "看", "note:\x00": "看"}),
    "a reason": ("officer", "clauses-dismiss", {"reason": TAB}),
    "a note to a paper": ("director", "send-back-paper", {"note": NUL}),
    "the name of a task": ("officer", "task-new", {"title": NUL, "basis": BELL}),
    "a way on": ("village", "look", {"next": NUL}),
    "a name at the door": ("visitor", "sign-in", {"username": NUL, "password": "x"}),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_that_nobody_types_is_refused_whole(things: Things, case: str) -> None:
    who, name, body = TEXTS[case]
    client, before = things.story.cast.client(who), Entry.objects.count()
    answer = client.post(
        things.address(name), {"rev": things.returned.rev, **body}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "not_text")
    assert (Review.objects.count(), Entry.objects.count()) == (0, before)


def test_the_text_of_a_notice_with_nul_is_no_text(things: Things) -> None:
    before = Notice.objects.count()
    answer = things.story.cast.client("officer").post(reverse("workspace:notice-new"), {"text": "各县：\x00一、报告。"})
    assert (answer.status_code, Notice.objects.count()) == (400, before)


def address(things: Things, name: str) -> str:
    return reverse(f"workspace:{name}", args=[things.period.uid, "photo"] if "photo" in name else [things.period.uid])


@pytest.mark.parametrize("text", [NUL, BELL, TAB])
def test_a_form_says_at_the_field_what_cannot_be_read(things: Things, text: str) -> None:
    client = things.story.cast.client("village2")
    answer = client.post(address(things, "send"), {**MATTER, "happened": text})
    assert answer.status_code == 400
    assert [link["id"] for link in answer.context["errors"]] == ["f-happened"]
    saved = client.post(address(things, "draft"), {"rev": 0, "people": "3", "happened": text})
    values = Return.objects.get(unit=things.story.cast.units["village2"]).answer.values
    assert (saved.status_code, values) == (200, {"people": 3})


CAMERAS = {  # (when, both degrees): (has a time, degrees kept)
    ("0001-01-01T00:00:00", "NaN"): (False, None),
    ("9999-12-31T23:59:59", "Infinity"): (False, None),
    ("2020-02-30T10:00:00", "1e-999999"): (False, 0),
    ("x", "1E+999999999999"): (False, None),
    ("2020-03-20T10:00:00", "-91"): (True, None),
    ("2020-03-20T10:00:00", "26.9"): (True, Decimal("26.9")),
}


@pytest.mark.parametrize(("taken", "degrees"), CAMERAS)
def test_a_camera_that_tells_nonsense(things: Things, taken: str, degrees: str) -> None:
    body: dict[str, Any] = {"taken_at": taken, "lat": degrees, "lng": degrees if degrees != "-91" else "-181"}
    body["file"] = SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")
    answer = things.story.cast.client("village2").post(address(things, "attach-photo"), body)
    kept = Evidence.objects.get(unit_id=things.story.cast.units["village2"].pk)
    assert answer.status_code == 200
    has_time, degree = CAMERAS[taken, degrees]
    assert (kept.taken_at is not None, kept.latitude, kept.longitude) == (has_time, degree, degree)


class Unread(SimpleUploadedFile):
    """A file whose content may not be asked for."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("read before its size was looked at")


def test_a_file_too_large_is_not_read(things: Things, rf: Any) -> None:
    from xiangyun.core.errors import BadInput
    from xiangyun.web.workspace.duties import photo

    request = rf.post("/")
    request.FILES["file"] = file = Unread("photo.jpg", b"x", "image/jpeg")
    file.size = MAX_BYTES + 1
    request.actor, request.at = things.story.cast.actors["village2"], NOON
    with pytest.raises(BadInput, match="picture_too_large"):
        photo(request, things.period.uid, "photo")


def test_the_phone_and_the_site_agree_on_the_limit() -> None:
    from tests.architecture.source import ROOT

    script = (ROOT / "frontend/scripts/photo.js").read_text(encoding="utf-8")
    assert f"const MAX_BYTES = {MAX_BYTES // 1024**2} * 1024 * 1024;" in script


KEPT: dict[str, tuple[str, str]] = {
    # page: (who, Cache-Control)
    "desk": ("village", "private, no-store"),
    "units": ("officer", "private, no-store"),
    "board-units": ("officer", "private, no-store"),
    "unit": ("visitor", "private, no-store"),
    "sign-in": ("visitor", "max-age=0, no-cache, no-store, must-revalidate, private"),
    "photo": ("village", "private, max-age=31536000, immutable"),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_a_browser_may_keep(things: Things, name: str) -> None:
    who, header = KEPT[name]
    assert things.story.cast.client(who).get(things.address(name))["Cache-Control"] == header


def test_a_missing_page_and_an_answer_to_a_script_are_not_kept(cast: Any) -> None:
    client: Client = cast.client("village")
    answers = [client.get("/nowhere/"), client.post("/post/", headers={"Accept": "application/json"})]
    assert [(a.status_code, a["Cache-Control"]) for a in answers] == [(404, "private, no-store")] * 2
