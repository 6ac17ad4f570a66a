"""Signing off: who may on which day, what is stored, what a later change does, taking it back, one person alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import DAY, NOON, OPENED, Cast, draft
from tests.hiring import hire
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, Conflict, DomainError, NotAllowed, WrongState
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Notice, Task
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.end_one_person_mode import end_one_person_mode
from xiangyun.people.actions.send_back_paper import send_back_paper
from xiangyun.people.actions.set_one_person_mode import set_one_person_mode
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.actions.withdraw_sign_off import withdraw_sign_off
from xiangyun.people.models import Account, OnePersonMode, SignOff, Tenure

A_DAY = timedelta(days=1)
FEBRUARY = (date(2020, 2, 1), date(2020, 3, 1))
AROUND = (DAY - A_DAY, DAY + A_DAY)
UNTIL_TODAY = (OPENED, DAY)
FROM_TOMORROW = (DAY + A_DAY, DAY + 2 * A_DAY)


def deputy_of(cast: Cast, who: str, days: tuple[date, date]) -> Actor:
    """The account of `who` stands in for the city's director on these days."""
    account = cast.tenures[who].account if who in cast.tenures else Account.objects.create(username=who, name=who)
    post = cast.tenures["director"].post
    tenure = Tenure.objects.create(
        account=account, post=post, kind=Tenure.Kind.DEPUTY, from_on=days[0], to_on=days[1], reason="出差"
    )
    return actor_for(tenure)


def handed_in(cast: Cast) -> Notice:
    notice = draft(cast).notice
    return submit_notice(actor=cast.actors["officer"], uid=notice.uid, at=NOON)


def try_to_sign(actor: Actor, notice: Notice) -> str:
    """What came of it: `signed`, or the code of the refusal."""
    try:
        sign_off(actor=actor, kind="notice", uid=notice.uid, rev=notice.rev, at=NOON)
    except DomainError as refused:
        return refused.reason
    return "signed"


DEPUTIES = {  # (whose account, from when until when): what came of it
    ("stranger", AROUND): "signed",
    ("stranger", (DAY, DAY + A_DAY)): "signed",
    ("stranger", UNTIL_TODAY): "post_not_held",
    ("stranger", FROM_TOMORROW): "post_not_held",
    ("stranger", FEBRUARY): "post_not_held",
    ("officer", AROUND): "drafter_signs",
    ("officer", FEBRUARY): "post_not_held",
    ("county", AROUND): "signed",
}


@pytest.mark.parametrize("case", DEPUTIES, ids=lambda case: f"{case[0]}-{case[1][0]}")
def test_a_deputy_signs_on_the_days_given_and_never_what_he_made(cast: Cast, case: tuple) -> None:
    who, days = case
    notice, actor = handed_in(cast), deputy_of(cast, who, days)
    assert try_to_sign(actor, notice) == DEPUTIES[case]
    found = [(s.account_id, s.as_deputy, s.mode_id) for s in SignOff.objects.all()]
    assert found == ([(actor.account_id, True, None)] if DEPUTIES[case] == "signed" else [])


def test_what_a_signature_stores(cast: Cast) -> None:
    notice, tenure = handed_in(cast), cast.tenures["director"]
    made = sign_off(actor=cast.actors["director"], kind="notice", uid=notice.uid, rev=notice.rev, at=NOON)
    stored = SignOff.objects.get()
    assert (stored.kind, stored.paper_uid, stored.at) == ("notice", notice.uid, NOON)
    assert (stored.account_id, stored.post_id, stored.tenure_id) == (tenure.account_id, tenure.post_id, tenure.pk)
    assert (stored.as_deputy, stored.mode, stored.withdrawn_at) == (False, None, None)
    assert len(stored.digest) == 64
    entry = Entry.objects.get(action="notice.signed")
    assert entry.detail == {"digest": made.digest, "deputy": False, "one_person": False}


def test_the_holder_of_a_post_signs_as_its_holder_though_a_deputy_too(cast: Cast) -> None:
    notice = handed_in(cast)
    deputy_of(cast, "director", AROUND)
    assert not sign_off(actor=cast.actors["director"], kind="notice", uid=notice.uid, rev=notice.rev, at=NOON).as_deputy


