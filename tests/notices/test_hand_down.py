"""Handing a task down: an earlier day and a note, never a later or looser one; the earlier day wins always."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.cast import DAY, NOON, Cast, Story
from tests.notices.test_events import published
from tests.threads import at_once
from xiangyun.audit.models import Entry
from xiangyun.calendar import Delegated, Earlier, Fixed, Relative, Tightening
from xiangyun.calendar.deadlines import Distance
from xiangyun.core.clock import instant
from xiangyun.core.errors import BadInput, Conflict, DomainError, NotAllowed, NotVisible, WrongState
from xiangyun.notices.actions.extend_deadline import extend_deadline
from xiangyun.notices.actions.hand_down import hand_down
from xiangyun.notices.actions.pin_deadline import pin_deadline
from xiangyun.notices.actions.take_back_hand_down import take_back_hand_down
from xiangyun.notices.extensions import MoreTime
from xiangyun.notices.models import HandDown, Task
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.desk import Duty, desk_of
from xiangyun.returns.models import Return

CITY_DAY, OWN, STATION_DAY = date(2020, 5, 29), date(2020, 5, 20), date(2020, 5, 15)
NOTE = "先自查，再填报"


def hand(cast: Cast, task: Task, who: str, own: Tightening | None, **more: Any) -> HandDown:
    given = {"note": NOTE, "rev": 0, "at": NOON} | more
    return hand_down(actor=cast.actors[who], task_uid=task.uid, own=own, **given)


def duty_of(cast: Cast, who: str, task: Task, at: datetime = NOON) -> Duty:
    desk = desk_of(cast.actors[who], at)
    return next(d for d in [*desk.now, *desk.later] if d.task.pk == task.pk)


def seen(cast: Cast, who: str, task: Task) -> tuple[list[tuple[str, str]], datetime | None]:
    """Whose words a unit sees with their notes, and by when it is asked."""
    duty = duty_of(cast, who, task)
    return [(word.unit.name, word.note) for word in duty.words], duty.asked_at


END = instant(CITY_DAY, time(17))


def end_of(day: date) -> datetime:
    return instant(day, time(23, 59, 59))


def test_those_below_see_the_word_and_the_earlier_day(story: Story) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    told = ([("county", NOTE)], end_of(OWN))
    expected = {"village": told, "neighbour_village": told, "far_village": ([], END)}
    assert {who: seen(story.cast, who, story.check) for who in expected} == expected


def test_of_several_words_the_earliest_day_wins(story: Story) -> None:
    cast, check = story.cast, story.check
    hand(cast, check, "station", Fixed(on=STATION_DAY), note="站里先报")
    hand(cast, check, "county", Fixed(on=OWN))
    assert seen(cast, "village", check) == ([("county", NOTE), ("station", "站里先报")], end_of(STATION_DAY))
    assert seen(cast, "neighbour_village", check) == ([("county", NOTE)], end_of(OWN))
    hand(cast, check, "county", Fixed(on=STATION_DAY - timedelta(days=1)), rev=1)
    assert seen(cast, "village", check)[1] == end_of(STATION_DAY - timedelta(days=1))


def test_late_and_on_time_stay_the_notices(story: Story) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    after_own = instant(OWN + timedelta(days=1), time(9))
    assert duty_of(story.cast, "village", story.check, after_own).is_late is False
    hand(story.cast, story.daily, "county", Earlier(at=time(12, 30)))
    period = story.period(story.daily)
    sent = submit_return(
        actor=story.cast.actors["village"],
        period_uid=period.uid,
        sending=Sending(nil=True),
        at=instant(DAY, time(16)),
    )
    assert (sent.on_time, Return.objects.count()) == (True, 1)


def test_the_desk_is_sorted_by_the_day_that_is_asked(story: Story) -> None:
    """The check lies further away than the daily report, until the county asks for it this noon."""
    cast = story.cast
    before = [d.task.pk for d in desk_of(cast.actors["village"], NOON).now]
    hand(cast, story.check, "county", Fixed(on=DAY, at=time(12, 30)))
    after = [d.task.pk for d in desk_of(cast.actors["village"], NOON).now if d.period.key in {DAY.isoformat(), "once"}]
    assert story.check.pk not in before
    assert after == [story.check.pk, story.daily.pk]


def test_a_note_alone_leaves_the_day(story: Story) -> None:
    hand(story.cast, story.check, "county", None)
    assert seen(story.cast, "village", story.check) == ([("county", NOTE)], END)


def test_what_comes_again_is_asked_so_much_earlier_each_time(story: Story) -> None:
    hand(story.cast, story.daily, "county", Earlier(at=time(15)))
    assert seen(story.cast, "village", story.daily)[1] == instant(DAY - timedelta(days=1), time(15))  # still open
    today = next(d for d in desk_of(story.cast.actors["village"], NOON).now if d.period.key == DAY.isoformat())
    assert today.asked_at == instant(DAY, time(15))


REFUSED: dict[str, tuple[str, Any, type[DomainError], str]] = {
    # what: (task, own day or arguments, error, code)
    "a later day": ("check", Fixed(on=CITY_DAY + timedelta(days=1)), BadInput, "deadline_loosened"),
    "a later time of the day": ("check", Fixed(on=CITY_DAY, at=time(18)), BadInput, "deadline_loosened"),
    "the same day": ("check", Fixed(on=CITY_DAY), BadInput, "not_earlier"),
    "a day that is past": ("check", Fixed(on=DAY - timedelta(days=1)), BadInput, "day_is_past"),
    "a day of the wrong kind": ("daily", Fixed(on=DAY), BadInput, "wrong_kind_of_day"),
    "days before what comes once": ("check", Earlier(days=2), BadInput, "wrong_kind_of_day"),
    "the day before the day": ("daily", Earlier(days=1), BadInput, "before_it_opens"),
    "a later time each day": ("daily", Earlier(at=time(17, 30)), BadInput, "deadline_loosened"),
    "the same time each day": ("daily", Earlier(), BadInput, "not_earlier"),
    "nothing at all": ("check", {"own": None, "note": " "}, BadInput, "nothing_said"),
    "what nobody can read": ("check", {"own": None, "note": "x\x00"}, BadInput, "not_text"),
    "a note without end": ("check", {"own": None, "note": "长" * 501}, BadInput, "too_long"),
    "a task that is over": ("check", {"own": None, "at": instant(date(2020, 8, 1), time(9))}, WrongState, "task_over"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(story: Story, case: str) -> None:
    task, given, kind, code = REFUSED[case]
    arguments = given if isinstance(given, dict) else {"own": given}
    with pytest.raises(kind) as refused:
        hand(story.cast, getattr(story, task), "county", **arguments)
    assert (refused.value.reason, HandDown.objects.count()) == (code, 0)


def test_not_looser_than_what_the_body_itself_was_given(story: Story) -> None:
    hand(story.cast, story.check, "county", Fixed(on=OWN))
    with pytest.raises(BadInput, match="deadline_loosened"):
        hand(story.cast, story.check, "station", Fixed(on=OWN + timedelta(days=1)))
    hand(story.cast, story.check, "station", Fixed(on=OWN - timedelta(days=1)))


def test_before_the_event_nothing_but_a_note(cast: Cast) -> None:
    task = published(cast, Relative(event="疫情结束", offset=Distance(5)))
    with pytest.raises(BadInput, match="parent_has_no_day"):
        hand(cast, task, "county", Fixed(on=OWN))
    hand(cast, task, "county", None)


RIGHTS = {  # officers and reviewers of bodies that have units below which owe it, below the owner
    "county": None, "station": None, "neighbour_county": None, "neighbour_station": None,
    "officer": NotAllowed, "director": NotAllowed, "auditor": NotAllowed, "province": NotAllowed,
    "village": NotAllowed, "library": NotAllowed,
    "expert": NotVisible, "security": NotVisible, "admin": NotVisible,
}  # fmt: skip


@pytest.mark.parametrize("who", RIGHTS)
def test_who_hands_down(story: Story, who: str) -> None:
    refusal = RIGHTS[who]
    if refusal is None:
        assert hand(story.cast, story.check, who, Fixed(on=OWN)).unit_id == story.cast.actors[who].unit_id
        return
    with pytest.raises(refusal):
        hand(story.cast, story.check, who, Fixed(on=OWN))
    assert HandDown.objects.count() == 0


def test_replaced_by_compare_and_set(story: Story) -> None:
    first = hand(story.cast, story.check, "county", Fixed(on=OWN))
    same = hand(story.cast, story.check, "county", Fixed(on=OWN))
    assert (same.pk, same.rev) == (first.pk, 1)
    with pytest.raises(Conflict) as refused:
        hand(story.cast, story.check, "county", Fixed(on=STATION_DAY))
    assert (refused.value.reason, refused.value.detail) == ("said_meanwhile", {"rev": 1})
    looser = hand(story.cast, story.check, "county", Fixed(on=OWN + timedelta(days=2)), rev=1)
    assert (looser.rev, seen(story.cast, "village", story.check)[1]) == (2, end_of(OWN + timedelta(days=2)))
    said = Entry.objects.filter(action="task.handed_down").order_by("id")
    assert [e.detail["deadline"]["on"] for e in said] == ["2020-05-20", "2020-05-22"]
    assert {e.subject_uid for e in said} == {first.uid}


def test_taken_back_while_nothing_below_relies_on_it(story: Story) -> None:
    cast, check = story.cast, story.check
    hand(cast, check, "county", Fixed(on=OWN))
    station = hand(cast, check, "station", Fixed(on=STATION_DAY))
    back = {"task_uid": check.uid, "at": NOON}
    with pytest.raises(WrongState, match="relied_on"):
        take_back_hand_down(actor=cast.actors["county"], rev=1, **back)
    with pytest.raises(Conflict):
        take_back_hand_down(actor=cast.actors["station"], rev=2, **back)
    take_back_hand_down(actor=cast.actors["station"], rev=station.rev, **back)
    take_back_hand_down(actor=cast.actors["county"], rev=1, **back)
    assert seen(cast, "village", check) == ([], END)
    assert Entry.objects.filter(action="task.hand_down_taken_back").count() == 2
    with pytest.raises(NotVisible):
        take_back_hand_down(actor=cast.actors["county"], rev=1, **back)


def test_when_the_notices_own_day_moves_before_it_it_binds_no_more(cast: Cast) -> None:
    task = published(cast, Delegated(by="省厅", wording="按省厅规定的时间"))
    pin = {"actor": cast.actors["officer"], "task_uid": task.uid, "document": "省厅通知", "at": NOON}
    pin_deadline(on=CITY_DAY, **pin)
    hand(cast, task, "county", Fixed(on=OWN))
    assert seen(cast, "village", task)[1] == end_of(OWN)
    pin_deadline(on=STATION_DAY, **pin)
    duty = duty_of(cast, "village", task)
    (word,) = duty.words
    assert (word.is_void(duty.period), duty.word, duty.asked_at) == (True, None, end_of(STATION_DAY))
    pin_deadline(on=CITY_DAY, **pin)
    assert seen(cast, "village", task)[1] == end_of(OWN)


def test_more_time_by_name_stands_above_it(story: Story) -> None:
    cast, check = story.cast, story.check
    hand(cast, check, "county", Fixed(on=OWN))
    more = MoreTime(CITY_DAY + timedelta(days=5), "停电", (cast.units["village"].uid,))
    extend_deadline(actor=cast.actors["officer"], period_uid=story.period(check).uid, more=more, expected=1, at=NOON)
    assert duty_of(cast, "village", check).asked_at == instant(CITY_DAY + timedelta(days=5), time(17))
    assert duty_of(cast, "village2", check).asked_at == end_of(OWN)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told(story: Story) -> None:
    days = iter((OWN, STATION_DAY))

    def one() -> str:
        try:
            hand(story.cast, story.check, "county", Fixed(on=next(days)))
        except Conflict as refused:
            return refused.reason
        return "handed"

    assert sorted(at_once(one, 2)) == ["handed", "said_meanwhile"]
    assert HandDown.objects.count() == 1
