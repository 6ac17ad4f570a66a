"""Pages of posts, invitations and rosters: what a person sees, types and gets."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import DAY, NOON, PASSWORD, Cast
from tests.hiring import hire
from tests.people.test_invitations import GOOD, accept, invited
from tests.people.test_rosters import OTHER, PHONE, cloud
from xiangyun.audit.models import Entry
from xiangyun.people.actions.delegate_post import delegate_post
from xiangyun.people.actions.invite import Guest
from xiangyun.people.invitations import LASTS, link_token
from xiangyun.people.models import Account, CloudList, Invitation, Post, RosterEntry, Tenure
from xiangyun.sheets import read_sheet

pytestmark = pytest.mark.django_db
TOMORROW = DAY + timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def to(name: str, *arguments: object) -> str:
    return reverse(f"workspace:{name}", args=arguments)


def get(client: Client, name: str, *arguments: object, status: int = 200, **query: str) -> str:
    answer = client.get(to(name, *arguments), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(client: Client, page: str, *arguments: object, status: int = 302, **body: object) -> str:
    answer = client.post(to(page, *arguments), body)
    assert answer.status_code == status, re.sub(r"<[^>]+>", " ", answer.content.decode())[:3000]
    return answer.headers.get("Location", "") or answer.content.decode()


def queries(client: Client, address: str) -> int:
    client.get(address)  # what stands in the session and in caches from now on
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


# --- posts


def test_a_deputy_is_marked_and_names_are_whole_one_level_up_only(cast: Cast) -> None:
    Account.objects.filter(username="village").update(name="王桂香", phone=PHONE)
    Account.objects.filter(username="village2").update(name="赵敏")
    village = cast.tenures["village"]
    delegate_post(
        actor=cast.actors["village"], post_uid=village.post.uid, account=cast.tenures["village2"].account,
        from_on=DAY, to_on=DAY + WEEK, reason="住院", at=NOON,
    )  # fmt: skip
    for who in ("village", "station"):
        page = get(cast.client(who), "posts", village.unit.uid)
        assert ("王桂香" in page, PHONE in page, "赵敏（代）" in page, "住院" in page) == (True,) * 4
    for who in ("county", "officer"):
        page = get(cast.client(who), "posts", village.unit.uid)
        assert ("王桂香" in page, PHONE in page, "王**" in page, "138****5678" in page) == (False, False, True, True)
    assert "赵敏（代）" not in get(cast.client("village2"), "desk")  # acts by the own post first


def test_handing_over_by_invitation_on_the_page(cast: Cast) -> None:
    held, county = cast.tenures["village"], cast.client("county")
    body = {"successor-on": TOMORROW, "successor-name": "李强", "successor-phone": "1380000111"}
    assert "11位" in post(county, "post-hand-over", held.post.uid, status=400, **body)
    body["successor-phone"] = OTHER
    assert post(county, "post-hand-over", held.post.uid, **body) == to("post", held.post.uid)
    page = get(county, "post", held.post.uid)
    assert ("李*" in page, to("invitation", Invitation.objects.get().uid) in page) == (True, True)
    held.refresh_from_db()
    assert held.to_on == TOMORROW


def test_an_account_takes_over_delegates_and_ends(cast: Cast) -> None:
    held, county = cast.tenures["village"], cast.client("county")
    nobody = post(
        county, "post-hand-over", held.post.uid, status=400, **{"successor-on": TOMORROW, "successor-account": "无"}
    )
    assert "没有人用这个名字" in nobody
    post(county, "post-hand-over", held.post.uid, **{"successor-on": TOMORROW, "successor-account": "village2"})
    assert [t.account.username for t in Tenure.objects.of_posts([held.post])] == ["village2", "village"]
    other = cast.tenures["station"]
    days = {"deputy-from_on": DAY, "deputy-last_on": TOMORROW}
    assert "写明理由" in post(cast.client("station"), "post-delegate", other.post.uid, status=400, **days)
    post(
        cast.client("station"),
        "post-delegate",
        other.post.uid,
        **days,
        **{"deputy-account": "county", "deputy-reason": "学习"},
    )
    deputy = Tenure.objects.get(kind="deputy")
    assert (deputy.from_on, deputy.to_on) == (DAY, DAY + timedelta(days=2))
    post(county, "tenure-end", deputy.uid)
    post(county, "post-end", other.post.uid, **{"end-last_on": TOMORROW, "end-reason": "退休"})
    post(county, "tenure-keep", other.uid)
    other.refresh_from_db()
    assert other.to_on is None


def test_a_holder_names_a_deputy_and_ends_it(cast: Cast) -> None:
    own, village = cast.tenures["village"].post, cast.client("village")
    page = get(village, "post", own.uid)
    assert [word in page for word in ("指定代理人", "办理交接", "生成邀请")] == [True, False, False]
    body = {"deputy-account": "village2", "deputy-from_on": DAY, "deputy-last_on": TOMORROW, "deputy-reason": "住院"}
    post(village, "post-delegate", own.uid, **body)
    deputy = Tenure.objects.get(kind="deputy")
    address = to("tenure-end", deputy.uid)
    assert [address in get(client, "post", own.uid) for client in (village, cast.client("station"))] == [True, False]
    post(village, "tenure-end", deputy.uid)
    deputy.refresh_from_db()
    assert deputy.to_on == TOMORROW


def test_the_bar_on_top_marks_a_deputy(cast: Cast) -> None:
    account = Account.objects.create(username="赵敏", name="赵敏")
    post_of = cast.tenures["village"].post
    Tenure.objects.create(account=account, post=post_of, kind="deputy", from_on=DAY, to_on=TOMORROW, reason="住院")
    client = Client()
    client.force_login(account)
    assert "赵敏（代）" in get(client, "desk")


def test_an_administrator_erases_a_person(cast: Cast) -> None:
    account = cast.tenures["village"].account
    assert get(cast.client("admin"), "person-erase", account.uid, status=403)
    admin = cast.client("admin", elevated=True)
    assert "village" in get(admin, "person-erase", account.uid)
    post(admin, "person-erase", account.uid)
    account.refresh_from_db()
    assert (account.name, account.is_active) == ("***", False)


# --- invitations


def test_an_invitation_is_made_shown_and_withdrawn(cast: Cast) -> None:
    county, village = cast.client("county"), cast.units["village"]
    assert "领导" not in get(cast.client("station"), "invitation-new", village.uid)
    body = {"role": "reporter", "title": "", "name": "张伟", "phone": PHONE, "from_on": DAY}
    assert "11位" in post(county, "invitation-new", village.uid, status=400, **(body | {"phone": "1"}))
    address = post(county, "invitation-new", village.uid, **body)
    made = Invitation.objects.get()
    assert address == to("invitation", made.uid)
    page = get(county, "invitation", made.uid)
    assert f"http://testserver/invite/{link_token(made.uid)}/" in page
    code = county.get(to("invitation-code", made.uid))
    assert (code.headers["Content-Type"], code.content[:5], b"style" in code.content) == (
        "image/svg+xml",
        b"<?xml",
        False,
    )
    post(county, "invitation-withdraw", made.uid)
    assert county.get(to("invitation-code", made.uid)).status_code == 410
    assert "撤回" in get(Client(), "invite", link_token(made.uid), status=410)


def test_name_and_password_and_in(cast: Cast) -> None:
    made, client = invited(cast), Client()
    page = get(client, "invite", link_token(made.uid))
    assert all(word in page for word in ("county centre", "village centre", "填报员", 'value="张伟"'))
    weak = post(client, "invite", link_token(made.uid), status=400, name="张伟", password="12345")
    assert "至少 10 位" in weak
    assert post(client, "invite", link_token(made.uid), name="张伟", password=GOOD, mine="yes") == "/"
    assert "张伟" in get(client, "desk")
    assert "用过" in get(Client(), "invite", link_token(made.uid), status=410)
    assert get(Client(), "invite", "x" * 43, status=404)


def test_a_taken_name_gets_a_number_and_says_so(cast: Cast) -> None:
    accept(invited(cast))
    made, client = invited(cast, unit="village2", guest=Guest("张伟")), Client()
    page = get(client, "invite", link_token(made.uid))
    assert ('value="张伟2"' in page, "您将用“张伟2”登录" in page) == (True, True)
    post(client, "invite", link_token(made.uid), name="张伟", username="张伟2", password=GOOD)
    assert Account.objects.get(username="张伟2").name == "张伟"


def test_a_typed_name_that_is_taken_is_said_first(cast: Cast) -> None:
    accept(invited(cast))
    made, client = invited(cast, unit="village2", guest=Guest()), Client()
    said = post(client, "invite", link_token(made.uid), status=400, name="张伟", password=GOOD)
    assert ("您将用“张伟2”登录" in said, 'name="username" value="张伟2"' in said) == (True, True)
    post(client, "invite", link_token(made.uid), name="张伟", username="张伟2", password=GOOD)
    assert Account.objects.filter(username="张伟2").exists()


def test_a_made_up_sign_in_name_is_not_taken_from_the_page(cast: Cast) -> None:
    made = invited(cast)
    post(Client(), "invite", link_token(made.uid), name="李强", username="root", password=GOOD)
    assert Account.objects.get(name="李强").username == "李强"


def test_an_account_accepts_with_its_own_sign_in(cast: Cast) -> None:
    made, client = invited(cast), Client()
    body = {"username": "village2", "own_password": "wrong"}
    assert "不对" in post(client, "invite-account", link_token(made.uid), status=400, **body)
    post(client, "invite-account", link_token(made.uid), **(body | {"own_password": PASSWORD}))
    assert Account.objects.get(username="village2").tenures.count() == 2
    assert get(client, "desk").count('name="tenure"') == 2
    second = invited(cast, unit="station", role="reviewer")
    signed_in = cast.client("village2")
    assert "village2" in get(signed_in, "invite", link_token(second.uid))
    post(signed_in, "invite-account", link_token(second.uid))
    assert Account.objects.get(username="village2").tenures.count() == 3


def test_a_second_factor_is_asked_after_accepting(cast: Cast) -> None:
    made, client = invited(cast, "officer", "county", "officer"), Client()
    body = {"username": "admin", "own_password": PASSWORD}
    assert post(client, "invite-account", link_token(made.uid), **body) == to("sign-in-second")
    assert "_auth_user_id" not in client.session


def test_a_post_that_begins_later_says_when(cast: Cast) -> None:
    made = invited(cast, from_on=DAY + WEEK)
    said = post(Client(), "invite", link_token(made.uid), status=200, name="张伟", password=GOOD)
    assert "2020年3月27日" in said


def test_an_expired_invitation_says_so(cast: Cast) -> None:
    made = invited(cast)
    Invitation.objects.update(made_at=NOON - LASTS, expires_at=NOON)
    assert "过期" in get(Client(), "invite", link_token(made.uid), status=410)
    assert "过期" in get(cast.client("county"), "invitations")


def test_the_list_with_links_is_a_table_and_logged(cast: Cast) -> None:
    made = invited(cast)
    answer = cast.client("county").post(to("invitations-export"))
    [_names, row] = read_sheet(answer.content).rows
    assert row[2:4] == ("张伟", PHONE)
    assert row[5].endswith(f"/invite/{link_token(made.uid)}/")
    assert Entry.objects.filter(action="post.invitations_exported").exists()
    above = read_sheet(cast.client("officer").post(to("invitations-export")).content).rows[1]
    assert above[2:4] == ("张*", "138****5678")  # made by another unit, two levels down


# --- cost


@pytest.mark.parametrize("n", [1, 3])
def test_pages_cost_the_same_with_one_and_three(cast: Cast, n: int) -> None:
    village = cast.units["village"]
    for i in range(n):
        hire(Account.objects.create(username=f"p{i}", name=f"p{i}"), village, "reporter", DAY)
        made = invited(cast, guest=Guest(f"g{i}"))
        RosterEntry.objects.create(unit=village, name=f"r{i}", added_on=DAY)
    cloud(cast, *[(f"r{i}", "village", "") for i in range(n)])
    county = cast.client("county")
    held = Post.objects.get(tenures__account__username="p0")
    counts = {
        "posts": queries(county, to("posts", village.uid)),
        "post": queries(county, to("post", held.uid)),
        "invitations": queries(county, to("invitations")),
        "invitation": queries(county, to("invitation", made.uid)),
        "rosters": queries(county, to("rosters")),
        "roster-people": queries(county, to("roster-people")),
        "cloud-choose": queries(county, to("cloud-choose")),
        "invite": queries(Client(), to("invite", link_token(made.uid))),
    }
    assert counts == COSTS
    assert CloudList.objects.count() == 1


COSTS = {
    "posts": 8,
    "post": 9,
    "invitations": 7,
    "invitation": 6,
    "rosters": 12,
    "roster-people": 8,
    "cloud-choose": 5,
    "invite": 3,
}
