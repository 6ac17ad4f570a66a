"""The deadline of a task on pages: how its words are understood, pinning a day they leave open, what units see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, TEXT, Cast, duties, form_of_pack
from tests.notices.test_events import END, PAPER, SUMMARY, drafted, dues, published, state
from tests.web.test_notice_pages import plan_of_a_task, text_on
from xiangyun.calendar import Delegated, Fixed, PartOfMonth
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
APRIL = PartOfMonth(year=2020, month=4, part="middle_third", wording="4月中旬")
PROVINCE = Delegated(by="省厅", wording="按省厅规定的时间")
WORDS = "疫情结束后第二个星期五"


class Form:
    """The page on which the first clause of a draft becomes a task."""

    def __init__(self, cast: Cast, officer: Client) -> None:
        self.officer, self.form = officer, form_of_pack(cast, "daily-report")
        self.notice = draft_notice(actor=cast.actors["officer"], text=TEXT, at=NOON)
        self.address = reverse("workspace:task-new", args=[self.notice.uid])
        self.clause = str(duties(self.notice)[0])

    def post(self, words: str, **more: str) -> Any:
        plan = plan_of_a_task(str(self.form.uid), recurrence="worded", words=words, document="", **more)
        return self.officer.post(self.address, {"clause": self.clause, **plan})


@pytest.fixture
def form(cast: Cast, browser: Any) -> Form:
    return Form(cast, browser("officer"))


READINGS = {  # the words: kind, what is said, how it is coloured
    "4月10日前": ("A day", "10 April 2020 Fri", "ok"),
    "7月底前": ("The end of a month", "31 July 2020 Fri", "ok"),
    "4月中旬": ("A part of a month", "no day yet: the words leave the day open: a person pins it", "wait"),
    "立即": ("At once", "20 March 2020 Fri", "ok"),
    "每周五前": ("Again and again", "first due on 20 March 2020, 27 March 2020, 3 April 2020", "ok"),
    WORDS: (
        "Counted from an event",
        "no day yet: waits for “疫情结束”, which nobody has declared yet",
        "wait",
    ),
    "按照省厅规定的时间节点": (
        "Set by another body",
        "no day yet: waits for the day that 省厅 sets",
        "wait",
    ),
    "条件具备时，复工后5日内": (
        "Only under a condition",
        "no day yet: begins once it is declared: “条件具备”",
        "wait",
    ),
    "5个工作日内": ("Counted from an event", "6 March 2020 Fri", "ok"),
    "尽快": ("No day in it", "Not understood as a day. Write it otherwise, or pin a day below.", "late"),
}


@pytest.mark.parametrize("words", READINGS)
def test_words_are_read_before_a_task_is_made(form: Form, words: str) -> None:
    page = form.post(words, do="check", minutes="")
    reading = page.context["reading"]
    assert page.status_code == 200
    assert (reading.kind, reading.says, reading.edge) == READINGS[words]
    assert f'value="{words}"' in page.content.decode(), "what was typed stays"
    assert Task.objects.count() == 0


def test_a_reading_knows_what_was_declared(cast: Cast, form: Form) -> None:
    state(cast, END, rev=0)
    reading = form.post(WORDS, do="check").context["reading"]
    assert reading.says == "17 April 2020 Fri"
    assert reading.lines == ("Read as: 疫情结束后第2个星期五前",)


def test_a_reading_says_what_was_only_guessed(form: Form) -> None:
    reading = form.post("2031年1月3日前，遇节假日顺延", do="check").context["reading"]
    assert [caution[:30] for caution in reading.cautions] == ["The holidays of that year are "]


def test_a_reading_names_each_stage(form: Form) -> None:
    reading = form.post("初稿：4月10日前；定稿：疫情结束后5日内", do="check").context["reading"]
    assert reading.kind == "In stages"
    assert [line.split(": ", 1)[0] for line in reading.lines] == ["Read as", "初稿", "定稿"]


def test_the_words_of_a_clause_are_read_at_once(cast: Cast, browser: Any) -> None:
    asked = "网上业务培训情况，在抗疫工作结束后的第二个星期五之前，由各村文化服务中心上报情况总结。"
    text = TEXT.replace("各村文化服务中心要每日报告抗疫情况，于17时前报乡镇文化站。", asked)
    notice = draft_notice(actor=cast.actors["officer"], text=text, at=NOON)
    form_of_pack(cast, "daily-report")
    address = reverse("workspace:task-new", args=[notice.uid])
    page = browser("officer").get(address, {"clause": str(duties(notice)[0])})
    assert page.context["reading"].says == "no day yet: waits for “抗疫工作结束”, which nobody has declared yet"


BAD = {  # what is typed: what the page says at which field
    "a day outside": (
        {"words": "4月中旬", "due_on": "2020-04-21"},
        "due_on",
        "The day must lie in what the words allow.",
    ),
    "no document": (
        {"words": "按省厅规定的时间", "due_on": "2020-04-21"},
        "document",
        "Write the document that sets the day.",
    ),
    "no words": ({"words": ""}, "words", "This is still needed."),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_worded_deadlines_is_said_at_the_field(form: Form, case: str) -> None:
    changes, field, says = BAD[case]
    refused = form.post(changes["words"], due_on=changes.get("due_on", ""))
    found = {f["name"]: f["error"] for group in refused.context["groups"] for f in group["fields"] if f["error"]}
    assert (refused.status_code, found) == (400, {field: says})


def day_of(task: Task) -> str:
    return reverse("workspace:task-day", args=[task.notice.uid, task.uid])


def test_what_the_province_sets_is_entered_when_it_comes(cast: Cast, browser: Any) -> None:
    task, officer = published(cast, PROVINCE), browser("officer")
    notice, board = (
        reverse("workspace:notice", args=[task.notice.uid]),
        reverse("workspace:board", args=[task.uid]),
    )
    links = {
        who: day_of(task) in browser(who).get(notice).content.decode() for who in ("officer", "director", "village")
    }
    assert links == {"officer": True, "director": False, "village": False}
    assert day_of(task) in officer.get(board).content.decode()
    lacking = officer.post(day_of(task), {"on": "2020-06-01", "document": ""})
    assert (lacking.status_code, lacking.context["errors"]) == (
        400,
        [{"id": "f-document", "label": "Document that sets the day"}],
    )
    done = officer.post(day_of(task), {"on": "2020-06-01", "document": PAPER})
    assert done.headers["Location"] == f"{notice}#t-{task.uid}"
    assert dues(task) == {"once": date(2020, 6, 1)}
    says = f"set by {PAPER}; the notice says 按省厅规定的时间"
    assert says in text_on(browser("village").get(notice))
    assert says in text_on(officer.get(board))
    form = reverse("workspace:form", args=[task.periods.get().uid])
    assert says in text_on(browser("village").get(form))
    assert officer.get(notice).context["changed"] is False, "the signature did not cover a day set elsewhere"
    assert f'value="{PAPER}"' in officer.get(day_of(task)).content.decode(), "it can be corrected"


def test_a_vague_day_is_pinned_in_the_draft_only(cast: Cast, browser: Any) -> None:
    task, officer = drafted(cast, APRIL), browser("officer")
    notice = reverse("workspace:notice", args=[task.notice.uid])
    assert day_of(task) in officer.get(notice).content.decode()
    refused = officer.post(reverse("workspace:notice-submit", args=[task.notice.uid]))
    assert "The words of a deadline leave its day open." in text_on(refused)
    outside = officer.post(day_of(task), {"on": "2020-04-21"})
    assert "The day must lie in what the words allow." in text_on(outside)
    assert "any day from 11 April to 20 April" in text_on(outside)
    officer.post(day_of(task), {"on": "2020-04-15"})
    assert "once, by 15 April 2020 (the notice says 4月中旬)" in text_on(officer.get(notice))


def test_a_day_that_does_not_stand_open_leads_back(cast: Cast, browser: Any) -> None:
    task = drafted(cast, Fixed(on=date(2020, 4, 15)))
    back = browser("officer").post(day_of(task), {"on": "2020-04-16"}, follow=True)
    assert "The day of this task does not stand open." in text_on(back)
    task.refresh_from_db()
    assert task.deadline["on"] == "2020-04-15"


PINS = {"officer": 200, "director": 403, "auditor": 403, "county": 403, "village": 403, "province": 403}


@pytest.mark.parametrize("who", PINS)
def test_who_pins_a_day(cast: Cast, browser: Any, who: str) -> None:
    task = published(cast, PROVINCE)
    assert browser(who).get(day_of(task)).status_code == PINS[who]


def test_a_unit_sees_the_words_before_the_day_and_both_after(cast: Cast, browser: Any) -> None:
    task, village = published(cast, SUMMARY), browser("village")
    form = reverse("workspace:form", args=[task.periods.get().uid])
    (row,) = village.get("/").context["later"]
    assert (row["day"], row["weekday"], row["url"]) == ("open", "", form)
    assert row["note"] == f"about 1 minute · the notice says {WORDS}"
    assert f"day not known yet: {WORDS}" in text_on(village.get(form))
    state(cast, END, rev=0)
    (row,) = village.get("/").context["later"]
    assert (row["day"], row["note"]) == ("17 April", f"about 1 minute · the notice says {WORDS}")
    assert f"by 17 April (the notice says {WORDS})" in text_on(village.get(form))
    notice = village.get(reverse("workspace:notice", args=[task.notice.uid]))
    assert f"once, by 17 April 2020 (the notice says {WORDS})" in text_on(notice)


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_day(cast: Cast, django_assert_num_queries: Counter, rows: int) -> None:
    task, *_others = [published(cast, PROVINCE) for _ in range(rows)]
    client = cast.client("officer")
    with django_assert_num_queries(9):
        assert client.get(day_of(task)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_a_notice_whose_tasks_wait(cast: Cast, django_assert_num_queries: Counter, rows: int) -> None:
    task, *_others = [published(cast, SUMMARY) for _ in range(rows)]
    client, address = cast.client("village"), reverse("workspace:notice", args=[task.notice.uid])
    with django_assert_num_queries(12):
        assert client.get(address).status_code == 200