def test_nobody_signs_what_was_not_read(cast: Cast) -> None:
    notice, director = handed_in(cast), cast.actors["director"]
    read = notice.rev
    send_back_paper(actor=director, kind="notice", uid=notice.uid, note="太紧", at=NOON)
    again = submit_notice(actor=cast.actors["officer"], uid=notice.uid, at=NOON)
    with pytest.raises(Conflict) as refused:
        sign_off(actor=director, kind="notice", uid=notice.uid, rev=read, at=NOON)
    assert (refused.value.reason, refused.value.detail) == ("changed_meanwhile", {"rev": again.rev})
    assert not SignOff.objects.exists()
    assert Notice.objects.get(pk=notice.pk).state == "waiting"


def test_no_system_signs(cast: Cast) -> None:
    assert try_to_sign(Actor.system("job"), handed_in(cast)) == "post_not_held"


CHANGES = {
    "the text": lambda n: Notice.objects.filter(pk=n.pk).update(text=n.text.replace("17时", "18时")),
    "the title": lambda n: Notice.objects.filter(pk=n.pk).update(title="另一个"),
    "a task's minutes": lambda n: Task.objects.filter(notice=n).update(minutes=99),
    "a task's last day": lambda n: Task.objects.filter(notice=n).update(ends_on=date(2021, 1, 1)),
    "the tasks": lambda n: n.tasks.first().delete(),
    "a clause's fate": lambda n: n.clauses.exclude(reason="").update(reason="改"),
    "what a task covers": lambda n: n.tasks.first().clauses.clear(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_after_the_signature_does_not_go_out(cast: Cast, change: str) -> None:
    notice = handed_in(cast)
    sign_off(actor=cast.actors["director"], kind="notice", uid=notice.uid, rev=notice.rev, at=NOON)
    CHANGES[change](notice)
    with pytest.raises(Conflict) as refused:
        publish_notice(actor=cast.actors["officer"], uid=notice.uid, at=NOON)
    assert refused.value.reason == "changed_since_signed"
    assert Notice.objects.get(pk=notice.pk).state == "signed"


def test_what_was_not_changed_goes_out_with_its_number(cast: Cast) -> None:
    notice = handed_in(cast)
    sign_off(actor=cast.actors["director"], kind="notice", uid=notice.uid, rev=notice.rev, at=NOON)
    published = publish_notice(actor=cast.actors["officer"], uid=notice.uid, number=" 衡文〔2020〕8号 ", at=NOON)
    assert (published.state, published.number) == ("published", "衡文〔2020〕8号")
    second = handed_in(cast)
    sign_off(actor=cast.actors["director"], kind="notice", uid=second.uid, rev=second.rev, at=NOON)
    with pytest.raises(BadInput) as refused:
        publish_notice(actor=cast.actors["officer"], uid=second.uid, number="衡文〔2020〕8号", at=NOON)
    assert refused.value.reason == "number_used"


@pytest.mark.parametrize("state", ["draft", "waiting"])
def test_the_database_keeps_numbers_off_drafts(cast: Cast, state: str) -> None:
    notice = draft(cast).notice if state == "draft" else handed_in(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(number="衡文〔2020〕8号")


def test_a_signature_is_taken_back_until_the_paper_is_out(cast: Cast) -> None:
    notice, director = handed_in(cast), cast.actors["director"]
    paper = {"kind": "notice", "uid": notice.uid, "at": NOON}
    sign_off(actor=director, rev=notice.rev, **paper)
    assert withdraw_sign_off(actor=director, **paper).withdrawn_at == NOON
    notice.refresh_from_db()
    assert (notice.state, notice.signed_by_id) == ("waiting", None)
    sign_off(actor=director, rev=notice.rev, **paper)
    publish_notice(actor=cast.actors["officer"], uid=notice.uid, at=NOON)
    with pytest.raises(WrongState):
        withdraw_sign_off(actor=director, **paper)
    assert [s.withdrawn_at for s in SignOff.objects.order_by("id")] == [NOON, None]


TAKES_BACK = {  # (who signed, who takes it back): whether that works
    ("director", "director"): True,
    ("director", "deputy"): False,
    ("deputy", "deputy"): True,
    ("deputy", "director"): True,
    ("deputy", "other deputy"): False,
}


@pytest.mark.parametrize("case", TAKES_BACK, ids="-".join)
def test_who_takes_a_signature_back(cast: Cast, case: tuple[str, str]) -> None:
    actors = {name: deputy_of(cast, name, AROUND) for name in ("deputy", "other deputy")}
    actors["director"] = cast.actors["director"]
    notice, paper = handed_in(cast), {"kind": "notice", "at": NOON}
    sign_off(actor=actors[case[0]], uid=notice.uid, rev=notice.rev, **paper)
    try:
        withdraw_sign_off(actor=actors[case[1]], uid=notice.uid, **paper)
    except NotAllowed as refused:
        assert refused.reason == "not_the_signer"
        assert not TAKES_BACK[case]
    else:
        assert TAKES_BACK[case]


def set_mode(cast: Cast, unit: str = "city", **changes: object) -> OnePersonMode:
    values: dict = {
        "from_on": DAY,
        "to_on": DAY + 30 * A_DAY,
        "reason": "全局只有一人在岗",
        "actor": cast.actors["admin"],
    }
    return set_one_person_mode(unit=cast.units[unit], at=NOON, **(values | changes))


def alone(cast: Cast) -> Actor:
    """The officer of the city holds the director's post too: one person."""
    return actor_for(hire(cast.tenures["officer"].account, cast.units["city"], "director", OPENED))


MODES = {  # when the mode holds: what comes of signing one's own paper on the day
    "none": "drafter_signs",
    "today": "signed",
    "tomorrow": "drafter_signs",
    "ended": "drafter_signs",
    "of the county": "drafter_signs",
}


@pytest.mark.parametrize("case", MODES)
def test_one_person_signs_alone_only_while_the_mode_holds(cast: Cast, case: str) -> None:
    notice, actor = handed_in(cast), alone(cast)
    if case == "today":
        set_mode(cast)
    if case == "tomorrow":
        set_mode(cast, from_on=DAY + A_DAY)
    if case == "of the county":
        set_mode(cast, "county")
    if case == "ended":
        end_one_person_mode(actor=cast.actors["director"], uid=set_mode(cast).uid, at=NOON)
    assert try_to_sign(actor, notice) == MODES[case]
    assert [s.mode is not None for s in SignOff.objects.all()] == [True] * (MODES[case] == "signed")


def test_another_persons_signature_is_no_exception_while_the_mode_holds(cast: Cast) -> None:
    set_mode(cast)
    assert try_to_sign(cast.actors["director"], handed_in(cast)) == "signed"
    assert SignOff.objects.get().mode is None


SETTERS = {  # who: what comes of setting the county's mode
    "admin": "set",
    "admin outside a session": "not_allowed",
    "director": "not_allowed",
    "county": "not_allowed",
    "security": "not_allowed",
    "admin of the neighbours": "not_in_reach",
    "admin who drafts there": "mode_for_oneself",
}


@pytest.mark.parametrize("who", SETTERS)
def test_who_sets_the_mode(cast: Cast, who: str) -> None:
    actor = cast.actors.get(who)
    if who == "admin outside a session":
        actor = replace(cast.actors["admin"], is_elevated=False)
    if who == "admin of the neighbours":
        account = Account.objects.create(username="far", name="far")
        actor = actor_for(hire(account, cast.units["neighbour_county"], "admin", OPENED), elevated=True)
    if who == "admin who drafts there":
        hire(cast.tenures["admin"].account, cast.units["county"], "officer", OPENED)
        actor = cast.actors["admin"]
    try:
        set_mode(cast, "county", actor=actor)
    except NotAllowed as refused:
        assert refused.reason == SETTERS[who]
    else:
        assert SETTERS[who] == "set"
        entry = Entry.objects.get(action="one_person_mode.set")
        assert (entry.account_id, entry.detail["reason"]) == (actor.account_id, "全局只有一人在岗")


WRONG_MODES = {
    "mode_begins_too_early": {"from_on": DAY - A_DAY},
    "mode_ends_first": {"to_on": DAY},
    "mode_too_long": {"to_on": DAY + 367 * A_DAY},
    "reason_needed": {"reason": "  "},
    "not_text": {"reason": "甲\x00"},
}


@pytest.mark.parametrize("code", WRONG_MODES)
def test_a_mode_has_days_ahead_and_a_reason(cast: Cast, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_mode(cast, **WRONG_MODES[code])
    assert refused.value.reason == code


def test_modes_of_a_unit_do_not_overlap(cast: Cast) -> None:
    first = set_mode(cast)
    with pytest.raises(BadInput) as refused:
        set_mode(cast, from_on=first.to_on - A_DAY, to_on=first.to_on + A_DAY)
    assert refused.value.reason == "mode_is_set"
    set_mode(cast, from_on=first.to_on, to_on=first.to_on + A_DAY)
    end_one_person_mode(actor=cast.actors["admin"], uid=first.uid, at=NOON)
    set_mode(cast, to_on=first.to_on)
    with pytest.raises(WrongState):
        end_one_person_mode(actor=cast.actors["admin"], uid=first.uid, at=NOON)
