"""Signing off on pages: what waits, what it asks, signing and undoing it, drafts that say so, one-person mode."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from tests.cast import DAY, NOON, OPENED, Cast
from tests.hiring import hire
from tests.web.test_notice_pages import Desk, make_notice, page_of, paper_step, step, text_on
from xiangyun.notices.counting import count_selector
from xiangyun.notices.models import Notice
from xiangyun.people.actions.set_one_person_mode import set_one_person_mode
from xiangyun.people.models import Account, OnePersonMode, SignOff, Tenure

pytestmark = pytest.mark.django_db

NUMBER = "衡文旅发〔2020〕8号"
TO_SIGN, SIGNED = "workspace:to-sign", "workspace:signed-off"
MONTH = timedelta(days=30)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def waiting(desk: Desk, rows: int = 1) -> Notice:
    """A notice whose text bears a number, handed in."""
    notice = make_notice(desk, rows=rows, state="waiting")
    shift = len(NUMBER) + 1
    for clause in notice.clauses.order_by("-start"):
        notice.clauses.filter(pk=clause.pk).update(start=clause.start + shift, end=clause.end + shift)
    for task in notice.tasks.all():
        count_selector(task.selector, DAY)
    Notice.objects.filter(pk=notice.pk).update(text=f"{NUMBER}\n{notice.text}", head={"number": NUMBER}, title="通知")
    return Notice.objects.get(pk=notice.pk)


def main_of(answer: HttpResponse) -> str:
    """The words of the page itself, without those for scripts."""
    page = answer.content.decode()
    return " ".join(strip_tags(page[page.index("<main") : page.index("</main>")]).split())


def sign(desk: Desk, notice: Notice, who: Client | None = None) -> None:
    rev = Notice.objects.get(pk=notice.pk).rev
    answer = (who or desk.director).post(paper_step("sign-off", notice), {"rev": rev})
    assert answer.status_code == 302, text_on(answer)


def stand_in(desk: Desk) -> Client:
    """Signed in: a deputy of the city's director for two days."""
    account = Account.objects.create(username="deputy", name="代局长", password="!")
    post = desk.cast.tenures["director"].post
    days = {"from_on": DAY, "to_on": DAY + timedelta(days=2)}
    Tenure.objects.create(account=account, post=post, kind=Tenure.Kind.DEPUTY, reason="出差", **days)
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def lone_director(desk: Desk) -> Client:
    """The officer of the city with the director's post as well, acting as director."""
    account = desk.cast.tenures["officer"].account
    tenure = hire(account, desk.city, "director", OPENED)
    client = desk.officer
    client.post(reverse("workspace:switch-post"), {"tenure": str(tenure.uid)})
    return client


def test_what_waits_says_what_it_asks_and_is_signed_with_two_taps(desk: Desk) -> None:
    notice = waiting(desk, rows=2)
    page = text_on(desk.director.get(reverse(TO_SIGN)))
    assert "1 paper waits for your signature" in page
    assert "made by officer" in page
    assert page.count("Village centres 4 units") == 4  # both tasks, and both again in what the second tap signs
    assert "Asked of each village: 42 minutes a week, 0 minutes one time" in page
    assert "2 tasks, for up to 4 units" in page
    assert page_of(notice) in desk.director.get(reverse(TO_SIGN)).content.decode()
    sign(desk, notice)
    assert SignOff.objects.get().title == "通知"
    assert "Nothing waits for your signature" in text_on(desk.director.get(reverse(TO_SIGN)))


def test_the_desk_leads_to_what_waits(desk: Desk) -> None:
    waiting(desk)
    page = desk.director.get(reverse("workspace:desk"))
    assert "1 paper waits for your signature" in text_on(page)
    assert reverse(TO_SIGN) in page.content.decode()


VIEWS = {
    "list": lambda notice: reverse("workspace:notices"),
    "page": page_of,
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["officer", "director", "auditor"])
def test_a_draft_says_so_and_bears_no_number(desk: Desk, who: str, view: str) -> None:
    notice = waiting(desk)
    before = main_of(getattr(desk, who).get(VIEWS[view](notice)))
    assert "draft" in before
    assert NUMBER not in before
    sign(desk, notice)
    after = main_of(getattr(desk, who).get(VIEWS[view](notice)))
    assert "draft" not in after
    assert (NUMBER in after) == (view == "page")


def test_the_page_to_sign_says_draft_and_no_number(desk: Desk) -> None:
    waiting(desk)
    page = main_of(desk.director.get(reverse(TO_SIGN)))
    assert "draft" in page
    assert NUMBER not in page


def test_the_officer_confirms_the_number_when_publishing(desk: Desk) -> None:
    notice = waiting(desk)
    sign(desk, notice)
    assert f'value="{NUMBER}"' in desk.officer.get(page_of(notice)).content.decode()
    desk.officer.post(step("notice-publish", notice), {"number": "衡文旅发〔2020〕9号"})
    page = text_on(desk.village.get(page_of(notice)))
    assert "衡文旅发〔2020〕9号" in page
    assert "Signed by director · 20 March 2020" in page


def test_a_number_that_is_used_is_said_at_the_field(desk: Desk) -> None:
    first, second = waiting(desk), waiting(desk)
    for notice in (first, second):
        sign(desk, notice)
    desk.officer.post(step("notice-publish", first), {"number": NUMBER})
    refused = desk.officer.post(step("notice-publish", second), {"number": NUMBER})
    assert refused.status_code == 400
    assert "Another notice has this number." in text_on(refused)
    assert f'value="{NUMBER}"' in refused.content.decode()


