"""Signing for receipt: whom a notice comes to, once a body, who sees who signed."""

from typing import Any

import pytest

from tests.cast import DAY, NOON, Cast, Story, draft
from tests.threads import at_once
from xiangyun.audit.models import Entry, PersonalValue
from xiangyun.core.errors import BadInput, Conflict, DomainError, NotAllowed, NotVisible, WrongState
from xiangyun.notices.actions.sign_receipt import sign_receipt
from xiangyun.notices.counting import count_selector
from xiangyun.notices.models import Notice, Receipt
from xiangyun.notices.receipts import bodies_of, in_state, tally_of, unsigned_by
from xiangyun.units.models import Unit

NAMES = {"handler": "李某", "leader": "王某"}


def sign(cast: Cast, notice: Notice, who: str, **names: str) -> Receipt:
    return sign_receipt(actor=cast.actors[who], notice_uid=notice.uid, at=NOON, **(NAMES | names))


def listed(story: Story, who: str, state: Any = "", under: str = "") -> set[str]:
    uid = story.cast.units[under].uid if under else None
    return {u.name for u in in_state(bodies_of(story.cast.actors[who], story.notice, NOON, uid), state)}


BODIES = {"county", "station", "neighbour_station", "neighbour_county", "far_station"}


def test_it_comes_to_every_body_on_the_way(story: Story) -> None:
    assert {who: listed(story, who) for who in ("officer", "auditor", "county", "station", "village", "library")} == {
        "officer": BODIES,
        "auditor": BODIES,
        "county": {"county", "station", "neighbour_station"},
        "station": {"station"},
        "village": set(),
        "library": set(),
    }


def test_one_that_is_asked_itself_is_listed(story: Story) -> None:
    selector = story.daily.selector
    selector.definition = {"kind": "institution", "under": str(story.cast.units["city"].uid)}
    selector.save()
    selector.counted = ""
    count_selector(selector, DAY)
    assert listed(story, "officer") == {"county", "library", "county_library"}
    sign(story.cast, story.notice, "library")
    assert listed(story, "officer", "signed") == {"library"}


def test_a_village_is_listed_once_it_signed(story: Story) -> None:
    sign(story.cast, story.notice, "village")
    assert (listed(story, "officer"), listed(story, "station", "signed")) == (BODIES | {"village"}, {"village"})


def test_who_signed_and_who_has_not(story: Story) -> None:
    sign(story.cast, story.notice, "county")
    sign(story.cast, story.notice, "far_village")
    officer = story.cast.actors["officer"]
    tally = tally_of(bodies_of(officer, story.notice, NOON))
    assert (tally.signed, tally.waiting) == (2, 4)
    assert listed(story, "officer", "signed") == {"county", "far_village"}
    assert listed(story, "officer", "waiting") == BODIES - {"county"}
    assert listed(story, "officer", "waiting", under="county") == {"station", "neighbour_station"}
    row = in_state(bodies_of(officer, story.notice, NOON), "signed").first()
    assert (row.signed_at, row.handler, row.leader) == (NOON, "李某", "王某")


def test_a_list_below_what_stands_nowhere_is_refused(story: Story) -> None:
    with pytest.raises(NotVisible):
        bodies_of(story.cast.actors["officer"], story.notice, NOON, story.notice.uid)


RIGHTS = {  # officers, reviewers and reporters of the bodies that it comes to
    "county": None, "station": None, "neighbour_county": None, "neighbour_station": None, "village": None,
    "officer": NotAllowed, "director": NotAllowed, "auditor": NotAllowed, "province": NotAllowed,
    "library": NotAllowed,
    "expert": NotVisible, "security": NotVisible, "admin": NotVisible,
}  # fmt: skip


@pytest.mark.parametrize("who", RIGHTS)
def test_who_signs(story: Story, who: str) -> None:
    refusal = RIGHTS[who]
    if refusal is None:
        assert sign(story.cast, story.notice, who).unit_id == story.cast.actors[who].unit_id
        return
    with pytest.raises(refusal):
        sign(story.cast, story.notice, who)
    assert Receipt.objects.count() == 0


def test_once_a_body_and_another_handler_is_in_the_log(story: Story) -> None:
    first = sign(story.cast, story.notice, "county")
    assert sign(story.cast, story.notice, "county", handler=" 李某 ").pk == first.pk
    changed = sign(story.cast, story.notice, "county", handler="赵某")
    assert (changed.pk, changed.handler, changed.leader, changed.at) == (first.pk, "赵某", "王某", NOON)
    entries = Entry.objects.filter(
        subject_uid=story.notice.uid, action__in=["notice.received", "notice.handler_changed"]
    )
    assert [e.action for e in entries.order_by("id")] == ["notice.received", "notice.handler_changed"]
    said = PersonalValue.objects.filter(entry__in=entries, name="handler").order_by("entry")
    assert [value.value for value in said] == ["李某", "赵某"]


REFUSED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "no handler": ({"handler": " "}, {"handler": "blank"}),
    "nobody": ({"handler": "", "leader": ""}, {"handler": "blank", "leader": "blank"}),
    "a name that nobody reads": ({"leader": "x\x00"}, {"leader": "not_text"}),
    "a name without end": ({"leader": "王" * 61}, {"leader": "too_long"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_names_that_are_refused(story: Story, case: str) -> None:
    names, wrong = REFUSED[case]
    with pytest.raises(BadInput) as refused:
        sign(story.cast, story.notice, "county", **names)
    assert (refused.value.detail, Receipt.objects.count()) == ({"fields": wrong}, 0)


def test_a_draft_is_received_by_nobody(cast: Cast) -> None:
    drafted = draft(cast).notice
    with pytest.raises(NotVisible):
        sign(cast, drafted, "county")
    with pytest.raises(WrongState, match="not_published"):
        sign(cast, drafted, "officer")


def test_which_of_several_wait(story: Story) -> None:
    notices = {story.notice.pk: story.notice}
    county: Unit = story.cast.units["county"]
    assert unsigned_by(county.pk, notices) == [story.notice]
    sign(story.cast, story.notice, "county")
    assert unsigned_by(county.pk, notices) == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_sign_once(story: Story) -> None:
    names = iter(("李某", "赵某"))

    def one() -> str:
        try:
            return sign(story.cast, story.notice, "county", handler=next(names)).handler
        except DomainError as refused:
            assert isinstance(refused, Conflict)
            return ""

    said = {name for name in at_once(one, 2) if name}
    assert Receipt.objects.get().handler in said
