"""The cap on what a village is asked: whose counts, when a draft goes over it, who says why, who sets it."""

from typing import Any

import pytest

from tests.cast import NOON
from tests.notices.test_burden import Office, office
from xiangyun.audit.models import Entry
from xiangyun.core.errors import BadInput, DomainError, NotAllowed
from xiangyun.notices.actions.give_reason_over_cap import give_reason_over_cap
from xiangyun.notices.actions.set_cap import set_cap
from xiangyun.notices.burden import check_cap
from xiangyun.notices.models import Cap, Notice, Task

__all__ = ["office"]

# caps by unit; minutes of the draft's task, which asks all villages, beside 10 minutes of the city and 5 of the county:
# the cap of the most asked (or most exceeding) group, its minutes, whether the draft brings it over
CAPS: dict[str, tuple[dict[str, int], int, tuple[int | None, float, bool]]] = {
    "none": ({}, 20, (None, 35, False)),
    "high enough": ({"officer": 35}, 20, (35, 35, False)),
    "a minute too low": ({"officer": 34}, 20, (34, 35, True)),
    "of the province": ({"province": 34}, 20, (34, 35, True)),
    "the nearest counts": ({"province": 20, "officer": 40}, 20, (40, 35, False)),
    "a county's own is lower": ({"officer": 40, "county": 30}, 20, (30, 35, True)),
    "a county's own is higher": ({"officer": 30, "county": 40}, 20, (40, 35, False)),
    "a neighbour's own is lower": ({"officer": 40, "neighbour_county": 25}, 20, (25, 30, True)),
}


@pytest.mark.parametrize("case", CAPS)
def test_the_cap_of_each_village_is_that_of_the_nearest_unit_above(office: Office, case: str) -> None:
    caps, minutes, (cap, after, over) = CAPS[case]
    for who, most in caps.items():
        office.cap(who, most)
    office.task(office.notice("city"), 10)
    office.task(office.notice("county"), 5)
    made = office.notice("city", "draft")
    office.task(made, minutes)
    found = office.burden(with_draft=made)
    assert (found.cap.minutes if found.cap else None, found.after, found.brings_over) == (cap, after, over)


def refused(notice: Notice) -> dict[str, Any]:
    try:
        check_cap(notice, NOON)
    except BadInput as error:
        return {"code": error.reason, **error.detail}
    return {}


def test_over_the_cap_a_draft_needs_a_reason(office: Office) -> None:
    office.cap("officer", 20)
    office.task(office.notice("city"), 10)
    made = office.notice("city", "draft")
    task = office.task(made, 10)
    assert refused(made) == {}
    Task.objects.filter(pk=task.pk).update(minutes=11)
    assert refused(made) == {"code": "over_cap", "minutes": 21, "cap": 20, "villages": 4}
    actor = office.cast.actors["officer"]
    made = give_reason_over_cap(actor=actor, notice_uid=made.uid, reason=" 防疫需要 ", at=NOON)
    assert (made.over_cap_reason, refused(made)) == ("防疫需要", {})
    assert Entry.objects.filter(action="notice.over_cap_reason", subject_uid=made.uid).count() == 1


def test_a_draft_that_adds_nothing_for_villages_is_not_to_blame(office: Office) -> None:
    office.cap("officer", 5)
    office.task(office.notice("city"), 10)
    made = office.notice("city", "draft")
    office.task(made, 30, selector={"level": 4})
    assert (refused(made), office.burden(with_draft=made).is_over) == ({}, True)


REASONS = {"": "reason_needed", "   ": "reason_needed", "看\x00": "not_text"}


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_a_sentence(office: Office, reason: str) -> None:
    made = office.notice("city", "draft")
    with pytest.raises(BadInput) as error:
        give_reason_over_cap(actor=office.cast.actors["officer"], notice_uid=made.uid, reason=reason, at=NOON)
    assert error.value.reason == REASONS[reason]


MAY_SAY = {"officer": 0, "director": 403, "county": 404, "village": 404, "province": 404}


@pytest.mark.parametrize("who", MAY_SAY)
def test_who_gives_a_reason(office: Office, who: str) -> None:
    made = office.notice("city", "draft")
    try:
        give_reason_over_cap(actor=office.cast.actors[who], notice_uid=made.uid, reason="防疫", at=NOON)
        status = 0
    except DomainError as error:
        status = error.status
    assert status == MAY_SAY[who]


def test_a_published_notice_takes_no_reason(office: Office) -> None:
    with pytest.raises(DomainError) as error:
        give_reason_over_cap(
            actor=office.cast.actors["officer"], notice_uid=office.notice("city").uid, reason="防疫", at=NOON
        )
    assert error.value.reason == "wrong_state"


def test_a_cap_set_again_replaces_the_first(office: Office) -> None:
    office.cap("officer", 40)
    office.cap("director", 30)
    assert list(Cap.objects.values_list("owner", "minutes")) == [(office.cast.units["city"].pk, 30)]
    assert Entry.objects.filter(action="cap.set").count() == 2


BAD_CAPS = {
    (0, "文"): {"minutes": "out_of_range"},
    (2401, "文"): {"minutes": "out_of_range"},
    (40, " "): {"document": "blank"},
    (40, "文\x00"): {"document": "not_text"},
    (-1, ""): {"minutes": "out_of_range", "document": "blank"},
}


@pytest.mark.parametrize("given", BAD_CAPS)
def test_what_is_no_cap(office: Office, given: tuple[int, str]) -> None:
    with pytest.raises(BadInput) as error:
        set_cap(actor=office.cast.actors["officer"], minutes=given[0], document=given[1], at=NOON)
    assert error.value.detail["fields"] == BAD_CAPS[given]


@pytest.mark.parametrize("who", ["village", "station", "auditor", "expert", "admin"])
def test_who_sets_no_cap(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_cap(actor=office.cast.actors[who], minutes=40, document="文", at=NOON)
