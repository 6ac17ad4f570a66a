"""A later notice changes, keeps or lifts the tasks of an earlier one; nobody is asked twice."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest

from tests.cast import DAY, NOON, TEXT, Cast, Story, duties, form_of_pack, plan_of, saying
from tests.ruling import answer_rules
from xiangyun.calendar import Fixed, to_plain
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.notices.actions.amend_task import amend_task
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.drop_amendment import drop_amendment
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Missing, Notice, Task
from xiangyun.notices.reissues import difference_of, earlier_tasks
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.desk import desk_of

LATER = """各县市区文旅广体局：
现将有关事项调整如下：
一、各村文化服务中心要每日报告抗疫情况，于17时前报乡镇文化站。
二、全市所有村（社区）“七个一”建设务必于8月底前全部完成。
三、各县市区文旅广体局要于5月10日前将典型案例报送市局公共服务科。
某市文化旅游广电体育局
2020年3月20日
"""
SEVEN = dict.fromkeys(
    ("square", "activity_room", "stage", "notice_board", "culture_kit", "broadcast_kit", "sports_kit"), "no"
)
NEXT = NOON + timedelta(hours=3)


@dataclass
class Case:
    story: Story
    notice: Notice


@pytest.fixture
def case(cast: Cast, story: Story) -> Case:
    """The story's notice is out; the later one is a draft that follows it."""
    officer = cast.actors["officer"]
    return Case(story, draft_notice(actor=officer, text=LATER, follows=story.notice.uid, at=NOON))


def test_every_duty_and_task_stands_in_one_list(cast: Cast, case: Case) -> None:
    found = difference_of(case.notice, case.notice.clauses.all(), earlier_tasks(case.notice, DAY))
    assert [pair.task.title["zh-Hans"] for pair in found.kept] == ["日报告"]
    assert [(pair.task.title["zh-Hans"], sorted(pair.values)) for pair in found.changed] == [
        ("七个一核对", ["deadline"])
    ]
    assert [case.notice.text[clause.start : clause.end][-14:] for clause in found.new]
    assert "典型案例" in "".join(case.notice.text[c.start : c.end] for c in found.new)
    assert found.gone == []


def test_the_same_text_again_is_kept_whole(cast: Cast, story: Story) -> None:
    again = draft_notice(actor=cast.actors["officer"], text=TEXT, follows=story.notice.uid, at=NOON)
    found = difference_of(again, again.clauses.all(), earlier_tasks(again, DAY))
    assert {pair.task.pk for pair in found.kept} == {story.daily.pk, story.check.pk}
    assert found.changed == [] and found.gone == []


def test_without_its_words_a_task_is_gone(cast: Cast, story: Story) -> None:
    text = "\n".join(line for line in LATER.splitlines() if not line.startswith("一"))
    later = draft_notice(actor=cast.actors["officer"], text=text, follows=story.notice.uid, at=NOON)
    found = difference_of(later, later.clauses.all(), earlier_tasks(later, DAY))
    assert [task.pk for task in found.gone] == [story.daily.pk]


def go_out(cast: Cast, notice: Notice) -> Notice:
    officer = cast.actors["officer"]
    if rest := duties(notice):
        dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="不编", at=NEXT)
    answer_rules(officer, notice.uid, NEXT)
    rev = submit_notice(actor=officer, uid=notice.uid, at=NEXT).rev
    sign_off(actor=cast.actors["director"], kind="notice", uid=notice.uid, rev=rev, at=NEXT)
    return publish_notice(actor=officer, uid=notice.uid, at=NEXT)


