"""The desk of the officer: what would be made of a clause, one press, groups, rules, contradictions, edits, undo."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.cast import DAY, NOON, Cast
from tests.web.plans import DUTY, FACT, FLAGGED, MANNER, NAMELESS, QUOTA, URGED, Officer, browser, plan
from tests.web.test_notice_pages import text_on
from xiangyun.calendar import Fixed, Recurring
from xiangyun.notices.models import Task
from xiangyun.web.workspace.notice_rules import lawful_deadline

pytestmark = pytest.mark.django_db
Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def officer(cast: Cast) -> Officer:
    return Officer(cast, plan(cast, DUTY, QUOTA, NAMELESS, URGED, MANNER, FLAGGED, FACT))


def test_a_clause_says_what_would_be_made_of_it(officer: Officer) -> None:
    page = officer.get("clause", officer.clause("1.2").uid)
    card = page.context["proposal"]
    assert (card.can_make, card.n, card.when) == (True, "2 units", "31 May 2020 Sun")
    assert card.amounts == ("each at least 12 座 书屋; 2 units, together 24 座",)
    assert page.context["left"] == 6
    assert [c.position for c in (page.context["before"], page.context["behind"])] == ["1.1", "1.3"]


def test_one_press_makes_the_task_and_leads_to_the_next(officer: Officer) -> None:
    made = officer.post("tasks-accept", clause=officer.uids("1.1"), then="next")
    assert made.headers["Location"] == officer.url("clause", officer.clause("1.2").uid)
    task = Task.objects.get()
    assert (task.receiver, task.selector.definition["level"], str(task.ends_on)) == ("市局公共服务科", 3, "2020-04-10")
    assert task.form_version.form.slug.startswith("clause-")


def test_names_that_mean_nobody_say_why_and_are_not_made(officer: Officer) -> None:
    card = officer.get("clause", officer.clause("1.3").uid).context["proposal"]
    assert (card.can_make, card.why) == (False, ("It is not clear yet which units are meant.",))
    assert card.names[0].why == "These are people, not units. Choose the units that answer for them."
    assert officer.post("tasks-accept", clause=officer.uids("1.3")).headers["Location"] == officer.url("notice")
    assert Task.objects.count() == 0


def test_all_that_are_clear_after_a_preview(officer: Officer) -> None:
    page = officer.get("tasks-accept")
    assert [card.number for card in page.context["clear"]] == ["1.1", "1.2"]
    assert [card.number for card in page.context["others"]] == ["1.3", "1.6"]
    first = officer.uids("1.1")[0]
    officer.post("tasks-accept", clause=[first], **{f"title_{first}": "书屋名单"})
    assert [task.title["zh-Hans"] for task in Task.objects.all()] == ["书屋名单"]
    assert officer.states == ["tasked", "open", "open", "open", "open", "open", "open"]


def test_the_last_step_is_taken_back(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.1", "1.2"))
    assert "Just now: 2 tasks are made." in text_on(officer.get("notice"))
    officer.post("notice-undo")
    assert (Task.objects.count(), set(officer.states)) == (0, {"open"})
    officer.post("clauses-dismiss", clause=officer.uids("1.4", "1.5"), reason="原则要求")
    officer.post("notice-undo")
    assert set(officer.states) == {"open"}
    officer.post("clauses-reclass", clause=officer.uids("1.4", "1.5"), kind="fact")
    officer.post("notice-undo")
    assert [officer.clause(n).kind for n in ("1.4", "1.5")] == ["exhortation", "requirement"]
    again = officer.client.post(officer.url("notice-undo"), follow=True)
    assert "There is nothing to take back." in text_on(again)


def test_one_reason_for_a_previewed_group(officer: Officer) -> None:
    page = officer.get("clauses-group", kind="exhortation", chapter=1, show="open")
    assert [row.number for row in page.context["rows"]] == ["1.4"]
    assert page.context["stock"] == "A principle for daily work; nothing is to be handed in for it."
    empty = officer.post("clauses-dismiss", clause=officer.uids("1.4"), reason=" ", **{"from": "group"})
    assert (empty.status_code, empty.context["wrong"]) == (400, {"reason": "Write a reason, one sentence is enough."})
    officer.post("clauses-dismiss", clause=officer.uids("1.4"), reason="原则要求")
    assert (officer.clause("1.4").state, officer.clause("1.4").reason) == ("dismissed", "原则要求")


def test_a_manner_goes_with_a_task_and_is_read_beside_it(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.1"))
    task = Task.objects.get()
    none = officer.post("clauses-attach", clause=officer.uids("1.5"))
    assert (none.status_code, none.context["wrong"]) == (400, {"task": "Choose the task that they go with."})
    officer.post("clauses-attach", clause=officer.uids("1.5"), task=str(task.uid))
    assert officer.clause("1.5").state == "attached"
    card = officer.get("notice").context["plan"].cards[0]
    assert [(number, words) for number, _uid, words in card.guidance] == [("1.5", "名单要准确")]


def test_a_flagged_clause_shows_the_rule_and_its_lawful_form(officer: Officer) -> None:
    uid = officer.clause("1.6").uid
    card = officer.get("clause", uid).context["rules"][0]
    assert (card.slug, card.lawful) == ("register-everyone", "Check the roster of posts instead")
    assert card.then == "On 28 February 2020 there was no such rule yet; it counts today."
    answered = officer.post("clause-rule", uid, rule="register-everyone", choice="lawful")
    form = officer.url("task-new") + f"?clause={uid}&lawful=register-everyone&then=next"
    assert answered.headers["Location"] == form
    title = officer.client.get(form).context["groups"][0]["fields"][0]["value"]
    assert title == "Check the roster of posts instead"


def test_a_rule_is_kept_with_a_reason_only(officer: Officer) -> None:
    uid = officer.clause("1.6").uid
    officer.post("clause-rule", uid, rule="register-everyone", choice="kept")
    assert officer.clause("1.6").ruling == {}
    officer.post("clauses-rule", clause=[uid], rule="register-everyone", choice="kept", reason="省里文件已批准")
    assert officer.clause("1.6").ruling["register-everyone"]["reason"] == "省里文件已批准"
    officer.post("clause-rule", uid, rule="register-everyone", choice="")
    assert officer.clause("1.6").ruling == {}


def test_rules_are_shown_each_with_its_clauses(officer: Officer) -> None:
    desk = officer.get("notice", show="flagged").context["desk"]
    shown = [(group.card.slug, [number for _uid, number in group.clauses], group.waiting) for group in desk.rules_shown]
    assert shown == [("register-everyone", ["1.6"], 1)]


def test_a_clause_is_said_otherwise_and_as_it_was_read_again(officer: Officer) -> None:
    uid = officer.clause("1.1").uid
    said = {"responsible": "各县市区、市图书馆", "due": "2020-07", "report_to": "", "conditions": "原则上",
            "op_0": ">=", "value_0": "3", "unit_0": "份", "of_0": "名单", "evidence": ["photo"]}  # fmt: skip
    assert officer.post("clause-edit", uid, **said).headers["Location"] == officer.url("clause", uid)
    assert officer.clause("1.1").said == {
        "responsible": ["各县市区", "市图书馆"],
        "due": {"month_end": "2020-7"},
        "quantity": [{"op": ">=", "value": 3, "unit": "份", "of": "名单"}],
        "report_to": None,
        "evidence": ["photo"],
        "conditions": ["原则上"],
    }
    fields = officer.get("clause-edit", uid).context["fields"]
    assert fields[0]["value"] == "各县市区、市图书馆"
    assert "read as: 各县市区文旅广体局" in fields[0]["hint"]
    officer.post("clause-edit", uid, back="1")
    assert officer.clause("1.1").edit == {}


def test_a_number_that_is_none_is_told_at_its_row(officer: Officer) -> None:
    refused = officer.post("clause-edit", officer.clause("1.1").uid, value_0="许多", unit_0="份")
    assert (refused.status_code, refused.context["quantities"][0]["error"]) == (400, "Write a number above 0.")
    assert refused.context["errors"] == [{"id": "f-value_0", "label": "How much"}]


def test_a_clause_is_cut_joined_and_added(cast: Cast) -> None:
    officer = Officer(cast, plan(cast, ("各县上报名单，各县上报方案", "duty", {}), URGED))
    first = officer.clause("1.1")
    pieces = officer.get("clause-split", first.uid).context["pieces"]
    assert [words for _start, _end, words in pieces] == ["各县上报方案"]
    officer.post("clause-split", first.uid, at=str(pieces[0][0]))
    assert officer.notice.clauses.count() == 3
    later = officer.notice.clauses.order_by("start")[1]
    officer.post("clause-join", clause=[str(first.uid), str(later.uid)])
    assert officer.notice.clauses.count() == 2
    assert officer.clause("1.1").end == first.end

    officer.notice.clauses.filter(position="1.2").delete()
    free = officer.get("clause-add").context["pieces"]
    assert [words for _start, _end, words in free] == ["书屋建设", "要高度重视书屋建设。"]
    wrong = officer.post("clause-add", kind="duty")
    assert (wrong.status_code, wrong.context["wrong"]) == (400, "Choose the words first.")
    officer.post("clause-add", kind="duty", piece=[f"{free[1][0]}-{free[1][1]}"])
    added = officer.notice.clauses.get(position__contains="+")
    assert officer.notice.text[added.start : added.end] == "要高度重视书屋建设"


CONTRARY = {"kind": "order_conflict", "spans": [{"start": 0, "end": 2}, {"start": 7, "end": 12}],
            "says": {"one": "先甲后乙", "other": "先乙后甲"}, "must_decide": True}  # fmt: skip


def test_a_contradiction_is_decided_with_a_reason(cast: Cast) -> None:
    officer = Officer(cast, plan(cast, DUTY, findings=[CONTRARY]))
    card = officer.get("notice", show="findings").context["desk"].findings[0]
    assert (card.title, [place.words for place in card.places]) == (
        "The text contradicts itself",
        ["一、", "各县市区文"],
    )
    assert officer.get("clause", officer.clause("1.1").uid).context["proposal"].can_make is False
    officer.post("finding-decide", 0, span="1")
    officer.notice.refresh_from_db()
    assert officer.notice.findings[0].get("decision") is None
    officer.post("finding-decide", 0, span="1", reason="以后文为准")
    officer.notice.refresh_from_db()
    assert officer.notice.findings[0]["decision"] == {"span": 1, "reason": "以后文为准"}
    assert officer.get("clause", officer.clause("1.1").uid).context["proposal"].can_make is True


def test_everything_that_lacks_is_listed_with_where(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.1"))
    refused = officer.post("notice-submit")
    assert refused.status_code == 400
    assert [(link.label, link.url.split("?")[1]) for link in refused.context["refusals"]] == [
        ("5 clauses are still open", "show=open"),
        ("1 clause with a rule to answer", "show=flagged"),
    ]


FILTERS = {  # what is asked: which clauses stand in the list
    "show=open": ["1.2", "1.3", "1.4", "1.5", "1.6"],
    "show=flagged&rule=register-everyone": ["1.6"],
    "show=facts": ["1.7"],
    "show=dismissed": [],
    "kind=exhortation": ["1.4"],
    "chapter=0": [],
    "q=名單": ["1.5"],
    "show=nothing": ["1.2", "1.3", "1.4", "1.5", "1.6"],
}


@pytest.mark.parametrize("asked", FILTERS)
def test_the_list_shows_what_is_asked(officer: Officer, asked: str) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.1"))
    blocks = officer.client.get(officer.url("notice") + "?" + asked).context["desk"].page
    assert [row.number for block in blocks for row in block.rows] == FILTERS[asked]


def test_no_clause_disappears_from_the_count(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.1"))
    officer.post("clauses-dismiss", clause=officer.uids("1.4"), reason="原则要求")
    links = officer.get("notice").context["desk"].coverage
    assert [link.label for link in links] == ["1 in tasks", "0 go with a task", "1 dismissed", "4 open", "1 facts"]


def test_the_plan_by_whom_it_reaches_and_by_day(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.1", "1.2"))
    by_unit = officer.get("notice", by="unit").context["desk"].sections
    assert [(section.title, len(section.cards)) for section in by_unit] == [("By the counties", 2)]
    by_due = officer.get("notice", by="due").context["desk"].sections
    assert [(section.title, len(section.cards)) for section in by_due] == [("2020-4", 1), ("2020-5", 1)]


def test_the_plan_as_a_file_has_every_clause(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.2"))
    officer.post("clauses-dismiss", clause=officer.uids("1.4"), reason="=1+1")
    lines = officer.post("notice-plan-export", format="csv").content.decode().splitlines()
    assert len(lines) == 1 + 7
    assert lines[2].split(",")[:4] == ["1.2", "各县市区5月底前建成书屋不少于12座", "duty", "in a task"]
    assert "each at least 12 座" in lines[2]
    assert "'=1+1" in lines[4]
    sheet = officer.post("notice-plan-export", format="xlsx")
    assert (sheet.content[:2], sheet.headers["Content-Disposition"].endswith('.xlsx"')) == (b"PK", True)


PAGES: dict[str, tuple[str, dict[str, Any], int]] = {  # page: name, query, queries
    "desk": ("notice", {}, 12),
    "desk flagged": ("notice", {"show": "flagged"}, 12),
    "accept": ("tasks-accept", {}, 10),
    "group": ("clauses-group", {"show": "open"}, 7),
    "clause": ("clause", {}, 10),
    "edit": ("clause-edit", {}, 6),
    "cut": ("clause-split", {}, 6),
    "add": ("clause-add", {}, 6),
    "form": ("task-new", {"clause": "1.1"}, 11),
    "change": ("task-edit", {}, 10),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_queries_of_a_page(cast: Cast, django_assert_num_queries: Counter, page: str, rows: int) -> None:
    name, query, number = PAGES[page]
    officer = Officer(cast, plan(cast, *[DUTY, URGED, FLAGGED] * rows, QUOTA))
    officer.post("tasks-accept", clause=officer.uids(f"1.{3 * rows + 1}"))
    query = {key: officer.uids(value)[0] if key == "clause" else value for key, value in query.items()}
    more: list[Any] = [officer.clause("1.1").uid] if page in ("clause", "edit", "cut") else []
    more = [Task.objects.get().uid] if page == "change" else more
    with django_assert_num_queries(number):
        assert officer.get(name, *more, **query).status_code == 200


READERS = {"county": ("you: at least 12 座, 书屋", 12), "village": ("", 12)}


@pytest.mark.parametrize("who", READERS)
def test_a_reader_sees_its_own_amount_and_the_guidance(
    officer: Officer, django_assert_num_queries: Counter, who: str
) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.2"))
    officer.post("clauses-attach", clause=officer.uids("1.5"), task=str(Task.objects.get().uid))
    director = officer.cast.tenures["director"].account_id
    published = {"state": "published", "published_at": NOON, "signed_by_id": director}
    type(officer.notice).objects.filter(pk=officer.notice.pk).update(**published)
    own, number = READERS[who]
    client = browser(officer.cast, who)
    with django_assert_num_queries(number):
        page = client.get(officer.url("notice"))
    card = page.context["plan"].cards[0]
    assert (card.own, card.quotas) == (own, ("each at least 12 座, 书屋",))
    assert "名单要准确" in text_on(page)


def test_an_amount_outside_the_task_is_told_at_its_row(officer: Officer) -> None:
    uid = officer.uids("1.2")[0]
    page = officer.get("task-new", clause=uid)
    row = page.context["quotas"]["rows"][0]
    assert (row.value, row.measure, row.who) == ("12", "座", "")
    fields = {f["name"]: f["value"] for group in page.context["groups"] for f in group["fields"]}
    sent = {**fields, "clause": uid, "q0_op": ">=", "q0_value": "12", "q0_measure": "座", "q0_who": "level-5"}
    refused = officer.post("task-new", **sent)
    assert refused.status_code == 400
    assert refused.context["quotas"]["error"] == "Number 1: The task does not ask all of these units."
    made = officer.post("task-new", **{**sent, "q0_who": "", "q0_clause": uid})
    assert made.headers["Location"] == officer.url("notice")
    quota = Task.objects.get().quotas.get()
    assert (quota.value, quota.clause, Task.objects.get().minutes) == (12, officer.clause("1.2"), 1)


def test_names_that_are_typed_are_resolved(officer: Officer) -> None:
    uid = officer.uids("1.3")[0]
    page = officer.get("task-new", clause=uid)
    fields = {f["name"]: f["value"] for group in page.context["groups"] for f in group["fields"]}
    assert (fields["selector"], fields["names"]) == ("named", "各有关方面人员")
    refused = officer.post("task-new", clause=uid, **fields)
    names = next(f for group in refused.context["groups"] for f in group["fields"] if f["name"] == "names")
    assert names["error"].startswith("各有关方面人员: These are people, not units.")
    officer.post("task-new", clause=uid, **{**fields, "names": "各县市区、各乡镇（街道）文化站"})
    levels = {part["level"] for part in Task.objects.get().selector.definition["any"]}
    assert levels == {3, 4}


def test_a_task_is_changed_in_the_draft(officer: Officer) -> None:
    officer.post("tasks-accept", clause=officer.uids("1.2"))
    task = Task.objects.get()
    page = officer.get("task-edit", task.uid)
    fields = {f["name"]: f["value"] for group in page.context["groups"] for f in group["fields"]}
    row = page.context["quotas"]["rows"][0]
    numbers = {"q0_op": row.op, "q0_value": row.value, "q0_measure": row.measure, "q0_clause": row.clause}
    officer.post("task-edit", task.uid, **{**fields, **numbers, "title": "建书屋", "condition": "条件具备时"})
    task.refresh_from_db()
    assert (task.title["zh-Hans"], task.condition, task.selector.definition["level"]) == ("建书屋", "条件具备时", 3)
    assert task.quotas.get().clause == officer.clause("1.2")


@pytest.mark.parametrize(("rule", "every"), [("daily-register", None), ("daily-report", "daily"), ("", "daily")])
def test_only_an_emergencys_report_stays_daily_in_its_lawful_form(rule: str, every: str | None) -> None:
    daily = Recurring(every="daily")
    assert lawful_deadline(rule, daily) == (daily if every else None)
    assert lawful_deadline(rule, Fixed(on=DAY)) == Fixed(on=DAY), "a single day is no rhythm"
