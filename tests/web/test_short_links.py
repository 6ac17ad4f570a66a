"""Short addresses: reversible codes that notice a wrong sign, and where each leads for whom."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOON, PASSWORD, Story, draft
from xiangyun.core.errors import NotVisible
from xiangyun.web.workspace.short_links import KINDS, LARGEST, MISREAD, SIGNS, code_of, read_code

KEYS = st.integers(1, LARGEST)


@given(st.sampled_from(KINDS), KEYS)
def test_a_code_is_read_back(kind: str, pk: int) -> None:
    code = code_of(kind, pk)
    assert read_code(code) == (kind, pk)
    assert read_code(code.upper()) == (kind, pk)
    assert not set(code) & set("ilou")


@given(st.sampled_from(KINDS), KEYS, st.data())
def test_one_wrong_sign_is_noticed(kind: str, pk: int, data: st.DataObject) -> None:
    code = code_of(kind, pk)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != code[place]]))
    with pytest.raises(NotVisible):
        read_code(code[:place] + other + code[place + 1 :])


@given(st.integers(1, 10**6))
def test_signs_that_look_alike_are_understood(pk: int) -> None:
    code = code_of("period", pk)
    typed = code.replace("1", "I").replace("0", "o")
    assert read_code(typed) == ("period", pk)
    assert typed.lower().translate(MISREAD) == code


@given(st.text(max_size=30))
def test_nonsense_is_no_code(text: str) -> None:
    try:
        kind, pk = read_code(text)
    except NotVisible:
        return
    assert code_of(kind, pk) == text.lower().translate(MISREAD)


def test_codes_are_short() -> None:
    assert [len(code_of("period", pk)) for pk in (1, 1000, 100_000, 10**7)] == [2, 4, 5, 7]
    assert len({code_of(kind, pk) for kind in KINDS for pk in range(1, 500)}) == 4 * 499


@pytest.fixture
def story_now(story: Story) -> Iterator[Story]:
    with time_machine.travel(NOON, tick=False):
        yield story


def where(story: Story, who: str, kind: str, pk: int) -> str:
    """What a code leads to, in a word, or its status."""
    answer = story.cast.client(who).get(f"/s/{code_of(kind, pk)}")
    if answer.status_code != 302:
        return str(answer.status_code)
    parts = answer["Location"].strip("/").split("/")
    return "chase" if "chase" in parts else parts[0]


LEADS = {  # who: a notice, a task of all villages, its period of today, the chase of that
    "village": ("notices", "duties", "duties", "duties"),
    "far_village": ("notices", "duties", "duties", "duties"),
    "station": ("notices", "boards", "boards", "chase"),
    "county": ("notices", "boards", "boards", "chase"),
    "officer": ("notices", "boards", "boards", "chase"),
    "director": ("notices", "boards", "boards", "chase"),
    "auditor": ("notices", "boards", "boards", "chase"),
    "province": ("notices", "boards", "boards", "chase"),
    "library": ("notices", "404", "404", "404"),
    "expert": ("404", "404", "404", "404"),
    "admin": ("404", "404", "404", "404"),
    "security": ("404", "404", "404", "404"),
    "visitor": ("sign-in", "sign-in", "sign-in", "sign-in"),
}


@pytest.mark.parametrize("who", LEADS)
def test_where_a_short_link_leads(story_now: Story, who: str) -> None:
    story = story_now
    period = story.period(story.daily)
    things = [("notice", story.notice.pk), ("task", story.daily.pk), ("period", period.pk), ("chase", period.pk)]
    assert tuple(where(story, who, *thing) for thing in things) == LEADS[who]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_there_is_nothing(story_now: Story, kind: str) -> None:
    assert where(story_now, "officer", kind, 10**9) == "404"
    assert where(story_now, "officer", kind, LARGEST) == "404"


def test_a_draft_has_no_link(story_now: Story) -> None:
    drafted = draft(story_now.cast)
    assert where(story_now, "officer", "notice", drafted.notice.pk) == "404"
    assert where(story_now, "officer", "task", drafted.daily.pk) == "404"


@pytest.mark.parametrize("code", ["x", "0", "00", "zz", "a" * 40, "日报", "-1", "a/b", "%00"])
def test_what_is_no_code_is_not_here(story_now: Story, code: str) -> None:
    assert story_now.cast.client("officer").get(f"/s/{code}").status_code in {404, 400}


def test_a_visitor_signs_in_and_lands_there(story_now: Story) -> None:
    client, period = Client(), story_now.period(story_now.daily)
    code = code_of("period", period.pk)
    door = client.get(f"/s/{code}")["Location"]
    assert door == f"/sign-in/?next=%2Fs%2F{code}"
    answer = client.post("/sign-in/", {"username": "village", "password": PASSWORD, "next": f"/s/{code}"})
    assert answer["Location"] == f"/s/{code}"
    assert client.get(answer["Location"])["Location"] == f"/duties/{period.uid}/"
