"""An official list on pages: uploaded, looked at, decided, applied once; by an administrator in a session only."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from xiangyun.audit.models import Entry
from xiangyun.units.models import Change, ListDecision, ListEdition, Placement, Unit
from xiangyun.units.queries import path_of, unit_by_code

pytestmark = pytest.mark.django_db
HEADER = "code,name,level,parent_code\n"
FIRST = HEADER + (
    "43,湖南省,1,\n4304,衡阳市,2,43\n430426,祁东县,3,4304\n430473,松木经济开发区,3,4304\n"
    "430426100,洪桥镇,4,430426\n430426101,归阳镇,4,430426\n"
    "430426101201,印塘村,5,430426101\n430426101202,幸福村,5,430426101\n430426101203,七碗村,5,430426101\n"
)
LATER = (
    FIRST.replace("洪桥镇", "洪桥街道")
    .replace("201,印塘村", "209,印幸村")
    .replace("430426101202,幸福村,5,430426101\n", "")
)
DAYS = {"list": "stats", "as_of": "2019-10-31", "opens": "2020-01-01"}


@pytest.fixture
def admin(cast: Cast):
    return cast.client("admin", elevated=True)


def upload(client, text: str | bytes = FIRST, **typed: str):
    raw = text.encode() if isinstance(text, str) else text
    body = {**DAYS, **typed, "file": SimpleUploadedFile("hunan.csv", raw)}
    return client.post(reverse("workspace:lists"), body)


def apply(client, text: str = FIRST, decided: dict[str, str] | None = None, **typed: str):
    return client.post(upload(client, text, **typed).url, decided or {})


def test_a_first_list_is_looked_at_and_applied_once(admin) -> None:
    led = upload(admin)
    assert (led.status_code, ListEdition.objects.exists()) == (302, False)
    seen = admin.get(led.url)
    assert [level["value"] for level in seen.context["levels"]] == [1, 1, 2, 2, 3]
    assert [row.name for row in seen.context["doubted"]] == ["松木经济开发区"]
    assert admin.post(led.url, {"zone_430473": "zone"}).url == reverse("workspace:lists")
    shown = admin.get(reverse("workspace:lists")).context["editions"]
    assert [(e["n"], e["is_held_back"], e["source"]) for e in shown] == [(9, False, "hunan.csv")]
    assert (unit_by_code("430473").mark, ListDecision.objects.get().value) == ("zone", "zone")
    again = admin.get(led.url)
    assert again.context["is_same"] is True
    assert admin.post(led.url).status_code == 302
    assert ListEdition.objects.count() == 1
    assert Entry.objects.filter(action="units.list_uploaded").count() == 1


def test_a_later_list_shows_what_it_changes_and_asks(admin) -> None:
    apply(admin)
    led = upload(admin, LATER, as_of="2020-06-30", opens="")
    seen = admin.get(led.url).context
    found = {row["name"].split()[-1]: group["label"] for group in seen["groups"] for row in group["rows"]}
    assert set(found) == {"洪桥街道", "印塘村", "幸福村", "印幸村"}
    assert found["印塘村"] == found["幸福村"] != found["印幸村"]
    question = next(q for q in seen["questions"] if q["name"].endswith("幸福村"))
    assert (question["action"], question["value"], question["is_conflict"]) == ("merge", "430426101209", False)
    assert not Change.objects.exists()
    decided = {
        f"action_{question['n']}": "stand",
        f"value_{question['n']}": "",
        f"reason_{question['n']}": "县里说还在",
    }
    assert admin.post(led.url, decided).status_code == 302
    after = date(2020, 7, 1)
    town, gone = unit_by_code("430426100"), Unit.objects.get(name="七碗村")
    assert (Placement.objects.of_unit(town.pk).on(after).get().name, path_of(gone.pk, after) != "") == (
        "洪桥街道",
        True,
    )
    assert Placement.objects.of_unit(town.pk).on(date(2020, 6, 1)).get().name == "洪桥镇"
    assert ListDecision.objects.get(code="430426101202").reason == "县里说还在"
    newest = admin.get(reverse("workspace:lists")).context["editions"][0]
    assert newest["changes_n"] == Change.objects.count() > 0
    unit = admin.get(reverse("workspace:unit", args=[town.uid]) + "?on=2020-07-01")
    assert [(row["code"], row["name"]) for row in unit.context["rows"]] == [
        ("430426100", "洪桥街道"), ("430426100", "洪桥镇"),
    ]  # fmt: skip
    assert unit.context["history"][0].change.edition is not None
    older = admin.get(upload(admin, FIRST.replace("七碗村", "七婉村"), as_of="2019-12-31", opens="2020-02-01").url)
    assert (older.status_code, older.context["levels"]) == (400, [])


def test_a_guess_decided_without_reason_is_refused(admin) -> None:
    apply(admin)
    led = upload(admin, LATER, as_of="2020-06-30", opens="")
    n = next(q["n"] for q in admin.get(led.url).context["questions"] if q["name"].endswith("幸福村"))
    refused = admin.post(led.url, {f"action_{n}": "stand", f"reason_{n}": " "})
    assert (refused.status_code, bool(refused.context["refused"]), Change.objects.exists()) == (400, True, False)
    assert next(q for q in refused.context["questions"] if q["n"] == n)["action"] == "stand"


WRONG = {
    "no file": (b"", {}),
    "no csv": (b"\x00\x01", {}),
    "another header": (b"a,b\n1,2\n", {}),
    "a parent that is unknown": ((HEADER + "430426,祁东县,3,4399\n").encode(), {}),
    "no publisher": (FIRST.encode(), {"list": "me"}),
    "no day": (FIRST.encode(), {"as_of": ""}),
    "a day that is none": (FIRST.encode(), {"opens": "1.1.2020"}),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_cannot_be_used_is_said_on_the_page(admin, why) -> None:
    text, typed = WRONG[why]
    answer = upload(admin, text, **typed)
    assert answer.status_code == 400
    assert answer.context["problems"] or any(field["error"] for field in answer.context["fields"]), why


def test_only_an_administrator_in_a_session(cast: Cast, admin) -> None:
    led = upload(admin)
    statuses = {}
    for who in ("officer", "county", "director", "village", "auditor", "admin"):
        client = cast.client(who)
        answers = client.get(reverse("workspace:lists")), upload(client), client.get(led.url)
        statuses[who] = tuple(answer.status_code for answer in answers)
    assert statuses == {
        "officer": (200, 403, 403),
        "county": (200, 403, 403),
        "director": (403, 403, 403),
        "village": (403, 403, 403),
        "auditor": (403, 403, 403),
        "admin": (403, 403, 403),
    }
    unknown = reverse("workspace:list", args=["0" * 64])
    assert [admin.get(unknown + query).status_code for query in ("", "?list=stats&as_of=2020-01-01")] == [404, 404]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_a_fixed_number_of_queries(admin, rows) -> None:
    for n in range(rows):
        apply(admin, LATER.replace("归阳镇", f"归阳镇{n}"), as_of=f"2020-0{n + 1}-01", opens="")
    assert ListEdition.objects.count() == rows
    admin.get(reverse("workspace:lists"))
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(reverse("workspace:lists")).status_code == 200
    assert len(captured) == 7, [q["sql"][:120] for q in captured]
