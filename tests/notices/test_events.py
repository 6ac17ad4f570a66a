"""Deadlines that hang on an event: unknown, declared, corrected, cancelled; what each unit sees and what it counts."""

from datetime import date, datetime, time

import pytest
import time_machine

from tests.cast import DAY, NOON, TEXT, Cast, duties, form_of_pack, plan_of
from tests.ruling import answer_rules
from xiangyun.audit.models import Entry
from xiangyun.calendar import (
    Conditional,
    Deadline,
    Delegated,
    Distance,
    Fixed,
    NthWeekday,
    PartOfMonth,
    Pinned,
    Recurring,
    Relative,
    UntilNotice,
)
from xiangyun.core.clock import instant
from xiangyun.core.errors import BadInput, Conflict, NotAllowed, WrongState
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.pin_deadline import pin_deadline
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.set_holiday import set_holiday
from xiangyun.notices.actions.state_event import state_event
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.closing import close_periods
from xiangyun.notices.event_effects import effects_of_event
from xiangyun.notices.events import EventStatement, NamedEvent
from xiangyun.notices.models import Task
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.desk import desk_of

pytestmark = pytest.mark.django_db
SUMMARY = Relative(event="疫情结束", offset=NthWeekday(2, 5), wording="疫情结束后第二个星期五")
CAP = date(2020, 12, 31)
PAPER = "衡文旅广体〔2020〕20号"
END, SECOND_FRIDAY = date(2020, 4, 8), date(2020, 4, 17)
LATER_END, LATER_FRIDAY = date(2020, 4, 10), date(2020, 4, 24)


@pytest.fixture(autouse=True)
def noon():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOON, tick=False):
        yield


def drafted(cast: Cast, deadline: Deadline, **plan: object) -> Task:
    """A notice with one task of this deadline, for every village; the rest dismissed."""
    officer = cast.actors["officer"]
    notice = draft_notice(actor=officer, text=TEXT, at=NOON)
    first, *rest = duties(notice)
    form = form_of_pack(cast, "daily-report")
    values = {"deadline": deadline, "starts_on": DAY, "ends_on": CAP, "review": "person"} | plan
    task = make_task(
        actor=officer, notice_uid=notice.uid, clause_uids=[first], plan=plan_of(cast, form, **values), at=NOON
    )
    dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="不编", at=NOON)
    answer_rules(officer, notice.uid, NOON)
    return task


def published(cast: Cast, deadline: Deadline, **plan: object) -> Task:
    task = drafted(cast, deadline, **plan)
    rev = submit_notice(actor=cast.actors["officer"], uid=task.notice.uid, at=NOON).rev
    sign_off(actor=cast.actors["director"], kind="notice", uid=task.notice.uid, rev=rev, at=NOON)
    publish_notice(actor=cast.actors["officer"], uid=task.notice.uid, at=NOON)
    return Task.objects.get(pk=task.pk)


def state(cast: Cast, on: date | None, *, rev: int, name: str = "疫情结束", who: str = "officer") -> NamedEvent:
    return state_event(actor=cast.actors[who], name=name, on=on, document=PAPER, rev=rev, at=NOON)


def dues(task: Task) -> dict[str, date | None]:
    """The due day of each period, by key."""
    found = task.periods.order_by("start_on")
    return {p.key: p.due_at.astimezone(NOON.tzinfo).date() if p.due_at else None for p in found}


def nil(cast: Cast, task: Task, at: datetime, who: str = "village"):  # type: ignore[no-untyped-def]
    period = task.periods.get()
    return submit_return(actor=cast.actors[who], period_uid=period.uid, sending=Sending(nil=True), at=at)


def test_unknown_then_declared_corrected_cancelled(cast: Cast) -> None:
    task = published(cast, SUMMARY)
    assert dues(task) == {"once": None}
    assert task.periods.get().due["waits_for"] == "疫情结束"
    state(cast, END, rev=0)
    assert dues(task) == {"once": SECOND_FRIDAY}
    state(cast, LATER_END, rev=1)
    assert dues(task) == {"once": LATER_FRIDAY}
    state(cast, None, rev=2)
    assert dues(task) == {"once": None}
    said = EventStatement.objects.order_by("pk").values_list("kind", "on")
    assert list(said) == [("declared", END), ("corrected", LATER_END), ("cancelled", None)]
    assert Entry.objects.filter(action="event.stated").count() == 3


