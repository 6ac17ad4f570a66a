"""The board's pages: who opens what, what a number opens to, how many queries it takes."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.returns import world as w
from xiangyun.audit.models import Entry
from xiangyun.core.models import Site
from xiangyun.measures.ledger import fold
from xiangyun.returns.actions.accept_return import accept_return
from xiangyun.units.models import Placement, Unit
from xiangyun.web.workspace.board_units import safe

pytestmark = pytest.mark.django_db
OK, GONE, AWAY = 200, 404, 302


@pytest.fixture
def world():
    Site.objects.create(is_demo=True, working_on=w.at(3, 12).date())
    return w.build()


@pytest.fixture
def busy(world):
    accepted = world.send("印塘村", world.check, w.at(3, 2), square="yes", stage="yes")
    accept_return(actor=world.actor("归阳镇", "reviewer"), uid=accepted.uid, rev=accepted.rev, at=w.at(3, 3))
    world.send("七碗村", world.check, w.at(3, 11), square="no", stage="no")
    return world


def client_of(world, unit: str, role: str = "officer") -> Client:
    client = Client()
    client.force_login(world.post(unit, role).account)
    return client


def url(world, name: str, unit: str = "", **query: str) -> str:
    if unit:
        query["unit"] = str(world.units[unit].uid)
    base = reverse(f"workspace:{name}", args=[world.check.uid])
    return base + "?" + "&".join(f"{k}={v}" for k, v in query.items())


MAY = {  # who looks: at 归阳镇, at 祁东县, at 衡东县, at 衡阳市
    "印塘村": (GONE, GONE, GONE, GONE),
    "归阳镇": (OK, GONE, GONE, GONE),
    "金桥镇": (GONE, GONE, GONE, GONE),
    "祁东县": (OK, OK, GONE, GONE),
    "衡东县": (GONE, GONE, OK, GONE),
    "衡阳市": (OK, OK, OK, OK),
    "visitor": (AWAY, AWAY, AWAY, AWAY),
}


@pytest.mark.parametrize("name", ["board", "board-rows", "board-units"])
@pytest.mark.parametrize("who", MAY)
def test_who_may_look_at_what(world, who, name) -> None:
    client = Client() if who == "visitor" else client_of(world, who)
    places = ("归阳镇", "祁东县", "衡东县", "衡阳市")
    assert tuple(client.get(url(world, name, place)).status_code for place in places) == MAY[who]


@pytest.mark.parametrize("name", ["board", "board-rows", "board-units"])
def test_an_unknown_unit_or_task_is_not_here(world, name) -> None:
    client = client_of(world, "衡阳市")
    assert client.get(f"{url(world, name)}unit=x").status_code == GONE
    assert client.get(reverse(f"workspace:{name}", args=[world.units["衡阳市"].uid])).status_code == GONE


def test_an_unknown_state_is_bad_input(world) -> None:
    assert client_of(world, "衡阳市").get(url(world, "board-units", "衡阳市", state="x")).status_code == 400


def test_nobody_else_may_post(world) -> None:
    assert client_of(world, "衡阳市").post(url(world, "board")).status_code == 405


def test_the_listing_shows_what_concerns_the_unit(busy) -> None:
    def shown(who: str) -> list[tuple]:
        found = client_of(busy, who).get(reverse("workspace:boards")).context["glances"]
        return [(g["title"], g["owed"], g["returned"], g["missing"]) for g in found]

    assert shown("衡阳市") == [("抗疫日报告", 3, 0, 3), ("村级核对", 6, 2, 4)]
    assert shown("印塘村") == [("村级核对", 1, 1, 0)]


def test_a_number_opens_to_a_village_and_its_return(busy) -> None:
    client = client_of(busy, "衡阳市")
    page = client.get(url(busy, "board"))
    assert [figure["value"] for figure in page.context["figures"]] == [6, 2, 1, 1, 4]
    counties = page.context["lines"]
    assert [line["name"] for line in counties] == ["祁东县", "衡东县"]
    stations = client.get(counties[0]["rows_url"]).context["lines"]
    villages = client.get(stations[0]["rows_url"]).context["lines"]
    assert [(v["name"], v["tag_kind"]) for v in villages] == [("印塘村", "ok"), ("幸福村", "late"), ("七碗村", "late")]
    assert client.get(villages[0]["url"]).status_code == OK
    assert villages[1]["url"] == reverse("workspace:unit", args=[busy.units["幸福村"].uid])


def test_before_it_is_due_nothing_is_red(busy) -> None:
    Site.objects.update(working_on=w.at(3, 9).date())
    page = client_of(busy, "衡阳市").get(url(busy, "board"))
    assert "open--late" not in page.content.decode()
    assert [f["kind"] for f in page.context["figures"]] == ["", "ok", "", "", ""]


def test_each_figure_counts_the_list_it_opens(busy) -> None:
    client = client_of(busy, "衡阳市")
    context = client.get(url(busy, "board")).context
    for figure in (*context["figures"], *context["elsewhere"]):
        assert client.get(figure["url"]).context["found"].paginator.count == figure["value"]


def test_the_list_says_whom_to_ask(busy) -> None:
    page = client_of(busy, "祁东县").get(url(busy, "board-units", "祁东县", state="missing"))
    assert [(r["name"], r["above"], r["contact"]) for r in page.context["rows"]] == [
        ("幸福村", "归阳镇", "周某 0734-0000000"),
        ("金桥村", "金桥镇", "周某 0734-0000000"),
    ]


def test_the_list_as_csv(busy) -> None:
    Placement.objects.filter(name="金桥村").update(name="=1+1")
    Unit.objects.filter(name="金桥村").update(contact_name="@周")
    asked = {"unit": str(busy.units["祁东县"].uid), "state": "owed"}
    answer = client_of(busy, "祁东县").post(url(busy, "board-units-export"), asked)
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["印塘村", "幸福村", "七碗村", "'=1+1"]
    assert [row[5] for row in rows[1:]] == ["周某", "周某", "周某", "'@周"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    taken = Entry.objects.get(action="units.exported")
    assert (taken.account_id, taken.subject_uid) == (busy.post("祁东县", "officer").account_id, busy.check.uid)
    assert taken.detail == {"period": "once", "units": 4, **asked}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(cell) -> None:
    assert safe(cell) == f"'{cell}"


def test_a_page_of_fifty(world) -> None:
    for n in range(60):
        world.units[f"村{n}"] = w.plant(world, f"村{n}", world.units["归阳镇"].path, 5)
    client = client_of(world, "归阳镇")
    first, second = (client.get(url(world, "board-units", "归阳镇", page=str(n))).context for n in (1, 2))
    assert (len(first["rows"]), len(second["rows"])) == (50, 13)


def test_steps_from_day_to_day(world) -> None:
    client = client_of(world, "衡阳市")
    base = reverse("workspace:board", args=[world.daily.uid])
    steps = client.get(f"{base}?period=2020-03-10").context["steps"]
    assert client.get(steps["earlier"]).context["board"].period.key == "2020-03-09"
    assert client.get(steps["later"]).context["board"].period.key == "2020-03-11"
    newest = client.get(base).context
    assert (newest["board"].period.key, newest["steps"]["later"]) == ("2020-03-12", "")


QUERIES = {  # page: queries, sign-in included
    "boards": 10,
    "board": 12,
    "board-rows": 11,
    "board-units": 11,
}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(busy, name, rows) -> None:
    for n in range(rows - 1):
        unit = w.plant(busy, f"新增{n}", busy.units["金桥镇"].path, 5)
        busy.check.selector.counts.create(ancestor_id=unit.pk, n=1, from_on=w.OPENED)
        busy.send(f"新增{n}", busy.check, w.at(3, 2), square="no", stage="no")
    fold(limit=3)
    client = client_of(busy, "金桥镇")
    client.get(reverse("workspace:boards"))
    address = reverse("workspace:boards") if name == "boards" else url(busy, name, "金桥镇")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == OK
    assert len(captured) == QUERIES[name], [q["sql"][:120] for q in captured]
