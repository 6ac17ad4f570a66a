"""The dictionary of parties on pages: the list, teaching a name with a look at how many it means, dropping it."""

from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Cast
from tests.web.party_access import PARTY
from tests.web.test_access import WHO
from tests.web.test_burden_pages import Counter
from tests.web.test_notice_pages import text_on
from xiangyun.audit.models import Entry
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.name_party import name_party
from xiangyun.notices.models import PartyName
from xiangyun.notices.selectors import under
from xiangyun.units.finding import reindex
from xiangyun.units.models import Unit

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("workspace:party-names"), reverse("workspace:party-name-new")
LEADS = "各牵头单位"


class Pages:
    """Browsers in English."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def __getattr__(self, who: str) -> Client:
        client = self.cast.client(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def teach(self, who: str = "officer", name: str = LEADS, level: int = 4) -> PartyName:
        actor = self.cast.actors[who]
        owner = Unit.objects.get(pk=actor.unit_id)
        definition = under(owner.uid, kind="division", level=level)
        return name_party(actor=actor, name=name, definition=definition, at=NOON)


@pytest.fixture
def pages(cast: Cast) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield Pages(cast)


def status(pages: Pages, name: str, who: str, uid: UUID) -> int:
    address = reverse(f"workspace:{name}", args=[uid] if name == "party-name-drop" else [])
    with transaction.atomic():
        client = getattr(pages, who)
        answer = client.get(address) if PARTY[name][0] == "GET" else client.post(address)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", PARTY)
def test_who_may_call_an_address(pages: Pages, name: str) -> None:
    uid = pages.teach().uid
    found = {who: status(pages, name, who, uid) for who in WHO}
    assert found == dict(zip(WHO, map(int, PARTY[name][1].split()), strict=True))


def test_the_list_has_what_holds_for_the_unit_and_the_nearest_counts(pages: Pages) -> None:
    pages.teach("officer")
    pages.teach("county", level=5)
    pages.teach("province", name="各单位们", level=3)
    rows = pages.county.get(LIST).context["rows"]
    assert [(r["name"], r["owner"], r["n"], r["is_overruled"], bool(r["drop"])) for r in rows] == [
        ("各单位们", "province centre", "1 unit", False, False),
        (LEADS, "", "3 units", False, True),
        (LEADS, "city centre", "2 units", True, False),
    ]
    assert [bool(r["drop"]) for r in pages.village.get(LIST).context["rows"]] == [False] * 3


def test_a_name_of_the_notice_is_filled_in_and_leads_back_to_its_clause(pages: Pages) -> None:
    notice = draft_notice(actor=pages.cast.actors["officer"], text=f"{LEADS}要于4月10日前报送总结。", at=NOON)
    clause = notice.clauses.orders().get()
    address = reverse("workspace:clause", args=[notice.uid, clause.uid])
    link = f"{NEW}?name=%E5%90%84%E7%89%B5%E5%A4%B4%E5%8D%95%E4%BD%8D&amp;notice={notice.uid}&amp;clause={clause.uid}"
    assert f'href="{link}"' in pages.officer.get(address).content.decode()
    opened = pages.officer.get(link.replace("&amp;", "&"))
    assert opened.context["field"]["value"] == LEADS
    given = {"name": LEADS, "who": ["level-3"], "do": "save", **dict(opened.context["kept"])}
    assert pages.officer.post(NEW, given)["Location"] == address
    assert "Teach this name" not in text_on(pages.officer.get(address))


def test_several_choices_are_meant_together_and_counted_before_saving(pages: Pages) -> None:
    given = {"name": LEADS, "who": ["level-4", "level-3"]}
    looked = pages.officer.post(NEW, {**given, "do": "look"})
    assert looked.context["means"] == "This means 5 units: County bureaus, Township stations."
    assert not PartyName.objects.exists()
    pages.officer.post(NEW, {**given, "do": "save"})
    kept = PartyName.objects.get()
    assert kept.definition == {"any": [{"kind": "division", "level": 3}, {"kind": "division", "level": 4}]}
    assert Entry.objects.get(action="party.named").detail["units"] == 5
    again = pages.officer.get(NEW, {"name": LEADS})
    assert again.context["before"].startswith("Until now this name means: ")
    assert pages.county.get(NEW, {"name": LEADS}).context["before"].startswith("city centre has said")


def test_units_below_are_found_by_name_and_kept_through_a_look(pages: Pages) -> None:
    county, far = pages.cast.units["county"], pages.cast.units["neighbour_county"]
    reindex([unit.pk for unit in pages.cast.units.values()])
    found = pages.officer.post(NEW, {"name": LEADS, "find": "county", "do": "find"})
    assert str(county.uid) in [row["uid"] for row in found.context["picker"]["rows"]]
    looked = pages.officer.post(NEW, {"name": LEADS, "picked": [county.uid, far.uid], "do": "look"})
    assert looked.context["means"] == "This means 2 units: 2 units by name."
    assert [row["chosen"] for row in looked.context["picker"]["rows"]] == [True, True]
    pages.officer.post(NEW, {"name": LEADS, "picked": [county.uid], "do": "save"})
    assert PartyName.objects.get().definition["units"] == [str(county.uid)]


WRONG = {  # what is sent: the field at fault
    "blank": ({"name": " ", "who": ["level-4"]}, {"name": "Write the name as the notice has it."}),
    "too long": ({"name": "单" * 61, "who": ["level-4"]}, {"name": "This name is too long."}),
    "nobody chosen": ({"name": LEADS}, {"who": "Choose at least one."}),
    "no such choice": ({"name": LEADS, "who": ["level-9"], "picked": ["x"]}, {"who": "Choose at least one."}),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field(pages: Pages, case: str) -> None:
    given, problems = WRONG[case]
    answer = pages.officer.post(NEW, {**given, "do": "save"})
    assert (answer.status_code, [e["id"] for e in answer.context["errors"]]) == (400, [f"f-{n}" for n in problems])
    assert all(words in text_on(answer) for words in problems.values())
    assert not PartyName.objects.exists()


def test_units_that_stand_elsewhere_cannot_be_meant(pages: Pages) -> None:
    far = pages.cast.units["far_village"]
    answer = pages.county.post(NEW, {"name": LEADS, "picked": [far.uid], "do": "look"})
    assert (answer.status_code, answer.context["who_error"]) == (400, "Nobody is meant by this on the day.")


def test_an_entry_is_dropped(pages: Pages) -> None:
    entry = pages.teach()
    answer = pages.officer.post(reverse("workspace:party-name-drop", args=[entry.uid]), follow=True)
    assert f"{LEADS} is out of the dictionary." in text_on(answer)
    assert not PartyName.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_the_list(pages: Pages, django_assert_num_queries: Counter, n: int) -> None:
    for k in range(n):
        pages.teach("officer", name=f"名称{k}")
        pages.teach("province", name=f"名称{k}")
    officer = pages.officer
    with django_assert_num_queries(7):
        assert len(officer.get(LIST).context["rows"]) == 2 * n


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_teaching(pages: Pages, django_assert_num_queries: Counter, n: int) -> None:
    for k in range(n):
        pages.teach("officer", name=f"名称{k}")
    reindex([unit.pk for unit in pages.cast.units.values()])
    officer, units = pages.officer, [pages.cast.units[name].uid for name in ("county", "station", "village")[:n]]
    with django_assert_num_queries(7):
        officer.get(NEW, {"name": LEADS})
    with django_assert_num_queries(9):
        officer.post(NEW, {"name": LEADS, "who": ["level-3"], "picked": units, "do": "look"})
    with django_assert_num_queries(10):
        officer.post(NEW, {"name": LEADS, "picked": units, "find": "county", "do": "find"})
