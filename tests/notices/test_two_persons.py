"""What leaves a bureau is made by one person and signed by another, whatever posts they hold."""

import pytest

from tests.cast import NOON, OPENED, TEXT, Cast, draft, duties, form_of_pack, plan_of
from tests.hiring import hire
from tests.ruling import answer_rules
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Notice
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.send_back_paper import send_back_paper
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.models import Account

SIGNS = {  # (drafted by, tasks made by, rest dismissed by, handed in by): (both signs, director signs)
    ("both", "both", "both", "both"): (False, True),
    ("both", "other", "other", "other"): (False, True),
    ("other", "both", "other", "other"): (False, True),
    ("other", "other", "both", "other"): (False, True),
    ("other", "other", "other", "both"): (False, True),
    ("other", "other", "other", "other"): (True, True),
}


@pytest.fixture
def actors(cast: Cast) -> dict[str, Actor]:
    """`both` and `both_signs` are one account with two posts at the city."""
    account = Account.objects.create(username="both", name="both", password="!")
    roles = {"both": "officer", "both_signs": "director"}
    made = {name: actor_for(hire(account, cast.units["city"], role, OPENED)) for name, role in roles.items()}
    return made | {"other": cast.actors["officer"], "director": cast.actors["director"]}


def handed_in(cast: Cast, actors: dict[str, Actor], hands: tuple[str, str, str, str]) -> Notice:
    drafter, maker, dismisser, submitter = (actors[hand] for hand in hands)
    notice = draft_notice(actor=drafter, text=TEXT, at=NOON)
    first, *rest = duties(notice)
    plan = plan_of(cast, form_of_pack(cast, "daily-report"))
    make_task(actor=maker, notice_uid=notice.uid, clause_uids=[first], plan=plan, at=NOON)
    dismiss_clauses(actor=dismisser, notice_uid=notice.uid, clause_uids=rest, reason="不编", at=NOON)
    answer_rules(dismisser, notice.uid, NOON)
    return submit_notice(actor=submitter, uid=notice.uid, at=NOON)


def signs(actor: Actor, notice: Notice) -> bool:
    try:
        sign_off(actor=actor, kind="notice", uid=notice.uid, rev=notice.rev, at=NOON)
    except NotAllowed as refused:
        assert refused.reason == "drafter_signs"
        return False
    return True


@pytest.mark.parametrize("hands", SIGNS, ids="-".join)
def test_who_may_sign(cast: Cast, actors: dict[str, Actor], hands: tuple[str, str, str, str]) -> None:
    both, director = SIGNS[hands]
    assert signs(actors["both_signs"], handed_in(cast, actors, hands)) == both
    assert signs(actors["director"], handed_in(cast, actors, hands)) == director


def test_the_drafter_stays_the_drafter_when_another_hands_in(cast: Cast, actors: dict[str, Actor]) -> None:
    notice = handed_in(cast, actors, ("both", "both", "both", "other"))
    notice.refresh_from_db()
    assert (notice.drafted_by_id, notice.submitted_by_id) == (
        actors["both"].account_id,
        actors["other"].account_id,
    )
    assert not signs(actors["both_signs"], notice)


def test_who_sent_it_back_may_sign_it_later(cast: Cast) -> None:
    notice, officer, director = draft(cast).notice, cast.actors["officer"], cast.actors["director"]
    submit_notice(actor=officer, uid=notice.uid, at=NOON)
    send_back_paper(actor=director, kind="notice", uid=notice.uid, note="截止日期太紧", at=NOON)
    assert signs(director, submit_notice(actor=officer, uid=notice.uid, at=NOON))
