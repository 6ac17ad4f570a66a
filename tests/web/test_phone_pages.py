"""The phone's side through the test client: what a page says, what it never loses, what it costs in queries."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON, OPENED, PASSWORD, Cast, Story, draft, publish
from tests.hiring import hire
from tests.returns.test_returns_flow import MATTER, picture
from xiangyun.audit.models import Entry
from xiangyun.core.errors import NotVisible, WrongState
from xiangyun.people.actions.switch_post import switch_post
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.models import Return
from xiangyun.web.shared.texts import script_texts

Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def address(story: Story, name: str, task: str = "daily") -> str:
    return f"/duties/{story.period(getattr(story, task)).uid}/{name}"


def test_every_word_that_a_script_shows_is_there() -> None:
    groups = script_texts()
    for script in (Path(__file__).parents[2] / "frontend/scripts").glob("*.js"):
        for group, names in re.findall(r'word\("(\w+)", ([^,)]+)', script.read_text()):
            for name in re.findall(r'"(\w+)"', names):
                assert groups[group][name], script.name


def test_sign_in_and_where_it_leads(cast: Cast) -> None:
    client = Client()
    assert client.get("/boards/")["Location"] == "/sign-in/?next=%2Fboards%2F"
    answer = client.post("/sign-in/", {"username": "village", "password": PASSWORD, "next": "/boards/"})
    assert (answer.status_code, answer["Location"]) == (302, "/boards/")
    assert client.get("/boards/").status_code == 200


@pytest.mark.parametrize(("name", "password"), [("village", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_say_the_same(cast: Cast, name: str, password: str) -> None:
    answer = Client().post("/sign-in/", {"username": name, "password": password})
    assert answer.status_code == 400
    assert "名字或密码不对" in answer.content.decode()


def test_whoever_guesses_locks_out_himself(cast: Cast) -> None:
    """Five tries from one address; the person elsewhere signs in; both outcomes are in the log, no password is."""
    wrong, right = {"username": "village", "password": "wrong"}, {"username": "village", "password": PASSWORD}
    guesser, person = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    assert [guesser.post("/sign-in/", wrong).status_code for _ in range(6)] == [400] * 5 + [429]
    assert guesser.post("/sign-in/", right).status_code == 429
    assert person.post("/sign-in/", right).status_code == 302
    logged = Entry.objects.filter(action="sign_in").order_by("id")
    assert [e.outcome for e in logged] == ["refused"] * 7 + ["done"]
    assert {str(e.subject_uid) for e in logged} == {str(cast.tenures["village"].account.uid)}
    assert "wrong" not in str([e.detail for e in logged if e.detail.get("code") != "wrong_password"])


def test_an_account_without_a_post_is_told_so(cast: Cast) -> None:
    cast.tenures["village"].delete()
    answer = Client().post("/sign-in/", {"username": "village", "password": PASSWORD})
    assert (answer.status_code, "没有岗位" in answer.content.decode()) == (403, True)


def test_idle_too_long_signs_out(story: Story) -> None:
    client = story.cast.client("village")
    client.get("/")
    with time_machine.travel(NOON + timedelta(hours=13), tick=False):
        assert client.get("/").status_code == 302
    other = story.cast.client("village")
    other.get("/")
    del other.cookies["seen"]
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        assert other.get("/").status_code == 302


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(cast: Cast, wanted: str) -> None:
    answer = Client().post("/sign-in/", {"username": "village", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == "/"


def test_two_taps_and_the_desk_says_so(story: Story) -> None:
    village = story.cast.client("village")
    page = village.get("/").content.decode()
    assert "今日无事" in page
    assert "3月20日 今日无事" in page
    answer = village.post(address(story, "nil/"), follow=True)
    assert "已送出，并按规则通过：日报告，3月20日。" in answer.content.decode()
    assert Return.objects.get().nil is True


def test_what_is_missing_is_named_and_nothing_typed_is_lost(story: Story) -> None:
    village = story.cast.client("village")
    answer = village.post(address(story, "send/"), {"rev": 0, "happened": "门锁<b>坏</b>了", "people": "三"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "门锁&lt;b&gt;坏&lt;/b&gt;了" in page
    assert 'value="三"' in page
    assert "写一个整数" in page
    assert page.count('href="#f-') == 3  # matter, people, handled


def test_autosave_then_the_form_shows_it(story: Story) -> None:
    village = story.cast.client("village")
    saved = village.post(address(story, "draft/"), {"rev": 0, "people": "3"}).json()
    assert saved == {"rev": 2, "saved_at": "12:00"}
    assert 'value="3"' in village.get(address(story, "")).content.decode()
    other = village.post(address(story, "draft/"), {"rev": 0, "people": "4"})
    assert (other.status_code, "用" in other.json()["conflict"]["html"]) == (409, True)


def test_a_photo_without_scripts_comes_with_the_form(story: Story) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    village = story.cast.client("village")
    photo = SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")
    answer = village.post(address(story, "send/"), {"rev": 0, **MATTER, "photo": photo})
    assert answer.status_code == 302
    assert len(Return.objects.get().answer.values["photo"]) == 1


EVIL = {
    "a program": b"MZ\x90\x00",
    "a script": b"<script>alert(1)</script>",
    "nothing": b"",
    "svg": b"<svg xmlns='x'/>",
}


@pytest.mark.parametrize("case", EVIL)
def test_what_is_no_photo_is_refused(story: Story, case: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("photo.jpg", EVIL[case], "image/jpeg")
    answer = story.cast.client("village").post(
        address(story, "photo/photo/"), {"file": file}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "not_a_picture")
    assert Return.objects.count() == 0


def send_all(story: Story, rows: int) -> list[Return]:
    """One or three villages each send a matter for one station to look at."""
    sent = []
    for who in ("village", "village2")[:rows]:
        period = story.period(story.daily)
        sent.append(
            submit_return(actor=story.cast.actors[who], period_uid=period.uid, sending=Sending(raw=MATTER), at=NOON)
        )
    return sent


@pytest.mark.parametrize("notices", [1, 3])
def test_queries_of_the_desk(cast: Cast, django_assert_num_queries: Counter, notices: int) -> None:
    for _ in range(notices):
        publish(draft(cast))
    for who, queries in {"village": 11, "station": 11, "officer": 12}.items():
        client = cast.client(who)
        client.get("/")
        with django_assert_num_queries(queries):
            client.get("/")


@pytest.mark.parametrize("rows", [1, 2])
def test_queries_of_the_other_pages(story: Story, django_assert_num_queries: Counter, rows: int) -> None:
    sent = send_all(story, rows)
    pages = {
        ("station", "/reviews/"): 6,
        ("station", f"/returns/{sent[0].uid}/"): 11,
        ("village", "/sent/"): 6,
        ("far_village", address(story, "")): 9,
    }
    for (who, path), queries in pages.items():
        client = story.cast.client(who)
        client.get(path)
        with django_assert_num_queries(queries):
            client.get(path)


def test_a_locked_duty_says_so(story: Story) -> None:
    period = story.period(story.daily, "2020-03-18")
    with pytest.raises(WrongState, match="locked"):
        submit_return(actor=story.cast.actors["village"], period_uid=period.uid, sending=Sending(nil=True), at=NOON)
    answer = story.cast.client("village").get(f"/duties/{period.uid}/")
    assert (answer.status_code, "截止" in answer.content.decode() or "时间" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "日报告"), ("zh-hant", "日報告"), ("en", "Daily report")])
def test_the_desk_speaks_three_languages(story: Story, code: str, words: str) -> None:
    village = story.cast.client("village")
    village.post("/look/", {"lang": code, "theme": "dark", "mode": "elder"})
    page = village.get("/").content.decode()
    assert words in page
    assert 'data-theme="dark" data-mode="elder"' in page


def test_the_log_says_who_took_up_which_post(cast: Cast) -> None:
    account, unit = cast.tenures["village"].account, cast.units["village2"]
    second = hire(account, unit, "reporter", OPENED)
    client = cast.client("village")
    assert client.post("/post/", {"tenure": second.uid}).status_code == 302
    assert client.get("/").context["me_unit"] == str(unit)
    entry = Entry.objects.get(action="post.switched")
    assert (entry.post_id, entry.subject_uid) == (cast.tenures["village"].post_id, second.post.uid)
    other = cast.tenures["station"]
    assert client.post("/post/", {"tenure": other.uid}).status_code == 404
    with pytest.raises(NotVisible):
        switch_post(actor=cast.actors["village"], tenure=other, at=NOON)


@pytest.mark.parametrize(("hours", "words"), [(0, "今天 17:00 前"), (6, "今天 17:00 已截止，可补报")])
def test_what_is_late_says_that_it_can_still_be_sent(story: Story, hours: int, words: str) -> None:
    with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
        assert words in story.cast.client("village").get("/").content.decode()
