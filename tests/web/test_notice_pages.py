"""The officer's side: a text becomes a plan, is signed by another, is published, and is read below."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from tests.cast import DAY, NOON, TEXT, Cast, form_of_pack
from tests.ruling import answer_rules
from xiangyun.core.ids import uuid7
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.selectors import store_selector, under
from xiangyun.web.workspace.notice_text import MarkedText, Seen

pytestmark = pytest.mark.django_db


class Desk:
    """The cast with browsers in English, so that texts are those of the code, and the two forms of the pack."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.city = cast, cast.units["city"]
        self.drafter = cast.tenures["officer"].account_id
        self.daily, self.check = (form_of_pack(cast, slug) for slug in ("daily-report", "seven-ones"))

    def __getattr__(self, who: str) -> Client:
        client = self.cast.client(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def make_notice(desk: Desk, *, rows: int, state: str = "draft") -> Notice:
    """A notice with `rows` tasks of one clause each and as many clauses beside them."""
    published = state == "published"
    notice = Notice.objects.create(
        owner=desk.city,
        text="第1件事要办好。" * 2 * rows,
        title="通知",
        drafted_at=NOON,
        state=state,
        drafted_by_id=desk.drafter,
        published_at=NOON if published else None,
        signed_by_id=desk.cast.tenures["director"].account_id if published else None,
    )
    for n in range(rows):
        make_daily(desk, notice, add_clause(notice, 2 * n))
        add_clause(notice, 2 * n + 1)
    return notice


def add_clause(notice: Notice, n: int) -> Clause:
    return Clause.objects.create(
        notice=notice,
        position=f"1.{n + 1}",
        start=n * 8,
        end=n * 8 + 7,
        kind="duty",
        reading={"due": {"recurring": "daily"}},
    )


def make_daily(desk: Desk, notice: Notice, clause: Clause) -> None:
    task = Task.objects.create(
        notice=notice,
        owner=desk.city,
        title={"zh-Hans": "日报告"},
        form_version=desk.daily,
        selector=store_selector(under(desk.city.uid, kind="division", level=5)),
        deadline={"kind": "recurring", "every": "daily", "at": "17:00:00"},
        recurrence="daily",
        starts_on=DAY,
        ends_on=date(2020, 12, 31),
        lock_hours=24,
        minutes=3,
        basis="通知",
    )
    task.clauses.add(clause)


def page_of(notice: Notice | UUID) -> str:
    return reverse("workspace:notice", args=[getattr(notice, "uid", notice)])


def step(name: str, notice: Notice) -> str:
    return reverse(f"workspace:{name}", args=[notice.uid])


def paper_step(name: str, notice: Notice) -> str:
    return reverse(f"workspace:{name}", args=["notice", notice.uid])


def plan_of_a_task(form: str, **more: str) -> dict[str, str]:
    return {
        "title": "日报告",
        "selector": "level-5",
        "form_version": form,
        "recurrence": "daily",
        "starts_on": "2020-03-20",
        "ends_on": "2020-12-31",
        "due_on": "",
        "due_time": "17:00",
        "lock_hours": "",
        "minutes": "3",
        "nil_allowed": "yes",
        "review": "nil_by_rule",
        "basis": "通知",
        **more,
    }


def text_on(answer: HttpResponse) -> str:
    """The page's words with single spaces."""
    return " ".join(strip_tags(answer.content.decode()).split())


def test_from_text_to_published(desk: Desk) -> None:
    uid = uuid7()
    sent = {"uid": str(uid), "text": TEXT.replace("\n", "\r\n"), "issued_on": ""}
    pressed = [desk.officer.post(reverse("workspace:notice-new"), sent) for _ in range(2)]
    assert [answer.headers["Location"] for answer in pressed] == [page_of(uid)] * 2
    notice = Notice.objects.get()
    assert (notice.uid, notice.text) == (uid, TEXT)

    clauses = [c for c in notice.clauses.all() if c.kind in {"duty", "requirement"}]
    page = text_on(desk.officer.get(page_of(notice)))
    assert f"{len(clauses)} clauses are still open" in page
    assert f"Decide the next: {clauses[0].position}" in page

    by_july = next(clause for clause in clauses if (clause.reading["due"] or {}).get("month_end"))
    asked = desk.officer.get(step("task-new", notice), {"clause": str(by_july.uid)})
    assert asked.context["rows"][0].due == "by the end of 2020-7"
    assert 'value="2020-07-31"' in asked.content.decode()
    made = desk.officer.post(
        step("task-new", notice), {"clause": str(clauses[0].uid), **plan_of_a_task(str(desk.daily.uid))}
    )
    assert made.headers["Location"] == page_of(notice)
    task = notice.tasks.get()
    assert (task.lock_hours, task.nil_allowed, task.selector.definition["level"]) == (24, True, 5)
    page = text_on(desk.officer.get(page_of(notice)))
    assert "Village centres 4 units" in page
    assert "no cap is set now21 minutesas it is written" in page

    desk.officer.post(step("clauses-dismiss", notice) + "?all", {"reason": "已另行布置"})
    assert set(notice.clauses.filter(state="dismissed").values_list("reason", flat=True)) == {"已另行布置"}
    answer_rules(desk.cast.actors["officer"], notice.uid, NOON)
    desk.officer.post(step("notice-submit", notice))
    assert "Waiting for your signature" in text_on(desk.director.get(reverse("workspace:notices")))
    rev = Notice.objects.get(pk=notice.pk).rev
    desk.director.post(paper_step("sign-off", notice), {"rev": rev})
    desk.officer.post(step("notice-publish", notice), {"number": ""})
    notice.refresh_from_db()
    assert notice.state == "published"
    below = desk.village.get(page_of(notice)).content.decode()
    assert f'id="c-{clauses[0].uid}"' in below
    assert reverse("workspace:board", args=[task.uid]) in below


def test_what_the_director_sends_back_says_why(desk: Desk) -> None:
    notice = make_notice(desk, rows=1, state="waiting")
    silent = desk.director.post(paper_step("send-back-paper", notice), {"note": " "})
    assert silent.status_code == 400
    assert "Write what is to change, one sentence is enough." in text_on(silent)
    desk.director.post(paper_step("send-back-paper", notice), {"note": "截止日期太紧"})
    assert desk.officer.get(page_of(notice)).context["came_back"] == "截止日期太紧"


def test_who_drafted_it_cannot_sign_it(desk: Desk) -> None:
    notice = make_notice(desk, rows=1, state="waiting")
    Notice.objects.filter(pk=notice.pk).update(drafted_by_id=desk.cast.tenures["director"].account_id)
    refused = desk.director.post(paper_step("sign-off", notice), {"rev": 1})
    assert refused.status_code == 403
    assert "Who drafted it cannot sign it. Another person must." in text_on(refused)


@pytest.mark.parametrize("state", ["draft", "waiting"])
def test_nobody_else_sees_what_is_not_published(desk: Desk, state: str) -> None:
    notice = make_notice(desk, rows=1, state=state)
    assert {who: getattr(desk, who).get(page_of(notice)).status_code for who in ("village", "county")} == {
        "village": 404,
        "county": 404,
    }


def test_only_its_officer_works_on_a_draft(desk: Desk) -> None:
    notice = make_notice(desk, rows=1)
    names = ("clauses-dismiss", "clauses-reopen", "task-new", "notice-submit", "notice-publish")
    assert {name: desk.director.post(step(name, notice)).status_code for name in names} == dict.fromkeys(names, 403)
    assert desk.officer.post(paper_step("sign-off", notice), {"rev": 1}).status_code == 403
    assert desk.village.get(reverse("workspace:notice-new")).status_code == 403


def test_a_plan_with_open_clauses_is_not_handed_in(desk: Desk) -> None:
    notice = make_notice(desk, rows=3)
    refused = desk.officer.post(step("notice-submit", notice))
    assert refused.status_code == 400
    assert "3 clauses are still open Hand in" in text_on(refused)
    notice.refresh_from_db()
    assert notice.state == "draft"


def test_a_task_taken_out_opens_its_clause(desk: Desk) -> None:
    notice = make_notice(desk, rows=1)
    gone = reverse("workspace:task-remove", args=[notice.uid, notice.tasks.get().uid])
    assert desk.officer.post(gone).headers["Location"] == page_of(notice)
    assert list(notice.clauses.values_list("state", flat=True)) == ["open", "open"]


DISMISSALS = {  # clause chosen, reason -> what the page says
    "nothing": (
        False,
        "",
        {"clause": "Choose the clauses first.", "reason": "Write a reason, one sentence is enough."},
    ),
    "no reason": (True, " ", {"reason": "Write a reason, one sentence is enough."}),
    "no clause": (False, "重复", {"clause": "Choose the clauses first."}),
}


@pytest.mark.parametrize("case", DISMISSALS)
def test_a_dismissal_needs_clauses_and_a_reason(desk: Desk, case: str) -> None:
    chosen, reason, wrong = DISMISSALS[case]
    notice = make_notice(desk, rows=1)
    still_open = notice.clauses.get(state="open")
    sent = {"reason": reason, **({"clause": str(still_open.uid)} if chosen else {})}
    refused = desk.officer.post(step("clauses-dismiss", notice), sent)
    assert (refused.status_code, refused.context["wrong"]) == (400, wrong)
    assert refused.context["reason"] == reason
    assert (f'value="{still_open.uid}" form="pick" checked' in refused.content.decode()) == chosen


PLANS = {  # changed value -> what the page says at which field
    "minutes in words": (
        {"minutes": "三"},
        {"minutes": "This is not written as it should be. Write it as in the example."},
    ),
    "ends first": ({"ends_on": "2020-03-01"}, {"ends_on": "The task would end before it begins."}),
    "daily without end": ({"ends_on": ""}, {"ends_on": "Write the day."}),
    "once without day": ({"recurrence": "once", "ends_on": ""}, {"due_on": "Write the day."}),
    "due too early": (
        {"recurrence": "once", "due_on": "2020-03-01"},
        {"due_on": "The due day must lie between the first day and the last."},
    ),
    "units nobody offered": ({"selector": "level-1"}, {"selector": "Choose one of those shown."}),
}


@pytest.mark.parametrize("case", PLANS)
def test_a_task_that_lacks_something_says_it_at_the_field(desk: Desk, case: str) -> None:
    changed, wrong = PLANS[case]
    notice = make_notice(desk, rows=1)
    clause = notice.clauses.get(state="open")
    sent = {"clause": str(clause.uid), **plan_of_a_task(str(desk.daily.uid), **changed)}
    refused = desk.officer.post(step("task-new", notice), sent)
    fields = [field for group in refused.context["groups"] for field in group["fields"]]
    assert refused.status_code == 400
    assert {field["name"]: field["error"] for field in fields if field["error"]} == wrong
    assert notice.tasks.count() == 1


TEXTS = {
    "": "There are no words yet. Paste the text of the notice, or choose its file.",
    "a list of words": "There is hardly any Chinese in it. Paste the words of the notice itself.",
}


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_notice_says_so_at_the_field(desk: Desk, text: str) -> None:
    refused = desk.officer.post(reverse("workspace:notice-new"), {"uid": str(uuid7()), "text": text})
    field = refused.context["fields"][0]
    assert (refused.status_code, field["error"], field["value"]) == (400, TEXTS[text], text)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_file_is_read(desk: Desk, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(TEXT.encode(encoding))
    with path.open("rb") as file:
        desk.officer.post(reverse("workspace:notice-new"), {"uid": str(uuid7()), "text": "", "file": file})
    assert Notice.objects.get().text == TEXT


def test_a_text_cannot_bring_markup(desk: Desk) -> None:
    text = TEXT.replace("抗疫情况", "抗疫<script>alert(1)</script>情况")
    desk.officer.post(reverse("workspace:notice-new"), {"uid": str(uuid7()), "text": text})
    page = desk.officer.get(page_of(Notice.objects.get())).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_text_on_the_page_is_the_text() -> None:
    text = "甲，乙；\n\n 丙丁\n戊"
    spans = [(0, 1, "duty"), (2, 6, "fact"), (7, 10, "duty")]
    clauses = [Clause(pk=n, position=str(n), start=a, end=b, kind=kind) for n, (a, b, kind) in enumerate(spans, 1)]
    for clause in clauses:
        clause.state = "open"
    lines = list(MarkedText(text, clauses, Seen({}, inside=True), [(1, 3, "x")]).paragraphs())
    assert ["".join(piece.text for piece in line.pieces) for line in lines] == ["甲，乙；", " 丙丁", "戊"]
    anchors = [piece.anchor for line in lines for piece in line.pieces if piece.anchor]
    assert anchors == [f"c-{clause.uid}" for clause in clauses]
    marked = [part.text for line in lines for piece in line.pieces for part in piece.parts if part.mark]
    assert marked == ["，", "乙"]


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list(desk: Desk, django_assert_num_queries: Counter, rows: int) -> None:
    for _ in range(rows):
        make_notice(desk, rows=1)
    officer = desk.officer
    with django_assert_num_queries(6):
        assert officer.get(reverse("workspace:notices")).status_code == 200


QUERIES = {"officer": ("draft", 12), "director": ("waiting", 12), "village": ("published", 11)}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("who", QUERIES)
def test_queries_of_a_page(desk: Desk, django_assert_num_queries: Counter, who: str, rows: int) -> None:
    state, number = QUERIES[who]
    notice, client = make_notice(desk, rows=rows, state=state), getattr(desk, who)
    with django_assert_num_queries(number):
        assert client.get(page_of(notice)).status_code == 200
