"""Changing the tree on pages: filled in, looked at, applied once, seen on the days before and after, taken back."""

import re
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.returns import world as w
from xiangyun.core.models import Site
from xiangyun.notices.models import TaskPeriod
from xiangyun.units.finding import reindex
from xiangyun.units.models import Change, Line, ListEdition, ListRow, Unit
from xiangyun.units.queries import path_of, tree_on

pytestmark = pytest.mark.django_db
TODAY, JUNE, MAY, JULY = date(2020, 7, 10), "2020-06-15", "2020-05-01", "2020-07-01"
DECREE = {"on": JUNE, "document": "衡政发〔2020〕12号"}


@pytest.fixture
def world():
    Site.objects.create(is_demo=True, working_on=TODAY)
    made = w.build()
    reindex(unit.pk for unit in made.units.values())
    return made


def signed_in(world, who: str = "衡阳市", role: str = "officer") -> Client:
    client = Client()
    client.force_login(world.post(who, role).account)
    return client


def uid(world, name: str) -> str:
    return str(world.units[name].uid)


def address(world, unit: str, kind: str) -> str:
    return reverse("workspace:unit-change-kind", args=[uid(world, unit), kind])


def send(world, unit: str, kind: str, do: str = "apply", who: str = "衡阳市", **fields: object):
    body = {"uid": str(uuid4()), "do": do, **DECREE, **fields}
    return signed_in(world, who).post(address(world, unit, kind), body)


def unit_page(world, name: str, day: str = "", who: str = "衡阳市"):
    page = reverse("workspace:unit", args=[Unit.objects.filter(name=name).latest("pk").uid])
    return signed_in(world, who).get(page + (f"?on={day}" if day else ""))


def names_below(world, name: str, day: str) -> list[str]:
    return [child["unit"].name for child in unit_page(world, name, day).context["lines"][0]["below"]]


def test_a_merge_in_june_seen_from_may_and_july(world) -> None:
    fields = {"other": uid(world, "金桥镇"), "into": "self"}
    seen = send(world, "归阳镇", "merge", "preview", **fields)
    assert [(row["was"], row["ends"]) for row in seen.context["rows"]] == [("金桥镇", True), ("归阳镇", False)]
    assert seen.context["touched"][0]["value"] == 2, "金桥镇 and its village"
    assert not Change.objects.exists()
    done = send(world, "归阳镇", "merge", **fields)
    change = Change.objects.get()
    assert done.url == f"{reverse('workspace:unit', args=[uid(world, '归阳镇')])}?done={change.uid}"
    led = signed_in(world).get(done.url)
    assert (led.context["done"].url, "衡政发〔2020〕12号" in led.content.decode()) == (
        reverse("workspace:change", args=[change.uid]), True,
    )  # fmt: skip
    assert names_below(world, "祁东县", MAY) == ["归阳镇", "金桥镇"]
    assert names_below(world, "祁东县", JULY) == ["归阳镇"]
    assert names_below(world, "归阳镇", JULY) == ["印塘村", "幸福村", "七碗村", "金桥村"]
    ended = unit_page(world, "金桥镇", JULY)
    assert (ended.context["has_begun"], ended.context["nearest"]["day"]) == (True, date(2020, 6, 14))
    assert [u["name"] for u in ended.context["instead"]] == ["归阳镇"]
    assert [(s["name"], s["on"]) for s in unit_page(world, "归阳镇").context["chain"]] == [
        ("金桥镇", date(2020, 6, 15))
    ]


def test_sent_twice_is_one_change(world) -> None:
    body = {"uid": str(uuid4()), "do": "apply", **DECREE, "name": "归阳街道"}
    client, page = signed_in(world), address(world, "归阳镇", "rename")
    assert [client.post(page, body).status_code for _ in range(2)] == [302, 302]
    assert Change.objects.count() == 1
    assert client.post(page, body | {"name": "归阳区"}).status_code == 409


