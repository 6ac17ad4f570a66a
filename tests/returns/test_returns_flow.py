"""A return's life: sent in two taps, reviewed by the level above, sent back, mended, recalled; figures follow."""

from datetime import time, timedelta
from typing import Any

import pytest
from PIL import Image

from tests.cast import DAY, NOON, Story
from xiangyun.audit.models import Entry
from xiangyun.core.clock import instant
from xiangyun.core.errors import BadInput, Conflict, DomainError, NotAllowed, NotVisible, WrongState
from xiangyun.core.ids import uuid7
from xiangyun.facts.models import Evidence, Fact
from xiangyun.measures.ledger import fold, measures_by_name
from xiangyun.measures.queries import figures_at
from xiangyun.notices.closing import close_periods
from xiangyun.notices.models import Missing, TaskPeriod
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.returns.actions.attach_photo import Taken, attach_photo
from xiangyun.returns.actions.recall_return import recall_return
from xiangyun.returns.actions.save_draft import save_draft
from xiangyun.returns.actions.send_back_return import send_back_return
from xiangyun.returns.actions.submit_return import Incomplete, Sending, submit_return
from xiangyun.returns.models import Return
from xiangyun.units.queries import path_of

SEVEN = ("square", "activity_room", "stage", "notice_board", "culture_kit", "broadcast_kit", "sports_kit")
MATTER = {"matter": "venue", "happened": "门锁坏了", "handled": "yes", "people": "3"}


def picture(colour: str = "red") -> bytes:
    import io

    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


def send(story: Story, who: str = "village", **sending: Any) -> Return:
    period = story.period(story.daily)
    return submit_return(actor=story.cast.actors[who], period_uid=period.uid, sending=Sending(**sending), at=NOON)


def count(story: Story, unit: str, name: str, period: TaskPeriod | None = None) -> tuple[int, int]:
    period = period or story.period(story.daily)
    measure = measures_by_name(period.task.uid)[name]
    pk = story.cast.units[unit].pk
    key = (measure.pk, period.task.recurrence, period.key)
    return figures_at(unit_id=pk, paths=[path_of(pk, DAY)], wanted=[key]).get(key, (0, 0))


def test_nothing_to_report_is_accepted_by_rule_and_counts_at_every_level(story: Story) -> None:
    sent = send(story, nil=True)
    assert (sent.state, sent.by_rule, sent.on_time, sent.waiting_at_id) == ("accepted", True, True, None)
    for unit in ("village", "station", "county", "city", "province"):
        assert count(story, unit, "returned") == (1, 0)
        assert count(story, unit, "accepted") == (1, 0)
    assert count(story, "neighbour_county", "returned") == (0, 0)
    assert Fact.objects.count() == 0


def test_folding_changes_no_figure(story: Story) -> None:
    send(story, nil=True)
    send(story, "village2", raw=MATTER)
    names = ("returned", "on_time", "late", "accepted", "by_rule", "sent_back", "field:people", "field:handled")
    before = {(u, n): count(story, u, n) for u in ("station", "county", "city") for n in names}
    assert fold(1) == 1
    assert {(u, n): count(story, u, n) for u, n in before} == before
    while fold():
        pass
    assert {(u, n): count(story, u, n) for u, n in before} == before
    assert before["city", "returned"] == (2, 0)
    assert before["city", "field:people"] == (3, 0)
    assert before["city", "field:handled"] == (1, 1)


def test_a_matter_waits_for_the_station_and_its_numbers_are_facts(story: Story) -> None:
    sent = send(story, raw=MATTER)
    assert (sent.state, sent.waiting_at_id) == ("submitted", story.cast.units["station"].pk)
    fact = Fact.objects.get()
    assert (fact.unit_id, fact.source_uid, fact.slots()[:2]) == (sent.unit_id, sent.uid, [3, 1])


def test_sent_back_mended_and_accepted(story: Story) -> None:
    sent = send(story, raw=MATTER)
    station = story.cast.actors["station"]
    back = send_back_return(
        actor=station, uid=sent.uid, rev=sent.rev, note="", field_notes={"happened": "写明时间"}, at=NOON
    )
    assert count(story, "city", "sent_back") == (1, 0)
    period = story.period(story.daily)
    mended = submit_return(
        actor=story.cast.actors["village"],
        period_uid=period.uid,
        sending=Sending(raw=MATTER | {"people": "5"}, rev=back.answer.rev),
        at=NOON + timedelta(minutes=5),
    )
    accept_return(actor=station, uid=mended.uid, rev=mended.rev, at=NOON)
    assert count(story, "city", "sent_back") == (0, 0)
    assert count(story, "city", "accepted") == (1, 0)
    assert count(story, "city", "returned") == (1, 0)
    assert count(story, "city", "field:people") == (5, 0)
    assert sorted(Fact.objects.values_list("version", "sign", "v1")) == [(1, -1, 3), (1, 1, 3), (2, 1, 5)]
    assert [r.verdict for r in mended.reviews.order_by("id")] == ["send_back", "accept"]