def test_a_deputy_is_told_so_and_so_is_whoever_reads(desk: Desk) -> None:
    notice, deputy = waiting(desk), stand_in(desk)
    told = "You act as deputy for the post Director of city centre, until 21 March 2020."
    assert text_on(deputy.get(reverse(TO_SIGN))).count(told) == 2  # on top, and where it is confirmed
    sign(desk, notice, deputy)
    right = "代局长 · 20 March 2020 · as deputy for the post Director, 20 March 2020 to 21 March 2020"
    assert right in text_on(desk.officer.get(page_of(notice)))
    assert right in text_on(desk.director.get(reverse(SIGNED)))


def test_a_signature_is_taken_back_from_the_list(desk: Desk) -> None:
    notice = waiting(desk)
    sign(desk, notice)
    back = paper_step("withdraw-sign-off", notice)
    assert back in desk.director.get(reverse(SIGNED)).content.decode()
    assert back not in desk.auditor.get(reverse(SIGNED)).content.decode()
    desk.director.post(back)
    assert "taken back" in text_on(desk.director.get(reverse(SIGNED)))
    assert "1 paper waits for your signature" in text_on(desk.director.get(reverse(TO_SIGN)))


def test_what_was_changed_after_the_signature_is_seen(desk: Desk) -> None:
    notice = waiting(desk)
    sign(desk, notice)
    assert "This is not what was signed" not in text_on(desk.auditor.get(page_of(notice)))
    notice.tasks.update(minutes=60)
    assert "This is not what was signed" in text_on(desk.auditor.get(page_of(notice)))


def test_whoever_made_it_is_told_to_find_another(desk: Desk) -> None:
    notice, alone = waiting(desk), lone_director(desk)
    page = alone.get(reverse(TO_SIGN))
    assert "You had a hand in it, so another person must sign it." in text_on(page)
    assert paper_step("sign-off", notice) not in page.content.decode()


def mode_of_city(desk: Desk) -> OnePersonMode:
    return set_one_person_mode(
        actor=desk.cast.actors["admin"], unit=desk.city, from_on=DAY, to_on=DAY + MONTH, reason="只有一人在岗", at=NOON
    )


def test_one_person_mode_shows_wherever_it_counts(desk: Desk) -> None:
    notice, alone = waiting(desk), lone_director(desk)
    mode_of_city(desk)
    days = "20 March 2020 to 18 April 2020"
    days = "20 March 2020 to 18 April 2020"
    said = f"{days} one person may make and sign papers here. Reason: 只有一人在岗. Set by admin."
    assert said in text_on(alone.get(reverse(TO_SIGN)))
    assert said in text_on(desk.auditor.get(page_of(notice)))
    sign(desk, notice, alone)
    right = f"in one-person mode ({days}: 只有一人在岗)"
    assert right in text_on(desk.auditor.get(page_of(notice)))
    assert right in text_on(desk.auditor.get(reverse(SIGNED)))
    assert "One-person mode" in text_on(desk.auditor.get(reverse(SIGNED)))


def test_an_administrator_sets_and_ends_it_in_a_session(desk: Desk) -> None:
    where = reverse("workspace:one-person", args=[desk.city.uid])
    sent = {"from_on": "2020-03-20", "last_on": "2020-04-18", "reason": "只有一人在岗"}
    assert desk.admin.post(where, sent).status_code == 403
    admin = desk.cast.client("admin", elevated=True)
    admin.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    early = admin.post(where, sent | {"from_on": "2020-03-01"})
    assert (early.status_code, "It cannot begin before today." in text_on(early)) == (400, True)
    empty = admin.post(where, {"from_on": "soon", "last_on": "", "reason": " "})
    assert {f["name"]: f["error"] for f in empty.context["fields"]} == {
        "from_on": "Write a date, such as 2020-03-20.",
        "last_on": "Write a date, such as 2020-03-20.",
        "reason": "Write a reason, one sentence is enough.",
    }
    assert admin.post(where, sent).status_code == 302
    assert "On: one person may make and sign papers here" in text_on(desk.village.get(where))
    mode = OnePersonMode.objects.get()
    assert mode.to_on - mode.from_on == MONTH
    desk.director.post(reverse("workspace:one-person-end", args=[mode.uid]))
    assert "Off: what leaves this unit is made by one person" in text_on(desk.village.get(where))


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_what_waits(desk: Desk, django_assert_num_queries: Counter, rows: int) -> None:
    for _ in range(rows):
        waiting(desk, rows=rows)
    director = desk.director
    with django_assert_num_queries(11):
        assert director.get(reverse(TO_SIGN)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_what_was_signed(desk: Desk, django_assert_num_queries: Counter, rows: int) -> None:
    for _ in range(rows):
        sign(desk, waiting(desk))
    director = desk.director
    with django_assert_num_queries(7):
        assert director.get(reverse(SIGNED)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_mode(desk: Desk, django_assert_num_queries: Counter, rows: int) -> None:
    for n in range(rows):
        days = {"from_on": DAY + n * MONTH, "to_on": DAY + (n + 1) * MONTH}
        OnePersonMode.objects.create(unit=desk.city, reason="只有一人", set_at=NOON, **days)
    director = desk.director
    with django_assert_num_queries(7):
        assert director.get(reverse("workspace:one-person", args=[desk.city.uid])).status_code == 200