MADE = {  # kind: the unit, what is filled in, what is there afterwards
    "found": ("归阳镇", {"name": "新村", "what": "5"}, ["印塘村", "幸福村", "七碗村", "新村"]),
    "rename": ("印塘村", {"name": "印塘社区"}, ["印塘社区", "幸福村", "七碗村"]),
    "move": ("印塘村", {"under": "金桥镇"}, ["幸福村", "七碗村"]),
    "merge": ("印塘村", {"other": "幸福村", "into": "new", "name": "印福村"}, ["七碗村", "印福村"]),
    "split": ("印塘村", {"part_name_1": "印村", "part_name_2": "塘村"}, ["幸福村", "七碗村", "印村", "塘村"]),
    "close": ("印塘村", {}, ["幸福村", "七碗村"]),
    "mark": ("印塘村", {"in_use": "no"}, ["印塘村", "幸福村", "七碗村"]),
}


@pytest.mark.parametrize("kind", MADE)
def test_every_kind_is_previewed_applied_and_taken_back(world, kind) -> None:
    unit, fields, afterwards = MADE[kind]
    filled = {name: uid(world, value) if value in world.units else value for name, value in fields.items()}
    before = [(u.pk, u.name, u.path, u.in_use) for u in tree_on(TODAY)]
    seen = send(world, unit, kind, "preview", **filled)
    assert (seen.status_code, Change.objects.count()) == (200, 0)
    assert seen.context["sentence"] == re.sub(r"\s+", " ", seen.context["sentence"])
    assert send(world, unit, kind, **filled).status_code == 302
    assert sorted(names_below(world, "归阳镇", JULY)) == sorted(afterwards)
    change = Change.objects.get()
    page = signed_in(world).get(reverse("workspace:change", args=[change.uid]))
    assert page.context["item"].sentence == seen.context["sentence"]
    undo = reverse("workspace:change-undo", args=[change.uid])
    assert signed_in(world).post(undo, {"document": ""}).status_code == 400
    assert signed_in(world).post(undo, {"document": "衡政发〔2020〕13号"}).status_code == 302
    assert [(u.pk, u.name, u.path, u.in_use) for u in tree_on(TODAY)] == before
    told = signed_in(world).get(reverse("workspace:change", args=[change.uid]))
    assert (told.context["item"].is_undone, told.context["may_undo"]) == (True, False)
    undone = signed_in(world).get(reverse("workspace:change", args=[Change.objects.get(kind="undo").uid]))
    assert undone.status_code == 200


def test_a_unit_gives_parts_to_others_and_goes_on(world) -> None:
    fields = {
        "has_ended": "no",
        "part_unit_1": uid(world, "金桥镇"),
        "part_name_2": "印塘镇",
        f"child_{uid(world, '幸福村')}": "1",
        f"child_{uid(world, '印塘村')}": "2",
    }
    assert send(world, "归阳镇", "split", **fields).status_code == 302
    assert [names_below(world, town, JULY) for town in ("归阳镇", "金桥镇", "印塘镇")] == [
        ["七碗村"], ["金桥村", "幸福村"] if world.units["金桥村"].sort_key < "0" else ["幸福村", "金桥村"], ["印塘村"],
    ]  # fmt: skip
    assert [(s["name"], s["is_split"]) for s in unit_page(world, "印塘镇").context["chain"]] == [("归阳镇", True)]


def test_what_was_closed_is_opened_again(world) -> None:
    send(world, "印塘村", "close")
    gone = unit_page(world, "印塘村")
    assert gone.context["may_change"] and not gone.context["instead"]
    chosen = signed_in(world).get(reverse("workspace:unit-change", args=[uid(world, "印塘村")]))
    assert [row["url"].split("/")[-2] + "/" for row in chosen.context["rows"]] == ["reopen/"]
    assert send(world, "印塘村", "reopen", on="2020-07-05").status_code == 302
    assert unit_page(world, "印塘村").context["lines"][0]["above"][-1]["name"] == "归阳镇"
    assert unit_page(world, "印塘村", JULY).context["nearest"]["day"] in {date(2020, 6, 14), date(2020, 7, 5)}