def test_recalled_within_ten_minutes_counts_nowhere_and_can_be_sent_again(story: Story) -> None:
    sent = send(story, raw=MATTER)
    village = story.cast.actors["village"]
    recall_return(actor=village, uid=sent.uid, at=NOON + timedelta(minutes=9))
    assert count(story, "city", "returned") == (0, 0)
    assert count(story, "city", "field:people") == (0, 0)
    again = send(story, raw=MATTER, rev=Return.objects.get().answer.rev)
    assert (again.uid, again.sent_count) == (sent.uid, 2)
    assert count(story, "city", "returned") == (1, 0)
    assert count(story, "city", "field:people") == (3, 0)


@pytest.mark.parametrize("minutes", [10, 60])
def test_too_late_to_recall(story: Story, minutes: int) -> None:
    sent = send(story, nil=True)
    with pytest.raises(WrongState, match="too_late_to_recall"):
        recall_return(actor=story.cast.actors["village"], uid=sent.uid, at=NOON + timedelta(minutes=minutes))
    assert Return.objects.get().state == "accepted"


def test_what_a_person_has_looked_at_cannot_be_recalled(story: Story) -> None:
    sent = send(story, raw=MATTER)
    accept_return(actor=story.cast.actors["station"], uid=sent.uid, rev=sent.rev, at=NOON)
    with pytest.raises(WrongState):
        recall_return(actor=story.cast.actors["village"], uid=sent.uid, at=NOON)


def test_sent_twice_is_stored_once(story: Story) -> None:
    uid = uuid7()
    first = send(story, raw=MATTER, uid=uid)
    second = send(story, raw=MATTER, uid=uid)
    assert (first.pk, first.uid, second.rev) == (second.pk, uid, first.rev)
    assert count(story, "city", "returned") == (1, 0)
    assert Entry.objects.filter(action="return.submitted").count() == 1


def test_the_same_uid_with_another_body_is_a_conflict_with_both_sides(story: Story) -> None:
    uid = uuid7()
    send(story, raw=MATTER, uid=uid)
    with pytest.raises(Conflict) as conflict:
        send(story, raw=MATTER | {"people": "4"}, uid=uid)
    assert conflict.value.detail["mine"]["values"]["people"] == 4
    assert conflict.value.detail["theirs"]["values"]["people"] == 3
    assert Return.objects.get().answer.values["people"] == 3


