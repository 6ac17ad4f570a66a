"""The tree in use beside what the notice says, and a unit's page: who sees whom to ask."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.returns import world as w
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.models import Site
from xiangyun.core.slots import UNIT, Filled, declare_slot, withdraw_slot
from xiangyun.units.models import ListDecision, ListEdition, ListRow, Placement, Unit

pytestmark = pytest.mark.django_db
OK, GONE, AWAY = 200, 404, 302


@pytest.fixture
def world():
    Site.objects.create(is_demo=True, working_on=w.at(3, 12).date())
    return w.build()


def client_of(world, who: str) -> Client:
    client = Client()
    if who != "visitor":
        client.force_login(world.post(who, "officer").account)
    return client


def overview(world, who: str, query: str = "") -> object:
    return client_of(world, who).get(reverse("workspace:units") + query)


def page(world, who: str, unit: str) -> object:
    return client_of(world, who).get(reverse("workspace:unit", args=[world.units[unit].uid]))


def work(world, who: str, unit: str) -> object:
    return client_of(world, who).get(reverse("workspace:unit-work", args=[world.units[unit].uid]))


def test_the_figures_in_use_beside_the_notice(world) -> None:
    levels = overview(world, "衡阳市").context["levels"]
    assert [(level["n"], level["stated"]) for level in levels] == [(2, 12), (3, 185), (6, 2752)]
    assert [level["stated"] for level in overview(world, "祁东县").context["levels"]] == [None, None]


def test_what_stands_directly_below_and_how_many_below_that(world) -> None:
    branches = overview(world, "衡阳市").context["branches"]
    assert [(b["unit"].name, len(b["counts"])) for b in branches] == [("祁东县", 2), ("衡东县", 2)]
    assert [count.split()[0] for b in branches for count in b["counts"]] == ["2", "4", "1", "2"]


def test_a_village_sees_the_way_up(world) -> None:
    context = overview(world, "印塘村").context
    assert [u.name for u in context["above"]] == ["湖南省", "衡阳市", "祁东县", "归阳镇"]
    assert (context["levels"], context["branches"]) == ([], [])


def test_marks_and_decisions_with_their_reasons(world) -> None:
    zone = w.plant(world, "松木经开区", world.units["衡阳市"].path, 3)
    Unit.objects.filter(pk=zone.pk).update(mark="zone")
    Placement.objects.filter(unit=zone).update(in_use=False)
    edition = ListEdition.objects.create(publisher="stats", as_of=date(2019, 10, 31), opens_on=w.OPENED, digest="x")
    for code, unit in {"430473": zone, "430424": world.units["衡东县"]}.items():
        ListRow.objects.create(edition=edition, unit=unit, code=code, name=unit.name, level=3)
    for code in ("430473", "430424"):
        ListDecision.objects.create(edition=edition, code=code, action="mark", value="zone", reason=f"因为{code}")
    city = overview(world, "衡阳市").context
    assert [(d["code"], d["unit"].name, d["reason"]) for d in city["decisions"]] == [
        ("430424", "衡东县", "因为430424"),
        ("430473", "松木经开区", "因为430473"),
    ]
    assert [mark["n"] for mark in city["marks"]] == [1]
    assert [level["n"] for level in city["levels"]] == [2, 3, 6]
    assert overview(world, "祁东县").context["decisions"] == []


def test_another_day(world) -> None:
    assert overview(world, "衡阳市", "?on=2020-02-01").context["unit"].name == "衡阳市"
    assert overview(world, "衡阳市", "?on=2019-12-31").context["unit"] is None
    assert overview(world, "衡阳市", "?on=yesterday").status_code == 400


NEAR = {  # who looks at 归阳镇: the number shown to them, whether they see what it owes
    "印塘村": ("0734-0000000", False),
    "归阳镇": ("0734-0000000", True),
    "金桥镇": ("", False),
    "祁东县": ("0734-0000000", True),
    "衡东县": ("", False),
    "衡阳市": ("073****0000", True),
    "湖南省": ("073****0000", True),
}


@pytest.mark.parametrize("who", NEAR)
def test_who_sees_whom_to_ask(world, who) -> None:
    world.post("归阳镇", "reviewer")
    answer = page(world, who, "归阳镇")
    number, is_above = NEAR[who]
    contact = answer.context["contact"]
    assert (contact["phone"] if answer.context["is_near"] else "") == number
    text = answer.content.decode().partition('id="main"')[2]
    assert ("归阳镇的人" in text, "tel:" in text) == ((True, True) if number == "0734-0000000" else (False, False))
    assert ("周" in text) is bool(number)
    assert (answer.context["is_below"], work(world, who, "归阳镇").status_code) == (is_above, OK if is_above else GONE)


def test_what_a_unit_owes_and_sent(world) -> None:
    world.send("印塘村", world.check, w.at(3, 12, 8), square="no", stage="no")
    sent, owing = (work(world, "归阳镇", unit).context for unit in ("印塘村", "幸福村"))
    assert ([d["title"] for d in sent["owes"]], [s["title"] for s in sent["sent"]]) == ([], ["村级核对"])
    assert ([d["title"] for d in owing["owes"]], owing["sent"]) == (["村级核对"], [])
    assert [(c["value"]) for c in work(world, "衡阳市", "祁东县").context["counts"]] == [2, 4]


def test_later_layers_fill_slots_for_those_above(world) -> None:
    def fill(unit: Unit, actor: Actor, at: datetime) -> Filled | None:
        toilets = {"label": f"{unit.name}的厕所", "value": 31}
        return Filled("shared/figures.html", {"figures": [toilets]}) if unit.name == "归阳镇" else None

    declare_slot(UNIT, "toilets", fill)
    try:
        with pytest.raises(ValueError, match="twice"):
            declare_slot(UNIT, "toilets", fill)
        texts = [work(world, "祁东县", unit).content.decode() for unit in ("归阳镇", "金桥镇")]
    finally:
        withdraw_slot(UNIT, "toilets")
    assert ["的厕所<b>31</b>" in text for text in texts] == [True, False]
    assert "的厕所" not in work(world, "祁东县", "归阳镇").content.decode()


def test_a_visitor_and_an_unknown_unit(world) -> None:
    assert (overview(world, "visitor").status_code, page(world, "visitor", "归阳镇").status_code) == (AWAY, AWAY)
    unknown = reverse("workspace:unit", args=[world.check.uid])
    assert client_of(world, "衡阳市").get(unknown).status_code == GONE


QUERIES = {"units": 11, "unit": 10, "unit-work": 9, "unit-contact": 5}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world, name, rows) -> None:
    for n in range(rows - 1):
        w.plant(world, f"新增{n}", world.units["金桥镇"].path, 5)
    client = client_of(world, "金桥镇")
    client.get(reverse("workspace:boards"))
    address = reverse(f"workspace:{name}", args=[] if name == "units" else [world.units["金桥镇"].uid])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == OK
    assert len(captured) == QUERIES[name], [q["sql"][:160] for q in captured]


def test_who_writes_the_contact(world) -> None:
    address = reverse("workspace:unit-contact", args=[world.units["归阳镇"].uid])
    statuses = {
        who: client_of(world, who).post(address, {"name": "李某", "phone": "0734-1"}).status_code for who in NEAR
    }
    assert statuses == {
        "印塘村": 403, "归阳镇": 302, "金桥镇": 403, "祁东县": 302, "衡东县": 403, "衡阳市": 302, "湖南省": 302,
    }  # fmt: skip
    town = Unit.objects.get(name="归阳镇")
    assert (town.contact_name, town.contact_phone) == ("李某", "0734-1")
    entry = Entry.objects.filter(action="units.contact_edited").first()
    assert "李某" not in str(entry.detail)
    bad = client_of(world, "归阳镇").post(address, {"name": "李某", "phone": "打给我"})
    assert (bad.status_code, "打给我" in bad.content.decode()) == (400, True)
    assert client_of(world, "归阳镇").get(address).context["fields"][0]["value"] == "李某"
