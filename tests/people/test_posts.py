"""Posts through time: given, ended, handed over, delegated; who may, and what stays."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.cast import DAY, NOON, Cast
from tests.hiring import hire
from xiangyun.core.errors import DomainError, NotAllowed
from xiangyun.people.acting import actor_for, tenure_of_token
from xiangyun.people.actions.delegate_post import delegate_post
from xiangyun.people.actions.end_post import end_post
from xiangyun.people.actions.give_post import give_post
from xiangyun.people.actions.hand_over_post import hand_over_post
from xiangyun.people.actions.invite import Guest
from xiangyun.people.actions.issue_token import issue_token
from xiangyun.people.actions.keep_post import keep_post
from xiangyun.people.actions.take_back_post import take_back_post
from xiangyun.people.models import Account, Post, Role, Tenure
from xiangyun.people.queries.posts import posts_of
from xiangyun.people.rights import TABLE, may

pytestmark = pytest.mark.django_db
SOON, LATER = DAY + timedelta(days=5), DAY + timedelta(days=12)


@pytest.fixture
def somebody(cast: Cast) -> Account:
    return Account.objects.create(username="赵敏", name="赵敏")


def reason_of(call: object, **arguments: object) -> str:
    with pytest.raises(DomainError) as refused:
        call(actor=arguments.pop("actor"), at=NOON, **arguments)  # type: ignore[operator]
    return refused.value.reason


def deputise(cast: Cast, who: str, post: Post, account: Account, **changes: object) -> Tenure:
    values: dict[str, object] = {"from_on": DAY, "to_on": SOON, "reason": "下乡"}
    return delegate_post(actor=cast.actors[who], post_uid=post.uid, account=account, at=NOON, **(values | changes))  # type: ignore[arg-type]


# who: roles of posts that the one may give at the own unit, and at one below it
MAY_GIVE = {
    "village": ("", ""),
    "station": ("", ""),
    "county": ("reporter reviewer officer expert", "reporter reviewer officer director expert"),
    "director": ("", ""),
    "auditor": ("", ""),
    "security": ("", ""),
    "admin": (" ".join(Role.values), " ".join(Role.values)),
}


@pytest.mark.parametrize("who", MAY_GIVE)
def test_who_may_give_which_posts(cast: Cast, who: str) -> None:
    actor = cast.actors[who]
    below = {"village": "village", "station": "village", "county": "station"}.get(who, "county")
    paths = [actor.paths[0], actor_for(cast.tenures[below]).paths[0]]
    found = tuple(" ".join(role for role in Role.values if may("give", actor, role=role, path=path)) for path in paths)
    assert found == MAY_GIVE[who]


def test_nobody_gives_anything_to_a_neighbour_or_above(cast: Cast) -> None:
    for there in ("neighbour_county", "province"):
        path = actor_for(cast.tenures[there]).paths[0]
        assert not any(may(deed, cast.actors["county"], role=role, path=path) for deed in TABLE for role in Role.values)


def test_an_officer_fills_a_post_below(cast: Cast, somebody: Account) -> None:
    given = {"account": somebody, "unit": cast.units["village"], "role": "reporter", "from_on": SOON}
    tenure = give_post(actor=cast.actors["county"], at=NOON, **given)  # type: ignore[arg-type]
    assert (tenure.post.unit, tenure.from_on, tenure.to_on) == (cast.units["village"], SOON, None)
    assert reason_of(give_post, actor=cast.actors["neighbour_county"], **given) == "not_allowed"
    assert reason_of(give_post, actor=cast.actors["county"], **(given | {"role": "admin"})) == "not_allowed"
    own = given | {"account": cast.tenures["county"].account}
    assert reason_of(give_post, actor=cast.actors["county"], **own) == "own_account"


def test_a_post_has_one_holder_at_a_time(cast: Cast, somebody: Account) -> None:
    held = cast.tenures["village"]
    given = {"account": somebody, "unit": held.unit, "role": "reporter", "post": held.post}
    assert reason_of(give_post, actor=cast.actors["county"], from_on=DAY, **given) == "post_is_held"
    end_post(actor=cast.actors["county"], tenure_uid=held.uid, on=SOON, at=NOON, reason="调离")
    assert reason_of(give_post, actor=cast.actors["county"], from_on=DAY, **given) == "post_is_held"
    give_post(actor=cast.actors["county"], from_on=SOON, at=NOON, **given)  # type: ignore[arg-type]
    [view] = posts_of(held.unit, NOON)
    assert [(t.account.name, t.reason) for t in view.now(DAY)] == [("village", "调离")]
    assert [t.account.name for t in view.now(SOON)] == ["赵敏"]
    assert [t.account.name for t in view.before(SOON)] == ["village"]


def test_an_end_can_be_undone_until_it_comes(cast: Cast, somebody: Account) -> None:
    held, actor = cast.tenures["village"], cast.actors["county"]
    assert reason_of(keep_post, actor=actor, tenure_uid=held.uid) == "nothing_to_undo"
    end_post(actor=actor, tenure_uid=held.uid, on=SOON, at=NOON)
    assert keep_post(actor=actor, tenure_uid=held.uid, at=NOON).to_on is None
    end_post(actor=actor, tenure_uid=held.uid, on=SOON, at=NOON)
    given = give_post(
        actor=actor, account=somebody, unit=held.unit, role="reporter", post=held.post, from_on=SOON, at=NOON
    )
    assert reason_of(keep_post, actor=actor, tenure_uid=held.uid) == "post_is_held"
    take_back_post(actor=actor, tenure_uid=given.uid, at=NOON)
    assert keep_post(actor=actor, tenure_uid=held.uid, at=NOON).to_on is None
    assert reason_of(take_back_post, actor=actor, tenure_uid=held.uid) == "has_begun"
    assert reason_of(end_post, actor=actor, tenure_uid=held.uid, on=held.from_on) == "ends_before_it_begins"


def test_handing_over_leaves_the_post_and_ends_its_keys(cast: Cast, somebody: Account) -> None:
    held, actor = cast.tenures["village"], cast.actors["county"]
    with time_machine.travel(NOON, tick=False):
        token = issue_token(actor=cast.actors["admin"], tenure=held, name="机", at=NOON)
        done = hand_over_post(actor=actor, post_uid=held.post.uid, on=SOON, to=somebody, at=NOON)
        assert done.begun is not None and done.invitation is None
        assert (done.ended.to_on, done.begun.from_on, done.begun.post) == (SOON, SOON, held.post)
        assert tenure_of_token(token, NOON, SOON - timedelta(days=1)) == held
        assert tenure_of_token(token, NOON, SOON) is None
    assert actor_for(done.begun).post_id == actor_for(held).post_id  # what hangs on the post is the successor's
    again = {"post_uid": held.post.uid, "on": LATER, "to": somebody}
    assert reason_of(hand_over_post, actor=actor, **(again | {"on": DAY})) == "successor_is_set"
    assert reason_of(hand_over_post, actor=cast.actors["village2"], **again) == "not_visible"
    assert reason_of(hand_over_post, actor=cast.actors["village"], **again) == "not_allowed"


def test_a_successor_may_be_invited(cast: Cast) -> None:
    held = cast.tenures["village"]
    done = hand_over_post(
        actor=cast.actors["county"], post_uid=held.post.uid, on=SOON, to=Guest("新来的", "13812345678"), at=NOON
    )
    assert done.invitation is not None
    assert (done.invitation.post, done.invitation.from_on, done.ended.to_on) == (held.post, SOON, SOON)


def test_a_deputy_acts_for_a_time_and_ends_by_itself(cast: Cast) -> None:
    post, deputy = cast.tenures["village"].post, cast.tenures["village2"].account
    made = deputise(cast, "village", post, deputy)
    assert (made.is_deputy, made.reason, made.given_by_id) == (True, "下乡", cast.tenures["village"].account_id)
    held = [DAY - timedelta(days=1), DAY, SOON - timedelta(days=1), SOON]
    assert [Tenure.objects.on(day).filter(pk=made.pk).exists() for day in held] == [False, True, True, False]
    [view] = posts_of(post.unit, NOON)
    assert [t.account.name for t in view.now(DAY)] == ["village", "village2"]


def test_who_may_delegate(cast: Cast) -> None:
    post, deputy = cast.tenures["village"].post, cast.tenures["village2"].account
    for who in ("village2", "neighbour_county"):
        with pytest.raises(DomainError) as refused:
            deputise(cast, who, post, deputy)
        assert refused.value.reason in {"not_allowed", "not_visible"}
    for who in ("station", "director", "auditor", "security"):
        with pytest.raises(NotAllowed):
            deputise(cast, who, post, deputy)
    with pytest.raises(NotAllowed, match="own_account"):
        deputise(cast, "county", post, cast.tenures["county"].account)
    made = deputise(cast, "county", post, deputy)
    with pytest.raises(NotAllowed):  # a deputy delegates no further
        delegate_post(
            actor=actor_for(made), post_uid=post.uid, account=cast.tenures["station"].account,
            from_on=DAY, to_on=SOON, reason="转托", at=NOON,
        )  # fmt: skip
    end_post(actor=cast.actors["county"], tenure_uid=made.uid, on=DAY + timedelta(days=1), at=NOON)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reason": " "}, "reason_needed"),
        ({"from_on": DAY - timedelta(days=1)}, "begins_in_the_past"),
        ({"to_on": DAY}, "bad_span"),
        ({"to_on": DAY + timedelta(days=400)}, "bad_span"),
    ],
)
def test_a_delegation_has_a_reason_and_a_span(cast: Cast, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(DomainError) as refused:
        deputise(cast, "village", cast.tenures["village"].post, cast.tenures["village2"].account, **changes)
    assert refused.value.reason == reason


def test_the_last_administrator_stays(cast: Cast, somebody: Account) -> None:
    only, actor = cast.tenures["admin"], cast.actors["admin"]
    assert reason_of(end_post, actor=actor, tenure_uid=only.uid, on=SOON) == "last_admin"
    hire(somebody, cast.units["city"], "admin", date(2020, 2, 1))
    assert end_post(actor=actor, tenure_uid=only.uid, on=SOON, at=NOON).to_on == SOON


def test_three_roles_stay_apart_for_deputies_too(cast: Cast) -> None:
    post = cast.tenures["security"].post
    with pytest.raises(DomainError) as refused:
        deputise(cast, "security", post, cast.tenures["auditor"].account)
    assert refused.value.reason == "roles_kept_apart"


def test_the_last_administrator_hands_over_to_an_account_only(cast: Cast, somebody: Account) -> None:
    held = cast.tenures["admin"]
    handed = {"actor": cast.actors["admin"], "post_uid": held.post.uid, "on": SOON}
    assert reason_of(hand_over_post, to=Guest("新人"), **handed) == "last_admin"
    assert hand_over_post(to=somebody, at=NOON, **handed).begun  # type: ignore[arg-type]
