"""What happens between two hands: closing and sending, two first sends, two verdicts, mending after the lock."""

from datetime import time, timedelta
from typing import Any

import pytest

from tests.cast import DAY, NOON, Story
from tests.returns.test_returns_flow import MATTER, count, send
from tests.threads import at_once, together
from xiangyun.core.clock import instant
from xiangyun.core.errors import BadInput, Conflict, DomainError, WrongState
from xiangyun.core.ids import uuid7
from xiangyun.facts.models import Fact
from xiangyun.notices.closing import close_periods
from xiangyun.notices.models import Missing
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.returns.actions.recall_return import recall_return
from xiangyun.returns.actions.send_back_return import send_back_return
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.desk import desk_of
from xiangyun.returns.models import Return

AFTER_LOCK = NOON + timedelta(days=2)
NOTE = {"note": "写明时间", "field_notes": {}}


def close_all(story: Story) -> None:
    while close_periods(at=AFTER_LOCK):
        pass


def test_closed_stays_closed_whatever_the_clock_says(story: Story) -> None:
    period = story.period(story.daily)
    close_all(story)
    with pytest.raises(WrongState, match="locked"):
        submit_return(actor=story.cast.actors["village"], period_uid=period.uid, sending=Sending(nil=True), at=NOON)
    assert (Return.objects.count(), Missing.objects.filter(period=period).count()) == (0, 4)


def test_what_was_sent_back_can_be_mended_after_the_lock(story: Story) -> None:
    sent = send(story, raw=MATTER)
    station, village = story.cast.actors["station"], story.cast.actors["village"]
    close_all(story)
    send_back_return(actor=station, uid=sent.uid, rev=sent.rev, at=AFTER_LOCK, **NOTE)
    assert [d.returned.uid for d in desk_of(village, AFTER_LOCK).sent_back if d.returned] == [sent.uid]
    back = Return.objects.get()
    mended = submit_return(
        actor=village,
        period_uid=back.period.uid,
        sending=Sending(raw=MATTER | {"people": "5"}, rev=back.answer.rev),
        at=AFTER_LOCK,
    )
    assert (mended.state, mended.on_time) == ("submitted", True)
    assert count(story, "city", "field:people", story.period(story.daily)) == (5, 0)
    assert Missing.objects.filter(unit_id=back.unit_id, period=back.period).count() == 0


def test_recalled_after_mending_it_is_sent_back_again_and_still_on_time(story: Story) -> None:
    sent = send(story, raw=MATTER)
    station, village = story.cast.actors["station"], story.cast.actors["village"]
    back = send_back_return(actor=station, uid=sent.uid, rev=sent.rev, at=NOON, **NOTE)
    evening = instant(DAY, time(18, 0))
    period = story.period(story.daily)
    again = Sending(raw=MATTER | {"people": "5"}, rev=back.answer.rev)
    mended = submit_return(actor=village, period_uid=period.uid, sending=again, at=evening)
    recalled = recall_return(actor=village, uid=mended.uid, at=evening)
    assert (recalled.state, recalled.first_sent_at, recalled.on_time) == ("sent_back", NOON, True)
    assert [count(story, "city", n) for n in ("returned", "sent_back", "field:people")] == [(1, 0), (1, 0), (0, 0)]
    last = Sending(raw=MATTER | {"people": "7"}, rev=recalled.answer.rev)
    sent_again = submit_return(actor=village, period_uid=period.uid, sending=last, at=evening)
    assert (sent_again.on_time, count(story, "city", "field:people")) == (True, (7, 0))
    assert sum(fact.sign * (fact.v1 or 0) for fact in Fact.objects.all()) == 7


def test_the_second_verdict_is_told_that_it_has_moved_on(story: Story) -> None:
    sent = send(story, raw=MATTER)
    station = story.cast.actors["station"]
    accept_return(actor=station, uid=sent.uid, rev=sent.rev, at=NOON)
    with pytest.raises(WrongState):
        send_back_return(actor=station, uid=sent.uid, rev=sent.rev, at=NOON, **NOTE)
    assert Return.objects.get().state == "accepted"


def test_a_uid_of_another_unit_is_a_conflict(story: Story) -> None:
    uid = uuid7()
    send(story, raw=MATTER, uid=uid)
    with pytest.raises(Conflict, match="uid_used"):
        send(story, "village2", raw=MATTER, uid=uid)
    assert Return.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_first_sends_at_once_are_one(story: Story) -> None:
    period = story.period(story.daily)

    def once() -> str:
        try:
            sent = submit_return(
                actor=story.cast.actors["village"], period_uid=period.uid, sending=Sending(nil=True), at=NOON
            )
        except DomainError as refused:
            return refused.reason
        return str(sent.state)

    assert at_once(once, 2) == ["accepted", "accepted"]
    assert (Return.objects.count(), count(story, "city", "returned")) == (1, (1, 0))


@pytest.mark.django_db(transaction=True)
def test_closing_and_sending_at_once_leave_one_of_the_two(story: Story) -> None:
    period = story.period(story.daily)

    def give() -> str:
        try:
            submit_return(actor=story.cast.actors["village"], period_uid=period.uid, sending=Sending(nil=True), at=NOON)
        except DomainError as refused:
            return refused.reason
        return "sent"

    outcome, _ = together(give, lambda: close_periods(at=AFTER_LOCK))
    missing = Missing.objects.filter(period=period, unit_id=story.cast.units["village"].pk).count()
    assert (outcome, missing) in {("sent", 0), ("locked", 1)}
    assert Return.objects.count() == (1 if outcome == "sent" else 0)


@pytest.mark.parametrize("role", ["security", "admin", "expert"])
def test_who_does_not_report_has_nothing_on_the_desk(story: Story, role: str) -> None:
    from dataclasses import replace

    other = replace(story.cast.actors["village"], role=role)
    desk = desk_of(other, NOON)
    assert (desk.now, desk.later, desk.sent) == ([], [], [])


@pytest.mark.parametrize(
    "note", [{"note": "写明\x00时间", "field_notes": {}}, {"note": "", "field_notes": {"people": "\x07"}}]
)
def test_a_note_with_signs_that_nobody_types_is_refused(story: Story, note: dict[str, Any]) -> None:
    sent = send(story, raw=MATTER)
    with pytest.raises(BadInput, match="not_text"):
        send_back_return(actor=story.cast.actors["station"], uid=sent.uid, rev=sent.rev, at=NOON, **note)
    assert Return.objects.get().state == "submitted"