def test_it_appears_on_every_desk_below(cast: Cast) -> None:
    task = published(cast, SUMMARY)
    for who in ("village", "far_village"):
        assert [d.period.due_at for d in desk_of(cast.actors[who], NOON).later] == [None]
    state(cast, END, rev=0)
    for who in ("village", "far_village"):
        (duty,) = desk_of(cast.actors[who], NOON).later
        assert (duty.task, duty.period.due_at.astimezone(NOON.tzinfo).date()) == (task, SECOND_FRIDAY)


def test_what_comes_before_the_day_is_known_is_on_time_and_judged_anew_once_it_is(cast: Cast) -> None:
    task = published(cast, SUMMARY)
    early = nil(cast, task, NOON)
    assert early.on_time is True
    state(cast, date(2020, 3, 1), rev=0)  # the second Friday after it was 13 March, a week ago
    early.refresh_from_db()
    assert early.on_time is False
    state(cast, END, rev=1)
    early.refresh_from_db()
    assert early.on_time is True


def test_a_closed_period_does_not_move(cast: Cast) -> None:
    task = published(cast, SUMMARY, lock_hours=24)
    state(cast, END, rev=0)
    close_periods(at=instant(date(2020, 4, 20), time(9)))
    state(cast, LATER_END, rev=1)
    assert dues(task) == {"once": SECOND_FRIDAY}


def test_looking_ahead_at_what_would_move(cast: Cast) -> None:
    waiting, other = published(cast, SUMMARY), published(cast, Fixed(on=date(2020, 5, 1)))
    found = effects_of_event(actor=cast.actors["officer"], name="疫情结束", on=END, at=NOON)
    assert [(m.task, m.before.day, m.after.day) for m in found] == [(waiting, None, SECOND_FRIDAY)]
    assert (dues(waiting), dues(other)) == ({"once": None}, {"once": date(2020, 5, 1)})


def test_daily_until_the_event_ends_with_it(cast: Cast) -> None:
    daily = UntilNotice(until="疫情结束", every=Recurring(every="daily", at=time(17)))
    task = published(cast, daily, lock_hours=24)
    assert (len(dues(task)), max(dues(task))) == (36, "2020-04-24")
    state(cast, date(2020, 3, 23), rev=0)
    assert list(dues(task)) == ["2020-03-20", "2020-03-21", "2020-03-22", "2020-03-23"]
    state(cast, None, rev=1)
    assert len(dues(task)) == 36


def test_an_answered_period_stays_when_the_event_cuts_it_off(cast: Cast) -> None:
    daily = UntilNotice(until="疫情结束", every=Recurring(every="daily", at=time(17)))
    task = published(cast, daily, starts_on=date(2020, 3, 18), lock_hours=24 * 10)
    today = task.periods.get(key=DAY.isoformat())
    submit_return(actor=cast.actors["village"], period_uid=today.uid, sending=Sending(nil=True), at=NOON)
    state(cast, date(2020, 3, 19), rev=0)
    assert list(dues(task)) == ["2020-03-18", "2020-03-19", "2020-03-20"]


def test_a_condition_that_is_met_starts_the_clock(cast: Cast) -> None:
    task = published(cast, Conditional(condition="条件具备", then=Relative(event="复工", offset=Distance(5))))
    assert task.periods.get().due["waits_for"] == "条件具备"
    state(cast, DAY, rev=0, name="条件具备")
    assert task.periods.get().due["waits_for"] == "复工"
    state(cast, DAY, rev=0, name="復工")
    assert dues(task) == {"once": date(2020, 3, 25)}, "a name in traditional script is the same name"