def test_late_counts_as_late(story: Story) -> None:
    period = story.period(story.daily)
    evening = instant(DAY, time(18, 0))
    sent = submit_return(
        actor=story.cast.actors["village"], period_uid=period.uid, sending=Sending(nil=True), at=evening
    )
    assert sent.on_time is False
    assert (count(story, "city", "late"), count(story, "city", "on_time")) == ((1, 0), (0, 0))


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "nil where it is not allowed": ({"task": "check", "nil": True}, BadInput),
    "nothing filled in": ({"raw": {}}, Incomplete),
    "not a number": ({"raw": MATTER | {"people": "three"}}, Incomplete),
    "a field that is not asked": ({"raw": MATTER | {"salary": "3"}}, Incomplete),
    "a choice that is none": ({"raw": MATTER | {"matter": "weather"}}, Incomplete),
    "before it opens": ({"nil": True, "at": NOON - timedelta(days=3)}, WrongState),
    "after it locked": ({"nil": True, "at": NOON + timedelta(days=2)}, WrongState),
    "who owes nothing": ({"nil": True, "who": "station"}, NotVisible),
    "an auditor": ({"nil": True, "who": "auditor"}, NotVisible),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_and_changes_nothing(story: Story, case: str) -> None:
    given, error = REFUSED[case]
    task = getattr(story, given.get("task", "daily"))
    sending = Sending(raw=given.get("raw", {}), nil=given.get("nil", False))
    before = Entry.objects.count()
    with pytest.raises(error):
        submit_return(
            actor=story.cast.actors[given.get("who", "village")],
            period_uid=story.period(task).uid,
            sending=sending,
            at=given.get("at", NOON),
        )
    assert (Return.objects.count(), Fact.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_the_check_with_seven_photos(story: Story) -> None:
    village, period = story.cast.actors["village"], story.period(story.check)
    raw: dict[str, Any] = {"square_area": "320.5"}
    for n, name in enumerate(SEVEN):
        raw[name] = "yes"
        evidence = attach_photo(
            actor=village,
            period_uid=period.uid,
            field=f"{name}_photo",
            raw=picture(f"#{n}0{n}0{n}0"),
            taken=Taken(),
            at=NOON,
        )
        raw[f"{name}_photo"] = [evidence.sha256]
    sent = submit_return(actor=village, period_uid=period.uid, sending=Sending(raw=raw), at=NOON)
    assert sent.state == "submitted"
    assert Evidence.objects.filter(source_uid=sent.uid).count() == 7
    assert count(story, "county", "field:stage", period) == (1, 1)
    assert count(story, "county", "field:square_area", period) == (320_500_000, 0)


def test_a_photo_of_somebody_else_proves_nothing(story: Story) -> None:
    period = story.period(story.check)
    taken = {"period_uid": period.uid, "field": "square_photo", "raw": picture(), "taken": Taken(), "at": NOON}
    theirs = attach_photo(actor=story.cast.actors["village2"], **taken)
    raw: dict[str, Any] = dict.fromkeys(SEVEN, "no") | {"square": "yes", "square_photo": [theirs.sha256]}
    with pytest.raises(Incomplete) as missing:
        submit_return(actor=story.cast.actors["village"], period_uid=period.uid, sending=Sending(raw=raw), at=NOON)
    assert missing.value.detail["errors"] == {"square_photo": "photo_not_here"}


def test_two_devices_show_both_sides(story: Story) -> None:
    village, period = story.cast.actors["village"], story.period(story.daily)
    first = save_draft(actor=village, period_uid=period.uid, raw={"people": "3"}, rev=0, at=NOON)
    save_draft(actor=village, period_uid=period.uid, raw={"people": "4"}, rev=first.answer.rev, at=NOON)
    with pytest.raises(Conflict) as conflict:
        save_draft(actor=village, period_uid=period.uid, raw={"people": "5"}, rev=first.answer.rev, at=NOON)
    assert (conflict.value.detail["mine"], conflict.value.detail["theirs"]) == ({"people": 5}, {"people": 4})


REVIEWERS = {  # who: may accept
    "station": None,
    "county": NotAllowed,
    "officer": NotAllowed,
    "village": NotAllowed,
    "village2": NotVisible,
    "neighbour_station": NotVisible,
    "neighbour_county": NotVisible,
    "auditor": NotAllowed,
    "security": NotVisible,
    "admin": NotVisible,
}


@pytest.mark.parametrize("who", REVIEWERS)
def test_the_level_directly_above_reviews(story: Story, who: str) -> None:
    sent = send(story, raw=MATTER)
    error = REVIEWERS[who]
    if error is None:
        assert accept_return(actor=story.cast.actors[who], uid=sent.uid, rev=sent.rev, at=NOON).state == "accepted"
        return
    with pytest.raises(error):
        accept_return(actor=story.cast.actors[who], uid=sent.uid, rev=sent.rev, at=NOON)
    assert Return.objects.get().state == "submitted"


def test_a_verdict_on_what_was_changed_meanwhile_is_a_conflict(story: Story) -> None:
    sent = send(story, raw=MATTER)
    with pytest.raises(Conflict):
        accept_return(actor=story.cast.actors["station"], uid=sent.uid, rev=sent.rev - 1, at=NOON)


SEES = {  # own draft, sent
    "village": (True, True),
    "village2": (False, False),
    "station": (False, True),
    "county": (False, True),
    "officer": (False, True),
    "director": (False, True),
    "auditor": (False, True),
    "province": (False, True),
    "neighbour_station": (False, False),
    "neighbour_county": (False, False),
    "far_village": (False, False),
    "security": (False, False),
    "admin": (False, False),
    "expert": (False, False),
}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_a_village_return(story: Story, who: str) -> None:
    village, period = story.cast.actors["village"], story.period(story.daily)
    draft = save_draft(actor=village, period_uid=period.uid, raw=MATTER, rev=0, at=NOON)
    seen = [Return.objects.visible_to(story.cast.actors[who]).exists()]
    send(story, raw=MATTER, rev=draft.answer.rev)
    seen.append(Return.objects.visible_to(story.cast.actors[who]).exists())
    assert tuple(seen) == SEES[who]


def test_at_lock_what_is_missing_is_stored_once(story: Story) -> None:
    send(story, nil=True)
    period = story.period(story.daily)
    after = period.locks_at + timedelta(minutes=1)
    while close_periods(at=after):
        pass
    villages = ("village2", "neighbour_village", "far_village")
    expected = {story.cast.units[v].pk for v in villages}
    assert set(Missing.objects.filter(period=period).values_list("unit_id", flat=True)) == expected
    assert close_periods(at=after) == 0
    assert TaskPeriod.objects.get(pk=period.pk).closed_at == after


def test_audit_entries_stand_beside_every_write(story: Story) -> None:
    sent = send(story, raw=MATTER)
    entry = Entry.objects.get(action="return.submitted")
    assert (entry.subject_kind, entry.subject_uid, entry.unit_id) == ("return", sent.uid, sent.unit_id)
    assert entry.at == NOON
