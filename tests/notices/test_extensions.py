"""More time by name: on time up to the new day, missing only after it; figures add up, closed stays closed."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from tests.cast import DAY, NOON, Story
from tests.notices.test_events import END, published, state
from tests.threads import together
from xiangyun.audit.models import Entry
from xiangyun.calendar import Recurring, UntilNotice
from xiangyun.core.clock import instant
from xiangyun.core.errors import BadInput, Conflict, DomainError, NotAllowed, NotVisible, WrongState
from xiangyun.notices.actions.extend_deadline import extend_deadline
from xiangyun.notices.closing import close_periods, locks_passed
from xiangyun.notices.extensions import MoreTime, reached_by
from xiangyun.notices.models import Extension, Missing
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.board import board_of
from xiangyun.returns.desk import desk_of
from xiangyun.returns.models import Return

LATER = DAY + timedelta(days=3)
OWN_LOCK, NEW_DUE, NEW_LOCK = (instant(DAY + timedelta(days=n), time(17)) for n in (1, 3, 4))
"""Due today at 17:00 with 24 hours to the lock; more time is up to three days later."""
SECOND = timedelta(seconds=1)


def extend(story: Story, *who: str, by: str = "officer", expected: int | None = None, at: datetime = NOON,
           task: str = "daily", **more: Any) -> Any:  # fmt: skip
    period = story.period(getattr(story, task))
    picked = tuple(story.cast.units[name].uid for name in who)
    given = MoreTime(**{"due_on": LATER, "reason": "停电", "picked": picked} | more)
    n = reached_by(period, given, at).given if expected is None else expected
    return extend_deadline(actor=story.cast.actors[by], period_uid=period.uid, more=given, expected=n, at=at)


def nil(story: Story, who: str, at: datetime) -> Return:
    period = story.period(story.daily)
    return submit_return(actor=story.cast.actors[who], period_uid=period.uid, sending=Sending(nil=True), at=at)


def figures(story: Story, at: datetime, unit: str = "city") -> dict[str, int]:
    board = board_of(actor=story.cast.actors["officer"], task_uid=story.daily.uid, at=at, period=DAY.isoformat(),
                     unit_uid=story.cast.units[unit].uid)  # fmt: skip
    top = board.top
    return {"owed": top.owed, "missing": top.missing, **{n: top.counts[n] for n in ("returned", "on_time", "late")}}


def close(at: datetime) -> None:
    while close_periods(at=at):
        pass


def missing(story: Story) -> set[str]:
    names = {unit.pk: name for name, unit in story.cast.units.items()}
    return {names[m.unit_id] for m in Missing.objects.of_period(story.period(story.daily))}


WHEN = {  # when the village with more time sends: on time?
    "before the notice's own due": (NOON, True),
    "after the notice's own lock": (OWN_LOCK + SECOND, True),
    "at its own due": (NEW_DUE, True),
    "after its own due": (NEW_DUE + SECOND, False),
}


@pytest.mark.parametrize("case", WHEN)
def test_an_answer_up_to_the_new_day_is_on_time(story: Story, case: str) -> None:
    when, on_time = WHEN[case]
    extend(story, "village")
    close(when)
    assert nil(story, "village", when).on_time is on_time
    n = {"on_time": int(on_time), "late": int(not on_time)}
    assert figures(story, when) == {"owed": 4, "missing": 3, "returned": 1, **n}


def test_others_stay_locked_and_the_period_closes_after_the_last(story: Story) -> None:
    extend(story, "village")
    period = story.period(story.daily)
    close(NEW_LOCK - SECOND)
    assert (story.period(story.daily).closed_at, missing(story)) == (None, set())
    with pytest.raises(WrongState, match="locked"):
        nil(story, "village2", OWN_LOCK)
    nil(story, "village", NEW_DUE)
    assert figures(story, NEW_DUE) == {"owed": 4, "missing": 3, "returned": 1, "on_time": 1, "late": 0}
    close(NEW_LOCK)
    assert missing(story) == {"village2", "neighbour_village", "far_village"}
    assert figures(story, NEW_LOCK) == {"owed": 4, "missing": 3, "returned": 1, "on_time": 1, "late": 0}
    assert story.daily.periods.get(pk=period.pk).closed_at == NEW_LOCK


def test_who_lets_the_new_day_pass_is_missing_like_all(story: Story) -> None:
    extend(story, "village")
    close(NEW_LOCK)
    assert missing(story) == {"village", "village2", "neighbour_village", "far_village"}
    with pytest.raises(WrongState, match="locked"):
        nil(story, "village", NEW_LOCK)


def test_the_job_would_close_it_at_the_last_lock(story: Story) -> None:
    extend(story, "village")
    assert OWN_LOCK not in locks_passed(NEW_LOCK)
    assert NEW_LOCK in locks_passed(NEW_LOCK)


def test_what_came_late_before_it_was_given_is_on_time_then(story: Story) -> None:
    evening = instant(DAY, time(20))
    assert nil(story, "village", evening).on_time is False
    left_out = extend(story, "station", at=evening)
    assert (left_out.given, left_out.answered) == (1, 1)
    assert Return.objects.get().on_time is False
    extend(story, "station", at=evening, silent_only=False)
    assert Return.objects.get().on_time is True
    assert figures(story, evening) == {"owed": 4, "missing": 3, "returned": 1, "on_time": 1, "late": 0}


def test_several_at_once_by_what_stands_above_them(story: Story) -> None:
    extend(story, "station", "far_village")
    extend(story, "village", due_on=LATER + timedelta(days=2), reason="再宽两天")
    found = extend(story, "city", expected=3, due_on=LATER + timedelta(days=1))
    assert (found.given, found.kept) == (3, 1)
    given = {e.unit_id: e.due_on for e in Extension.objects.all()}
    units, later = story.cast.units, LATER + timedelta(days=1)
    assert given == {
        units["village"].pk: LATER + timedelta(days=2),
        units["village2"].pk: later,
        units["neighbour_village"].pk: later,
        units["far_village"].pk: later,
    }


def test_another_number_than_was_seen_is_shown_first(story: Story) -> None:
    with pytest.raises(Conflict) as refused:
        extend(story, "city", expected=3)
    assert (refused.value.reason, refused.value.detail) == ("counted_meanwhile", {"units": 4})
    assert Extension.objects.count() == 0


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError], str]] = {
    "the notice's own day": ({"due_on": DAY}, BadInput, "not_later"),
    "an earlier day": ({"due_on": DAY - timedelta(days=1)}, BadInput, "not_later"),
    "no reason": ({"reason": " \n"}, BadInput, "reason_needed"),
    "a reason that nobody reads": ({"reason": "x\x00"}, BadInput, "not_text"),
    "a reason without end": ({"reason": "因" * 301}, BadInput, "too_long"),
    "years": ({"due_on": DAY + timedelta(days=400)}, BadInput, "too_much_later"),
    "to nobody": ({"picked": ()}, BadInput, "nobody_gets_it"),
    "after the lock": ({"at": OWN_LOCK}, WrongState, "locked"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(story: Story, case: str) -> None:
    changes, kind, code = REFUSED[case]
    with pytest.raises(kind) as refused:
        extend(story, "village", **changes)
    assert (refused.value.reason, Extension.objects.count()) == (code, 0)


def test_a_unit_that_stands_nowhere_is_refused(story: Story) -> None:
    given = MoreTime(LATER, "停电", (story.notice.uid,))
    with pytest.raises(NotVisible):
        reached_by(story.period(story.daily), given, NOON)


RIGHTS = {  # only the officer of the bureau whose task it is
    "officer": None, "director": NotAllowed, "auditor": NotAllowed, "province": NotAllowed, "county": NotAllowed,
    "station": NotAllowed, "village": NotAllowed, "neighbour_county": NotAllowed, "library": NotAllowed,
    "expert": NotVisible, "security": NotVisible, "admin": NotVisible,
}  # fmt: skip


@pytest.mark.parametrize("who", RIGHTS)
def test_who_gives_more_time(story: Story, who: str) -> None:
    refusal = RIGHTS[who]
    if refusal is None:
        assert extend(story, "village", by=who).given == 1
        return
    with pytest.raises(refusal):
        extend(story, "village", by=who)
    assert Extension.objects.count() == 0


def test_a_day_that_moved_beyond_it_holds(story: Story) -> None:
    """More time never makes a day earlier: when the task's own day is the later one, that counts."""
    extend(story, "village")
    period = story.period(story.daily)
    later = instant(LATER + timedelta(days=5), time(17))
    story.daily.periods.filter(pk=period.pk).update(due_at=later, locks_at=later + timedelta(days=1))
    assert nil(story, "village", NEW_DUE + SECOND).on_time is True