def test_published_the_task_is_the_same_one_with_its_new_day(cast: Cast, case: Case) -> None:
    officer, check = cast.actors["officer"], case.story.check
    first, second = saying(case.notice, "每日报告"), saying(case.notice, "七个一")
    new_day = Fixed(on=date(2020, 8, 31), at=time(17, 0))
    values = {"deadline": to_plain(new_day), "ends_on": "2020-09-30"}
    common = {"actor": officer, "notice_uid": case.notice.uid, "at": NOON}
    amend_task(**common, task_uid=case.story.daily.uid, kind="keep", clause_uids=[first])
    amend_task(**common, task_uid=check.uid, kind="change", clause_uids=[second], values=values)
    assert Task.objects.get(pk=check.pk).deadline != values["deadline"], "a plan changes nothing"
    desk_before = {d.task.pk for d in desk_of(cast.actors["village"], NOON).now}
    notice = go_out(cast, case.notice)
    check = Task.objects.get(pk=check.pk)
    assert check.deadline == values["deadline"] and check.ends_on == date(2020, 9, 30)
    assert [p.due_at.date() for p in check.periods.all()] == [date(2020, 8, 31)]
    amendment = notice.amendments.get(task=check)
    assert amendment.before["deadline"]["on"] == "2020-05-29" and amendment.applied_at == NEXT
    assert {d.task.pk for d in desk_of(cast.actors["village"], NEXT).now} == desk_before
    assert notice.tasks.count() == 0


def test_a_lifted_task_is_owed_by_nobody_and_its_answers_stay(cast: Cast, case: Case) -> None:
    officer, check = cast.actors["officer"], case.story.check
    period = check.periods.get()
    sending = Sending(raw=SEVEN)
    sent = submit_return(actor=cast.actors["village"], period_uid=period.uid, sending=sending, at=NOON)
    common = {"actor": officer, "notice_uid": case.notice.uid, "at": NOON}
    with pytest.raises(BadInput, match="reason_needed"):
        amend_task(**common, task_uid=check.uid, kind="lift")
    amend_task(**common, task_uid=check.uid, kind="lift", reason="已由省里统一核查")
    first, *_ = duties(case.notice)
    make_task(**common, clause_uids=[first], plan=plan_of(cast, form_of_pack(cast, "daily-report")))
    go_out(cast, case.notice)
    for who in ("village", "village2"):
        desk = desk_of(cast.actors[who], NEXT)
        assert check.pk not in {d.task.pk for d in [*desk.now, *desk.later]}
    period.refresh_from_db()
    assert period.closed_at == NEXT and not Missing.objects.of_period(period).exists()
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_who_may_and_what_is_refused(cast: Cast, case: Case) -> None:
    first, second, *_ = duties(case.notice)
    common = {
        "actor": cast.actors["officer"],
        "notice_uid": case.notice.uid,
        "at": NOON,
        "task_uid": case.story.check.uid,
    }
    deadline = {"deadline": to_plain(Fixed(on=date(2020, 8, 31)))}
    refusals = {
        "unknown_amendment": {"kind": "burn", "clause_uids": [first]},
        "no_open_clause": {"kind": "keep"},
        "nothing_changed": {"kind": "change", "clause_uids": [first]},
        "not_changeable": {"kind": "change", "clause_uids": [first], "values": {"minutes": 3}},
        "not_a_deadline": {"kind": "change", "clause_uids": [first], "values": {"deadline": {"kind": "moon"}}},
        "not_a_day": {"kind": "change", "clause_uids": [first], "values": {"ends_on": "soon"}},
        "ends_before_today": {"kind": "change", "clause_uids": [first], "values": {"ends_on": "2020-03-01"}},
    }
    for code, given in refusals.items():
        with pytest.raises(BadInput, match=code):
            amend_task(**common, **given)
    with pytest.raises((NotAllowed, NotVisible)):
        amend_task(**{**common, "actor": cast.actors["county"]}, kind="change", clause_uids=[first], values=deadline)
    made = amend_task(**common, kind="change", clause_uids=[first], values=deadline)
    with pytest.raises(BadInput, match="amended_already"):
        amend_task(**common, kind="keep", clause_uids=[second])
    drop_amendment(actor=cast.actors["officer"], notice_uid=case.notice.uid, amendment_uid=made.uid, at=NOON)
    assert first in duties(case.notice)
    assert case.notice.amendments.count() == 0


def test_only_a_published_notice_of_ones_own_can_be_followed(cast: Cast, story: Story) -> None:
    with pytest.raises(NotVisible):
        draft_notice(actor=cast.actors["county"], text=LATER, follows=story.notice.uid, at=NOON)
    draft = draft_notice(actor=cast.actors["officer"], text=LATER, at=NOON)
    with pytest.raises(NotVisible):
        draft_notice(actor=cast.actors["officer"], text=LATER + "又", follows=draft.uid, at=NOON)
