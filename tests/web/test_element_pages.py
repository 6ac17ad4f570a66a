"""The dictionary of elements on pages: the list, a search, a file; adding and changing an entry."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse

from tests.cast import NOON, Cast
from tests.forms.test_elements import edit, form_of
from tests.web.test_burden_pages import Counter, Pages
from tests.web.test_notice_pages import text_on
from xiangyun.forms.models import Element
from xiangyun.web.workspace.element_form import name_from

pytestmark = pytest.mark.django_db
LIST, NEW, FILE = (reverse(f"workspace:{name}") for name in ("elements", "element-new", "elements-export"))


class Dictionary(Pages):
    """Pages of a site without a form."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast


@pytest.fixture
def pages(cast: Cast) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield Dictionary(cast)


def typed(**changes: str) -> dict[str, str]:
    values = {"label": "文化广场面积", "label_en": "Area of the square", "slug": "", "type": "decimal"}
    return values | {"unit": "平方米", "scale": "2", "validity": "until_changed"} | changes


def address(element: Element) -> str:
    return reverse("workspace:element", args=[element.uid])


def wrong(answer: HttpResponse) -> list[str]:
    return [f["name"] for f in answer.context["fields"] if f["error"]]


def test_the_list_says_whose_an_entry_is_and_what_asks_it(pages: Pages) -> None:
    edit(pages.cast, "officer")
    edit(pages.cast, "county", slug="stage", label={"zh-Hans": "戏台"}, type="yes_no", unit="")
    form_of(pages.cast, "county")
    rows = pages.county.get(LIST).context["rows"]
    assert [(r["slug"], r["owner"], r["kind"], r["validity"], len(r["forms"])) for r in rows] == [
        ("stage", "", "yes or no", "until it changes", 1),
        ("square-area", "city centre", "number with decimal places (平方米)", "until it changes", 1),
    ]
    assert [bool(r["url"]) for r in rows] == [True, False]
    assert [bool(r["url"]) for r in pages.station.get(LIST).context["rows"]] == [False, False]


def test_a_search_and_its_file_hold_the_same(pages: Pages) -> None:
    edit(pages.cast, "officer")
    edit(pages.cast, "officer", slug="stage", label={"zh-Hans": "=戏台"}, type="yes_no", unit="")
    found = pages.officer.get(LIST, {"q": "戏台"})
    assert [r["slug"] for r in found.context["rows"]] == ["stage"]
    answer = pages.officer.get(FILE, {"q": "戏台"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:3] == ["Name in forms", "Label", "English label"]
    assert rows == [["stage", "'=戏台", "", "yes or no", "", "0", "until it changes", "city centre", ""]]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "Nothing found" in text_on(pages.officer.get(LIST, {"q": "没有"}))


def test_an_entry_is_added_and_named_by_its_label(pages: Pages) -> None:
    answer = pages.officer.post(NEW, typed(), follow=True)
    assert "Saved." in text_on(answer)
    element = Element.objects.get()
    assert (element.slug, element.owner, element.scale) == ("wen-hua-guang-chang-mian-ji", pages.cast.units["city"], 2)
    assert element.label == {"zh-Hans": "文化广场面积", "en": "Area of the square"}


NAMES = {"文化广场": "wen-hua-guang-chang", "24小时 Book 屋": "24-xiao-shi-book-wu", "（）": "", "": "", "长" * 40: 59}


@pytest.mark.parametrize("label", NAMES)
def test_a_name_from_a_label(label: str) -> None:
    expected = NAMES[label]
    found = name_from(label)
    assert (len(found) if isinstance(expected, int) else found) == expected


BAD = {
    "label": {"label": ""},
    "slug": {"slug": "Square Area"},
    "type": {"type": "colour"},
    "unit": {"unit": "平" * 21},
    "scale": {"scale": "many"},
    "validity": {"validity": ""},
}


@pytest.mark.parametrize("field", BAD)
def test_what_is_wrong_is_said_at_its_field(pages: Pages, field: str) -> None:
    answer = pages.officer.post(NEW, typed(slug="area") | BAD[field])
    assert (answer.status_code, wrong(answer)) == (400, [field])
    assert not Element.objects.exists()


def test_an_entry_is_changed_and_keeps_its_name(pages: Pages) -> None:
    element = edit(pages.cast, "officer")
    shown = pages.officer.get(address(element))
    assert "slug" not in [f["name"] for f in shown.context["fields"]]
    pages.officer.post(address(element), typed(slug="other", unit="亩", type="integer"))
    element.refresh_from_db()
    assert (element.slug, element.unit, element.type) == ("square-area", "亩", "integer")


def test_once_a_form_asks_it_the_kind_stays(pages: Pages) -> None:
    element = edit(pages.cast, "officer")
    form_of(pages.cast, "officer")
    hint = next(f["hint"] for f in pages.officer.get(address(element)).context["fields"] if f["name"] == "type")
    assert hint == "A form asks it, so this stays as it is."
    answer = pages.officer.post(address(element), typed(type="integer"))
    assert (answer.status_code, wrong(answer)) == (400, ["type"])


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_the_list(pages: Pages, django_assert_num_queries: Counter, n: int) -> None:
    for k in range(n):
        edit(pages.cast, "officer", slug=f"area-{k}")
        edit(pages.cast, "province", slug=f"area-{k}")
        form_of(pages.cast, "officer", slug=("seven-ones", "daily-report", "seven-ones")[k])
    officer = pages.officer
    with django_assert_num_queries(6):
        assert len(officer.get(LIST).context["rows"]) == 2 * n


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_an_entry(pages: Pages, django_assert_num_queries: Counter, n: int) -> None:
    element, *_others = [edit(pages.cast, "officer", slug=f"area-{k}") for k in range(n)]
    officer = pages.officer
    with django_assert_num_queries(6):
        assert officer.get(address(element)).status_code == 200
