"""The tree in use beside what the notice says, and a unit's page: who sees whom to ask."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.returns import world as w
from xiangyun.core.models import Site
from xiangyun.units.models import ListDecision, ListEdition, ListRow, Unit

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


NEAR = {  # who looks at 归阳镇: sees whom to ask, sees what it owes
    "印塘村": (True, False),
    "归阳镇": (True, True),
    "金桥镇": (False, False),
    "祁东县": (True, True),
    "衡东县": (False, False),
    "衡阳市": (True, True),
}


@pytest.mark.parametrize("who", NEAR)
def test_who_sees_whom_to_ask(world, who) -> None:
    world.post("归阳镇", "reviewer")
    answer = page(world, who, "归阳镇")
    text = answer.content.decode()
    assert ("0734-0000000" in text, "owes" in answer.context) == NEAR[who]
    assert ("归阳镇的人" in text.partition('id="main"')[2]) is NEAR[who][0]


def test_what_a_unit_owes_and_sent(world) -> None:
    world.send("印塘村", world.check, w.at(3, 12, 8), square="no", stage="no")
    sent, owing = (page(world, "归阳镇", unit).context for unit in ("印塘村", "幸福村"))
    assert ([d["title"] for d in sent["owes"]], [s["title"] for s in sent["sent"]]) == ([], ["村级核对"])
    assert ([d["title"] for d in owing["owes"]], owing["sent"]) == (["村级核对"], [])


def test_a_visitor_and_an_unknown_unit(world) -> None:
    assert (overview(world, "visitor").status_code, page(world, "visitor", "归阳镇").status_code) == (AWAY, AWAY)
    unknown = reverse("workspace:unit", args=[world.check.uid])
    assert client_of(world, "衡阳市").get(unknown).status_code == GONE


QUERIES = {"units": 11, "unit": 12}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world, name, rows) -> None:
    for n in range(rows - 1):
        w.plant(world, f"新增{n}", world.units["金桥镇"].path, 5)
    client = client_of(world, "金桥镇")
    client.get(reverse("workspace:boards"))
    address = (
        reverse("workspace:unit", args=[world.units["金桥镇"].uid]) if name == "unit" else reverse("workspace:units")
    )
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == OK
    assert len(captured) == QUERIES[name], [q["sql"][:160] for q in captured]
