"""Invitations: a link that opens once, for a name and a password, or for an account that is there."""

from datetime import timedelta

import pytest

from tests.cast import DAY, NOON, PASSWORD, Cast
from xiangyun.audit.models import Entry, PersonalValue
from xiangyun.core.errors import DomainError
from xiangyun.people.actions.accept_invitation import NewPerson, accept_invitation
from xiangyun.people.actions.end_post import end_post
from xiangyun.people.actions.export_invitations import export_invitations
from xiangyun.people.actions.invite import Guest, NewPost, invite
from xiangyun.people.actions.withdraw_invitation import withdraw_invitation
from xiangyun.people.invitations import LASTS, link_token
from xiangyun.people.models import Account, Invitation, Post, Tenure
from xiangyun.people.naming import free_name

pytestmark = pytest.mark.django_db
GOOD = "Ganlan-2020-shu"
SOON = DAY + timedelta(days=5)


def invited(
    cast: Cast, who: str = "county", unit: str = "village", role: str = "reporter", **changes: object
) -> Invitation:
    values: dict[str, object] = {"guest": Guest("张伟", "138 1234-5678"), "from_on": DAY, "at": NOON}
    return invite(actor=cast.actors[who], post=NewPost(cast.units[unit], role), **(values | changes))  # type: ignore[arg-type]


def accept(invitation: Invitation, by: Account | NewPerson | None = None, at=NOON) -> Tenure:  # type: ignore[no-untyped-def]
    person = by or NewPerson("张伟", "张伟", GOOD)
    return accept_invitation(token=link_token(invitation.uid), by=person, at=at)


def refusal(call, *arguments: object, **named: object) -> DomainError:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError) as refused:
        call(*arguments, **named)
    return refused.value


def test_a_link_opens_once(cast: Cast) -> None:
    invitation = invited(cast)
    tenure = accept(invitation)
    account = tenure.account
    assert (account.username, account.name, account.phone) == ("张伟", "张伟", "13812345678")
    assert account.check_password(GOOD)
    assert (tenure.post, tenure.from_on, tenure.is_deputy) == (invitation.post, DAY, False)
    assert refusal(accept, invitation, NewPerson("李强", "李强", GOOD)).reason == "invitation_used"


def test_a_sign_in_name_is_no_number_that_somebody_signs_in_with(cast: Cast) -> None:
    accept(invited(cast))
    other = invited(cast, guest=Guest("李强", "13912345678"))
    for name in ("13812345678", "138 1234 5678"):
        refused = refusal(accept, other, NewPerson("李强", name, GOOD))
        assert (refused.reason, refused.detail["suggestion"]) == ("username_taken", f"{name}2")
    assert accept(other, NewPerson("李强", "13912345678", GOOD)).account.phone == "13912345678"


def test_only_the_digest_of_the_link_is_kept(cast: Cast) -> None:
    invitation = invited(cast)
    token = link_token(invitation.uid)
    assert len(token) == 43
    assert token not in str(Invitation.objects.values().get(pk=invitation.pk))
    assert token not in str(list(Entry.objects.values("detail")))
    assert refusal(accept_invitation, token=token[:-1] + "x", by=NewPerson("a", "a", GOOD), at=NOON).status == 404


def test_names_stand_beside_the_log_and_not_in_it(cast: Cast) -> None:
    invited(cast)
    entry = Entry.objects.get(action="post.invited")
    assert "张伟" not in str(entry.detail)
    assert dict(entry.personal_values.values_list("name", "value")) == {"name": "张伟", "phone": "13812345678"}
    assert PersonalValue.objects.count() == 2


def test_it_expires_and_can_be_withdrawn(cast: Cast) -> None:
    invitation = invited(cast)
    assert refusal(accept, invitation, at=NOON + LASTS).reason == "invitation_expired"
    assert refusal(withdraw_invitation, actor=cast.actors["village"], uid=invitation.uid, at=NOON).status == 404
    withdraw_invitation(actor=cast.actors["county"], uid=invitation.uid, at=NOON)
    assert refusal(accept, invitation).reason == "invitation_withdrawn"
    assert refusal(withdraw_invitation, actor=cast.actors["county"], uid=invitation.uid, at=NOON).status == 409


