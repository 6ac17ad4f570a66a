"""Pages of rosters: a table put in, an export of the cloud mapped, the check of both, asked and taken out."""

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
import time_machine
from django.test import Client

from tests.cast import DAY, NOON, Cast
from tests.people.test_rosters import PHONE, cloud, lines
from tests.web.test_people_pages import get, post, to
from xiangyun.people.actions.load_roster import load_roster
from xiangyun.people.models import Invitation, RosterEntry, SamePerson
from xiangyun.sheets import read_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def table(*rows: tuple[str, ...], name: str = "roster.xlsx") -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = name
    return out


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


HEAD = ("单位", "姓名", "手机", "岗位")


def test_a_roster_with_faults_makes_nothing_and_says_where(cast: Cast) -> None:
    bad = table(HEAD, ("station/village", "张伟", "12", "填报员"), ("nowhere", "李强", "", ""))
    page = post(cast.client("county"), "roster-load", status=400, file=bad)
    rows = re.findall(r'<th scope="row" class="num">(\d+)</th><td>([^<]*)</td>', page)
    assert rows == [("2", "手机"), ("3", "单位")]
    assert not Invitation.objects.exists()


def test_a_roster_is_looked_at_then_loaded_and_twice_changes_nothing(cast: Cast) -> None:
    county = cast.client("county")
    template = read_sheet(county.get(to("roster-template")).content).rows
    given = table(*template[:2], ("station/village", "张伟", PHONE, "填报员"), ("village2", "王桂香", "", ""))
    page = post(county, "roster-load", status=200, file=given)
    assert ("张伟" in page, "王桂香" in page, Invitation.objects.count()) == (True, True, 0)
    rows = hidden(page, "rows")
    assert post(county, "roster-apply", rows=rows) == to("invitations")
    assert (RosterEntry.objects.count(), Invitation.objects.get().name) == (2, "张伟")
    assert post(county, "roster-apply", rows=rows) == to("roster-people")
    assert "本来就有" in get(county, "roster-people")
    assert (RosterEntry.objects.count(), Invitation.objects.count()) == (2, 1)
    assert "耽搁太久" in post(county, "roster-apply", status=400, rows=rows[:-1] + "x")


def test_what_is_no_table_is_said_at_the_field(cast: Cast) -> None:
    picture = io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0")
    picture.name = "a.xlsx"
    assert "不是能读的表格" in post(cast.client("county"), "roster-load", status=400, file=picture)
    assert post(cast.client("county"), "cloud-choose", status=400)


def test_names_of_the_roster_are_masked_from_further_up(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    seen = ["张伟" in get(cast.client(who), "roster-people") for who in ("station", "county")]
    assert seen == [True, False]
    assert "李志明" in get(cast.client("county"), "roster-people")
    entry = RosterEntry.objects.get(name="王桂香")
    post(cast.client("county"), "roster-remove", entry.uid)
    assert not RosterEntry.objects.filter(pk=entry.pk).exists()


CLOUD = [
    ("湖南公共文化云", "", "", ""),
    ("用户名", "所属机构", "手机号", "注册时间"),
    ("张伟", "station/village", PHONE, "2020-03-01"),
    ("李志明", "归阳文化站", PHONE[:-1] + "0", "2020-03-02"),
    ("钱多", "某处", "", ""),
]


def load_cloud(client: Client) -> str:
    mapped = post(client, "cloud-choose", status=200, file=table(*CLOUD))
    body = {f"column-{name}": column for name, column in zip(("name", "unit", "key", "date"), CLOUD[1], strict=True)}
    return post(client, "cloud-columns", status=200, rows=hidden(mapped, "rows"), header="1", **body)


def test_an_export_of_the_cloud_is_mapped_once(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    county = cast.client("county")
    page = load_cloud(county)
    assert re.findall(r'name="text-(\d)" value="([^"]*)"', page) == [("0", "归阳文化站"), ("1", "某处")]
    answers = {"text-0": "归阳文化站", "unit-0": "station", "text-1": "某处", "unit-1": ""}
    body = {"rows": hidden(page, "rows"), "header": "1", "as_of": DAY, **answers}
    assert "2020-03-20" in post(county, "cloud-apply", status=400, **(body | {"as_of": "gestern"}))
    assert post(county, "cloud-apply", **body) == to("rosters")
    found = get(county, "rosters")
    assert re.findall(r"</?b>(\d+)</b>", found)[:4] == ["1", "7", "0", "2"]
    assert ("钱*" in found, "钱多" in found) == (True, False)
    again = post(county, "cloud-choose", status=200, file=table(*CLOUD))
    assert "上次" in again
    assert re.findall(r'name="text-(\d)"', load_cloud(county)) == ["0"]  # the station is remembered


def test_the_row_of_names_can_be_chosen(cast: Cast) -> None:
    county = cast.client("county")
    page = post(county, "cloud-choose", status=200, file=table(*CLOUD))
    again = post(county, "cloud-columns", status=200, rows=hidden(page, "rows"), header="2", **{"look-again": "yes"})
    assert '<option value="2" selected>' in again
    lacking = post(
        county, "cloud-columns", status=400, rows=hidden(page, "rows"), header="1", **{"column-name": "用户名"}
    )
    assert "哪一列" in lacking
    assert post(county, "cloud-columns", status=400, rows=hidden(page, "rows"), header="77")


def test_a_doubt_is_asked_and_answered(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast)[2:3], at=NOON)
    cloud(cast, ("李志明", "station", PHONE))
    county = cast.client("county")
    page = get(county, "rosters")
    assert "姓名相同，号码不同" in page
    pair = {"ours": hidden(page, "ours"), "theirs": hidden(page, "theirs"), "is_same": "yes"}
    post(county, "roster-answer", **pair)
    assert SamePerson.objects.get().is_same
    assert 'name="ours"' not in get(county, "rosters")
    post(county, "roster-answer", status=409, **pair)


def test_the_check_can_be_taken_out(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast)[:2], at=NOON)
    cloud(cast, ("张伟", "village", PHONE))
    rows = read_sheet(cast.client("station").post(to("roster-export")).content).rows
    assert ("village centre", "张伟", "138****5678", "两边都有") in rows
    assert ("village centre", "张*", "138****5678", "两边都有") in read_sheet(
        cast.client("county").post(to("roster-export")).content
    ).rows


def test_the_check_says_no_rate(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    cloud(cast, ("张伟", "village", PHONE))
    main = get(cast.client("county"), "rosters").partition("<main")[2].partition("<footer")[0]
    assert ("%" in main, '<svg class="bar' in main) == (False, False)