def test_a_line_is_joined_and_left(world) -> None:
    Line.objects.create(slug="culture", label={"zh-Hans": "文化馆", "en": "Culture centres"})
    assert send(world, "祁东县", "join", line="culture", under="self").status_code == 302
    assert send(world, "归阳镇", "join", line="culture", under=uid(world, "祁东县")).status_code == 302
    lines = unit_page(world, "归阳镇").context["lines"]
    assert [(line["label"], [up["name"] for up in line["above"]]) for line in lines][1] == ("文化馆", ["祁东县"])
    assert [child["unit"].name for child in unit_page(world, "祁东县").context["lines"][1]["below"]] == ["归阳镇"]
    refused = send(world, "祁东县", "leave", line="culture")
    assert (refused.status_code, refused.context["refused"] != "") == (400, True)
    assert send(world, "归阳镇", "leave", line="culture", on=JULY).status_code == 302
    assert len(unit_page(world, "归阳镇").context["lines"]) == 1
    assert len(unit_page(world, "归阳镇", "2020-06-20").context["lines"]) == 2


WRONG = {
    "no document": ("rename", {"name": "某村", "document": " "}),
    "no name": ("rename", {"name": " "}),
    "the name it has": ("rename", {"name": "印塘村"}),
    "nothing chosen": ("move", {}),
    "not a uid": ("move", {"under": "x"}),
    "no other": ("merge", {"into": "self"}),
    "no part": ("split", {}),
    "a level above": ("found", {"name": "某县", "what": "3"}),
    "no level": ("found", {"name": "某县", "what": "9"}),
    "an institution of no type": ("found", {"name": "某馆", "what": "institution"}),
    "no day": ("close", {"on": "15 June"}),
    "no line": ("join", {"line": "opera", "under": "self"}),
    "no page's uid": ("close", {"uid": "x"}),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_wrong_stands_on_the_form(world, why) -> None:
    kind, fields = WRONG[why]
    answer = send(world, "印塘村", kind, **fields)
    assert (answer.status_code, Change.objects.count()) == (400, 0)
    assert answer.context["errors"] or answer.context["refused"], why
    assert answer.context["title"]


def test_a_search_in_the_form_offers_what_fits(world) -> None:
    answer = send(world, "印塘村", "move", "find", find="镇")
    assert answer.context["picker"]["rows"] == []
    found = send(world, "印塘村", "move", "find", find="石湾")
    assert [(row["name"], row["above"]) for row in found.context["picker"]["rows"]] == [
        ("石湾镇", "湖南省 › 衡阳市 › 衡东县")
    ]
    near = signed_in(world).get(address(world, "印塘村", "move"))
    assert [row["name"] for row in near.context["picker"]["rows"]] == ["金桥镇"]


def test_a_change_of_the_past_says_what_stays(world) -> None:
    assert send(world, "印塘村", "close", "preview").context["closed"] == 0
    closed = TaskPeriod.objects.filter(task=world.daily)
    closed.filter(end_on=date(2020, 3, 5)).update(closed_at=w.at(3, 7))
    seen = send(world, "印塘村", "close", "preview", on="2020-03-01")
    assert (seen.context["is_past"], seen.context["closed"]) == (True, 1)
    later = send(world, "印塘村", "close", "preview", on="2020-08-01")
    assert (later.context["is_past"], later.context["is_future"]) == (False, True)
    led = send(world, "印塘村", "rename", on="2020-08-01", name="印塘社区")
    assert "on=2020-08-01&done=" in led.url
    assert signed_in(world).get(led.url).context["unit"].name == "印塘社区"
    assert unit_page(world, "印塘村").context["unit"].name == "印塘村"


RIGHTS = {  # who, as what: at its own unit, below it, beside it, above it
    ("祁东县", "officer"): {"祁东县": 200, "归阳镇": 200, "衡东县": 403, "衡阳市": 403},
    ("衡阳市", "officer"): {"衡阳市": 200, "印塘村": 200, "湖南省": 403},
    ("祁东县", "director"): {"祁东县": 403, "归阳镇": 403},
    ("归阳镇", "reviewer"): {"归阳镇": 403, "印塘村": 403},
}


@pytest.mark.parametrize(("who", "role"), RIGHTS)
def test_who_changes_what(world, who, role) -> None:
    client = signed_in(world, who, role)
    for unit, status in RIGHTS[who, role].items():
        assert client.get(reverse("workspace:unit-change", args=[uid(world, unit)])).status_code == status, unit
    rename = reverse("workspace:unit-change-kind", args=[uid(world, who), "rename"])
    assert client.get(rename).status_code == (302 if role == "officer" else 403), "never the own unit"
    assert client.get(address(world, "印塘村", "dance")).status_code in {403, 404}


def test_an_officer_chooses_only_among_what_stands_below(world) -> None:
    moved = send(world, "归阳镇", "move", who="祁东县", under=uid(world, "衡东县"))
    assert (moved.status_code, Change.objects.count()) == (403, 0)
    offered = signed_in(world, "祁东县").get(address(world, "归阳镇", "move"))
    assert offered.context["picker"]["rows"] == []


def test_the_list_of_changes_and_its_filters(world) -> None:
    send(world, "印塘村", "rename", name="印塘社区")
    send(world, "石湾镇", "rename", name="石湾街道", document="衡政发〔2020〕20号", on="2020-07-02")
    pages = {
        "": ["rename 石湾街道", "rename 印塘社区"],
        "?kind=close": [],
        "?kind=rename&until=2020-06-30": ["rename 印塘社区"],
        "?since=2020-07-01": ["rename 石湾街道"],
        "?" + urlencode({"q": "20号"}): ["rename 石湾街道"],
        "?" + urlencode({"q": "印塘"}): ["rename 印塘社区"],
    }
    client = signed_in(world)
    for query, rows in pages.items():
        shown = client.get(reverse("workspace:changes") + query).context
        found = [f"{r.change.kind} {r.change.said['after']['subject'][0]}" for r in shown["rows"]]
        assert found == rows, query
    county = signed_in(world, "衡东县").get(reverse("workspace:changes")).context["rows"]
    assert [row.change.said["after"]["subject"] for row in county] == [["石湾街道"]]
    assert client.get(reverse("workspace:changes") + "?since=x").status_code == 400


def test_undoing_names_the_later_changes_in_the_way(world) -> None:
    send(world, "印塘村", "rename", name="印塘社区")
    first = Change.objects.get()
    send(world, "印塘村", "rename", name="印塘街", on=JULY)
    second = Change.objects.latest("pk")
    refused = signed_in(world).post(reverse("workspace:change-undo", args=[first.uid]), {"document": "x"})
    assert refused.status_code == 409
    assert [row.url for row in refused.context["later"]] == [reverse("workspace:change", args=[second.uid])]
    assert reverse("workspace:change", args=[second.uid]) in refused.content.decode()


def test_days_before_it_began_and_what_was_there(world) -> None:
    before = unit_page(world, "印塘村", "2019-05-01")
    assert (before.status_code, before.context["has_begun"]) == (200, False)
    assert before.context["nearest"]["url"].endswith("?on=2020-01-01")
    send(world, "印塘村", "merge", other=uid(world, "幸福村"), into="new", name="印福村")
    new = unit_page(world, "印福村", MAY)
    assert [u["name"] for u in new.context["instead"]] == ["印塘村", "幸福村"]
    assert [s["name"] for s in new.context["chain"]] == ["印塘村", "幸福村"]
    asked = {day: unit_page(world, "归阳镇", day).status_code for day in ("yesterday", "0001-01-01", "9999-12-31")}
    assert asked == {"yesterday": 400, "0001-01-01": 200, "9999-12-31": 200}


def search(world, text: str, who: str = "衡阳市", **headers: str):
    return signed_in(world, who).get(reverse("workspace:unit-search"), {"q": text}, headers=headers)


def test_finding_units(world) -> None:
    edition = ListEdition.objects.create(publisher="mca", as_of=date(2020, 1, 1), opens_on=w.OPENED, digest="x")
    ListRow.objects.create(edition=edition, unit=world.units["归阳镇"], code="430426106", name="歸陽", level=4)
    reindex([world.units["归阳镇"].pk])
    send(world, "归阳镇", "rename", name="桂阳镇", on=JULY)
    send(world, "金桥镇", "merge", other=uid(world, "归阳镇"), into="self", on="2020-07-05")
    found = {
        text: [(row["name"], row["above"], bool(row["matched"]), row["has_ended"]) for row in rows]
        for text in ("归阳", "歸陽", "guiyang", "gyz", "430426106", "印塘")
        for rows in [search(world, text).context["rows"]]
    }
    town = ("桂阳镇", "湖南省 › 衡阳市 › 祁东县", True, True)
    village = ("印塘村", "湖南省 › 衡阳市 › 祁东县 › 金桥镇", False, False)
    assert found == {
        "归阳": [town], "歸陽": [town], "guiyang": [town], "gyz": [town], "430426106": [town], "印塘": [village],
    }  # fmt: skip
    row = search(world, "430426106").context["rows"][0]
    assert ("430426106" in row["matched"], [s["name"] for s in row["successors"]]) == (True, ["金桥镇"])
    assert "归阳镇" in search(world, "归阳").context["rows"][0]["matched"]


def test_searching_for_nothing_too_much_and_as_json(world) -> None:
    assert search(world, "").context["rows"] == []
    assert "empty" in search(world, "没有的").content.decode()
    for n in range(45):
        w.plant(world, f"新村{n}", world.units["金桥镇"].path, 5)
    reindex(unit.pk for unit in world.units.values())
    many = search(world, "新村")
    assert (len(many.context["rows"]), many.context["too_many"]) == (40, True)
    given = search(world, "印塘", accept="application/json").json()
    assert [r["name"] for r in given["results"]] == ["印塘村"]


QUERIES = {"changes": 7, "change": 7, "unit-change": 6, "merge": 7, "found": 6, "search": 8, "absent": 8}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world, name, rows) -> None:
    for n in range(rows):
        village = w.plant(world, f"新村{n}", world.units["金桥镇"].path, 5)
        reindex([village.pk])
        send(world, f"新村{n}", "rename", name=f"新社区{n}")
        send(world, f"新村{n}", "merge", other=uid(world, "金桥村"), into="self") if n == 0 else None
    addresses = {
        "changes": reverse("workspace:changes"),
        "change": reverse("workspace:change", args=[Change.objects.first().uid]),
        "unit-change": reverse("workspace:unit-change", args=[uid(world, "归阳镇")]),
        "merge": address(world, "归阳镇", "merge"),
        "found": address(world, "归阳镇", "found"),
        "search": reverse("workspace:unit-search") + "?" + urlencode({"q": "新社区"}),
        "absent": reverse("workspace:unit", args=[uid(world, "金桥村")]),
    }
    client = signed_in(world)
    client.get(reverse("workspace:boards"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(addresses[name]).status_code == 200
    assert len(captured) == QUERIES[name], [q["sql"][:120] for q in captured]


def test_a_preview_takes_a_fixed_number_of_queries(world) -> None:
    counts = []
    for n in range(2):
        w.plant(world, f"新村{n}", world.units["归阳镇"].path, 5)
        client = signed_in(world)
        client.get(reverse("workspace:boards"))
        with CaptureQueriesContext(connection) as captured:
            body = {"uid": str(uuid4()), "do": "preview", **DECREE, "under": uid(world, "衡东县")}
            assert client.post(address(world, "归阳镇", "move"), body).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1], counts
    assert path_of(world.units["归阳镇"].pk, TODAY) == world.units["归阳镇"].path