def test_a_period_that_an_event_takes_away_takes_its_more_time_along(cast: Any) -> None:
    daily = UntilNotice(until="疫情结束", every=Recurring(every="daily", at=time(17)))
    task = published(cast, daily, lock_hours=0)
    period = task.periods.get(key=(END + timedelta(days=1)).isoformat())
    story = Story(cast, task.notice, task, task)
    given = MoreTime(period.end_on + timedelta(days=3), "停电", (cast.units["village"].uid,))
    extend_deadline(actor=cast.actors["officer"], period_uid=period.uid, more=given, expected=1, at=NOON)
    state(story.cast, END, rev=0)
    assert (task.periods.filter(pk=period.pk).exists(), Extension.objects.count()) == (False, 0)


def test_the_unit_sees_it_and_the_log_keeps_it(story: Story) -> None:
    extend(story, "village")
    mine, others = (desk_of(story.cast.actors[who], OWN_LOCK + SECOND) for who in ("village", "village2"))
    (duty,) = [d for d in mine.later if d.period.key == DAY.isoformat()]  # not for today: it has until the 23rd
    assert (duty.due_at, duty.more.reason if duty.more else "", duty.is_late) == (NEW_DUE, "停电", False)
    assert [d for d in others.now + others.later if d.period.key == DAY.isoformat()] == []
    entry = Entry.objects.get(action="deadline.extended")
    assert entry.detail == {
        "period": DAY.isoformat(),
        "on": LATER.isoformat(),
        "reason": "停电",
        "units": 1,
        "picked": [str(story.cast.units["village"].uid)],
    }


@pytest.mark.django_db(transaction=True)
def test_closing_and_giving_at_once(story: Story) -> None:
    """Either it closed first and nothing is given, or it was given and the period waits for it."""

    def give() -> str:
        try:
            extend(story, "village", at=OWN_LOCK - SECOND)
        except DomainError as refused:
            return refused.reason
        return "given"

    said, _ = together(give, lambda: close_periods(at=OWN_LOCK))
    period = story.period(story.daily)
    assert (said, period.closed_at is None) in {("given", True), ("locked", False)}