def test_one_invitation_waits_a_post_and_an_expired_one_is_replaced(cast: Cast) -> None:
    first = invited(cast)
    again = {"actor": cast.actors["county"], "post": first.post, "guest": Guest("李强"), "from_on": DAY}
    assert refusal(invite, at=NOON, **again).reason == "already_invited"
    second = invite(at=NOON + LASTS, **again)  # type: ignore[arg-type]
    first.refresh_from_db()
    assert (first.withdrawn_at, second.post) == (NOON + LASTS, first.post)


# who: (unit, role) -> whether the one may invite to such a post there
MAY_INVITE = {
    ("station", "village", "reporter"): True,
    ("station", "village", "officer"): False,
    ("station", "station", "reporter"): False,
    ("station", "neighbour_village", "reporter"): False,
    ("county", "station", "reviewer"): True,
    ("county", "county", "officer"): True,
    ("county", "county", "director"): False,
    ("officer", "county", "director"): True,
    ("director", "county", "officer"): True,
    ("director", "city", "officer"): False,
    ("admin", "city", "security"): True,
    ("officer", "city", "security"): False,
    ("auditor", "county", "reporter"): False,
    ("security", "county", "reporter"): False,
    ("village", "village", "reporter"): False,
}


@pytest.mark.parametrize("case", MAY_INVITE, ids=" ".join)
def test_who_may_invite(cast: Cast, case: tuple[str, str, str]) -> None:
    if MAY_INVITE[case]:
        assert invited(cast, *case).post.role == case[2]
    else:
        assert refusal(invited, cast, *case).status == 403


def test_a_name_that_is_taken_gets_a_number(cast: Cast) -> None:
    accept(invited(cast))
    second = invited(cast, unit="village2")
    refused = refusal(accept, second)
    assert (refused.reason, refused.detail) == ("username_taken", {"suggestion": "张伟2"})
    assert accept(second, NewPerson("张伟", "张伟2", GOOD)).account.name == "张伟"
    assert free_name("张伟", {"张伟", "张伟2"}) == "张伟3"


def test_a_phone_names_one_account_only(cast: Cast) -> None:
    accept(invited(cast))
    second = accept(invited(cast, unit="village2"), NewPerson("李强", "李强", GOOD))
    assert second.account.phone is None


def test_the_password_follows_the_policy(cast: Cast) -> None:
    refused = refusal(accept, invited(cast), NewPerson("张伟", "张伟", "abc"))
    assert (refused.reason, "too_short" in refused.detail["missing"]) == ("weak_password", True)
    assert not Account.objects.filter(username="张伟").exists()


def test_an_account_that_is_there_gets_another_post(cast: Cast) -> None:
    account = cast.tenures["village2"].account
    tenure = accept(invited(cast), account)
    assert (tenure.account, account.tenures.count()) == (account, 2)
    assert account.check_password(PASSWORD)


def test_who_invites_cannot_accept(cast: Cast) -> None:
    assert refusal(accept, invited(cast), cast.tenures["county"].account).reason == "own_account"


def test_the_post_begins_on_the_day_it_says(cast: Cast) -> None:
    assert accept(invited(cast, from_on=SOON)).from_on == SOON
    late = invited(cast, unit="village2", from_on=DAY - timedelta(days=9))
    assert accept(late, NewPerson("李强", "李强", GOOD)).from_on == DAY


def test_a_held_post_takes_no_guest(cast: Cast) -> None:
    held = cast.tenures["village"]
    asked = {"actor": cast.actors["county"], "post": held.post, "guest": Guest("张伟"), "at": NOON}
    assert refusal(invite, from_on=DAY, **asked).reason == "post_is_held"
    end_post(actor=cast.actors["county"], tenure_uid=held.uid, on=SOON, at=NOON)
    assert invite(from_on=SOON, **asked).from_on == SOON  # type: ignore[arg-type]


def test_the_export_is_what_one_may_see_and_is_logged(cast: Cast) -> None:
    invited(cast)
    accept(invited(cast, unit="village2"))
    invited(cast, "neighbour_county", "far_village")
    assert [i.post.unit for i in export_invitations(actor=cast.actors["county"], at=NOON)] == [cast.units["village"]]
    assert len(export_invitations(actor=cast.actors["officer"], at=NOON)) == 2
    assert Entry.objects.filter(action="post.invitations_exported").count() == 2
    assert refusal(export_invitations, actor=cast.actors["village"], at=NOON).status == 403


def test_nothing_is_made_when_it_is_refused(cast: Cast) -> None:
    before = Post.objects.count()
    assert refusal(invited, cast, guest=Guest("张伟", "12")).reason == "not_a_phone"
    assert Post.objects.count() == before