REFUSED = {
    "a county's reporter": ({"who": "village"}, NotAllowed),
    "the director": ({"who": "director"}, NotAllowed),
    "an auditor": ({"who": "auditor"}, NotAllowed),
    "no day to cancel": ({"on": None}, BadInput),
    "an old revision": ({"rev": 3}, Conflict),
    "no name": ({"name": " "}, BadInput),
    "a name with marks": ({"name": "疫情，结束"}, BadInput),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_nothing(cast: Cast, case: str) -> None:
    changes, error = REFUSED[case]
    values: dict[str, object] = {"on": END, "rev": 0} | changes
    with pytest.raises(error):
        state(cast, values.pop("on"), **values)  # type: ignore[arg-type]
    assert (NamedEvent.objects.count(), EventStatement.objects.count()) == (0, 0)


def test_a_countys_word_moves_its_own_tasks_only(cast: Cast) -> None:
    task = published(cast, SUMMARY)
    state(cast, END, rev=0, who="county")
    assert dues(task) == {"once": None}, "the city's task waits for the city's word, or one above it"
    state(cast, END, rev=0, who="province")
    assert dues(task) == {"once": SECOND_FRIDAY}


def test_vague_words_need_a_day_before_anybody_is_asked(cast: Cast) -> None:
    vague = PartOfMonth(year=2020, month=4, part="middle_third", wording="4月中旬")
    task = drafted(cast, vague)
    officer = cast.actors["officer"]
    with pytest.raises(BadInput, match="deadline_needs_a_day"):
        submit_notice(actor=officer, uid=task.notice.uid, at=NOON)
    with pytest.raises(BadInput, match="day_outside_range"):
        pin_deadline(actor=officer, task_uid=task.uid, on=date(2020, 4, 21), document="", at=NOON)
    pinned = pin_deadline(actor=officer, task_uid=task.uid, on=date(2020, 4, 15), document="", at=NOON)
    assert pinned.deadline["of"]["wording"] == "4月中旬"
    rev = submit_notice(actor=officer, uid=task.notice.uid, at=NOON).rev
    sign_off(actor=cast.actors["director"], kind="notice", uid=task.notice.uid, rev=rev, at=NOON)
    publish_notice(actor=officer, uid=task.notice.uid, at=NOON)
    period = task.periods.get()
    assert (period.due["first"], period.due["last"]) == ("2020-04-11", "2020-04-20"), "a unit sees both"
    with pytest.raises(WrongState):
        pin_deadline(actor=officer, task_uid=task.uid, on=date(2020, 4, 16), document="", at=NOON)


def test_what_the_province_sets_is_entered_with_its_document_when_it_comes(cast: Cast) -> None:
    task = published(cast, Delegated(by="省厅", wording="按省厅规定的时间"))
    assert dues(task) == {"once": None}
    officer = cast.actors["officer"]
    with pytest.raises(BadInput, match="document_needed"):
        pin_deadline(actor=officer, task_uid=task.uid, on=date(2020, 6, 1), document="", at=NOON)
    with pytest.raises(NotAllowed):
        pin_deadline(actor=cast.actors["county"], task_uid=task.uid, on=date(2020, 6, 1), document=PAPER, at=NOON)
    done = pin_deadline(actor=officer, task_uid=task.uid, on=date(2020, 6, 1), document=PAPER, at=NOON)
    assert dues(task) == {"once": date(2020, 6, 1)}
    assert isinstance(Pinned(of=Delegated(by="省厅"), on=date(2020, 6, 1), document=PAPER), Pinned)
    assert done.deadline["document"] == PAPER


def test_a_day_set_off_moves_what_counts_working_days(cast: Cast) -> None:
    task = published(cast, Relative(event="复工", offset=Distance(1, "working_day")))
    state(cast, DAY, rev=0, name="复工")  # Friday 20 March: the next working day is Monday
    assert dues(task) == {"once": date(2020, 3, 23)}
    officer = cast.actors["officer"]
    set_holiday(actor=officer, day=date(2020, 3, 23), is_worked=False, name="调休", document=PAPER, at=NOON)
    assert dues(task) == {"once": date(2020, 3, 24)}
    with pytest.raises(NotAllowed):
        set_holiday(actor=cast.actors["county"], day=DAY, is_worked=False, name="x", document="x", at=NOON)
