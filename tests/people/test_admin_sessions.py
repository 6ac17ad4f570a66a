"""An administrator has rights only inside a timed session, and nobody is two of the three who watch each other."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOON, Cast
from tests.hiring import SECRET, hire
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import DomainError
from xiangyun.people.acting import actor_for, tenure_of_token
from xiangyun.people.actions.close_admin_sessions import close_admin_sessions
from xiangyun.people.actions.end_admin_session import end_admin_session
from xiangyun.people.actions.give_post import give_post
from xiangyun.people.actions.issue_token import issue_token
from xiangyun.people.actions.start_admin_session import start_admin_session
from xiangyun.people.factors.totp import code_at, step_at
from xiangyun.people.models import AdminSession
from xiangyun.people.origins import Origin
from xiangyun.people.proving import Proof
from xiangyun.people.separation import RolesKeptApart, keep_roles_apart

HOME = Origin(address="10.0.0.1")
CLOCK = Actor.system("clock")


def start(cast: Cast, who: str = "admin", after: int = 0, **changes: Any) -> AdminSession:
    """A session begun so many seconds after noon, with the code of then."""
    at = NOON + timedelta(seconds=after)
    given = {"reason": "换人", "minutes": 30, "proof": Proof(code_at(SECRET, step_at(at))), "at": at}
    return start_admin_session(
        actor=actor_for(cast.tenures[who]), tenure=cast.tenures[who], origin=HOME, **given | changes
    )


def test_the_role_alone_gives_no_right(cast: Cast) -> None:
    tenure = cast.tenures["admin"]
    plain, elevated = actor_for(tenure), actor_for(tenure, elevated=True)
    assert (plain.holds("admin"), elevated.holds("admin"), CLOCK.holds("admin")) == (False, True, True)
    with pytest.raises(DomainError, match="not_allowed"):
        give(cast, "village", "expert", actor=plain)
    give(cast, "village", "expert", actor=elevated)


def test_being_elevated_gives_no_other_role(cast: Cast) -> None:
    officer = actor_for(cast.tenures["officer"], elevated=True)
    assert (officer.holds("admin"), officer.holds("officer")) == (False, True)


def test_a_machines_token_is_never_elevated(cast: Cast) -> None:
    tenure = cast.tenures["admin"]
    start(cast)
    token = issue_token(actor=actor_for(tenure), tenure=tenure, name="script", at=NOON)
    found = tenure_of_token(token, NOON, date(2020, 3, 20))
    assert found is not None
    assert actor_for(found).holds("admin") is False


BAD = {
    "reason_needed": {"reason": "  "},
    "bad_minutes": {"minutes": 31},
    "wrong_code": {"proof": Proof("000000")},
}


@pytest.mark.parametrize("code", BAD)
def test_what_a_session_needs(cast: Cast, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        start(cast, **BAD[code])
    assert AdminSession.objects.count() == 0


@pytest.mark.parametrize("who", ["security", "auditor", "officer"])
def test_only_an_administrators_post_starts_one(cast: Cast, who: str) -> None:
    with pytest.raises(DomainError, match="not_allowed"):
        start(cast, who)


def ends(session: AdminSession) -> list[tuple[str, str]]:
    """How the log says that it began and ended."""
    entries = Entry.objects.filter(subject_uid=session.uid).order_by("id")
    return [(e.action.split(".")[1], e.detail["by"]) for e in entries]


def test_it_ends_by_the_button_once(cast: Cast) -> None:
    begun = start(cast)
    for minutes in (5, 6):
        end_admin_session(actor=cast.actors["admin"], uid=begun.uid, at=NOON + timedelta(minutes=minutes))
    begun.refresh_from_db()
    assert begun.ended_at == NOON + timedelta(minutes=5)
    assert ends(begun) == [("started", "totp"), ("ended", "button")]
    with pytest.raises(DomainError, match="not_visible"):
        end_admin_session(actor=cast.actors["officer"], uid=begun.uid, at=NOON)


def test_it_ends_by_itself_and_the_log_says_when(cast: Cast) -> None:
    begun = start(cast, minutes=10)
    late = NOON + timedelta(minutes=11)
    assert list(AdminSession.objects.running(NOON + timedelta(minutes=9))) == [begun]
    assert list(AdminSession.objects.running(late)) == []  # before anybody has written it down
    assert [close_admin_sessions(actor=CLOCK, at=late) for _ in range(2)] == [1, 0]
    begun.refresh_from_db()
    assert (begun.ended_at, begun.ended_by) == (NOON + timedelta(minutes=10), "time")
    assert ends(begun) == [("started", "totp"), ("ended", "time")]


def test_the_next_one_ends_the_one_before(cast: Cast) -> None:
    first, second = start(cast), start(cast, after=60)
    assert (ends(first)[-1], list(AdminSession.objects.open())) == (("ended", "next"), [second])


def give(cast: Cast, who: str, role: str, actor: Actor = CLOCK, from_on: date = date(2020, 3, 1)) -> None:
    account, unit = cast.tenures[who].account, cast.units["city"]
    give_post(actor=actor, account=account, unit=unit, role=role, from_on=from_on, at=NOON)


WATCHERS = ("admin", "auditor", "security")


@pytest.mark.parametrize("has", WATCHERS)
@pytest.mark.parametrize("gets", WATCHERS)
def test_nobody_is_two_of_three(cast: Cast, has: str, gets: str) -> None:
    if has == gets:
        give(cast, has, gets)
        return
    with pytest.raises(RolesKeptApart) as refused:
        give(cast, has, gets)
    assert (refused.value.reason, refused.value.detail) == ("roles_kept_apart", {"role": has})


def test_one_after_the_other_is_allowed(cast: Cast) -> None:
    account = cast.tenures["village"].account
    ended = hire(account, cast.units["city"], "auditor", date(2020, 1, 1))
    ended.to_on = date(2020, 3, 1)
    ended.save()
    keep_roles_apart(account, "admin", date(2020, 3, 1))
    keep_roles_apart(account, "admin", date(2019, 1, 1), date(2020, 1, 1))
    with pytest.raises(RolesKeptApart):
        keep_roles_apart(account, "admin", date(2020, 2, 29))
    with pytest.raises(RolesKeptApart):
        keep_roles_apart(account, "admin", date(2019, 1, 1), date(2020, 1, 2))
