"""More time on pages: found and picked, looked at with its number, given; who sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse

from tests.cast import DAY, NOON, Story
from tests.notices.test_extensions import LATER, OWN_LOCK, SECOND, extend, nil
from tests.web.test_notice_pages import text_on
from xiangyun.core.clock import instant
from xiangyun.core.models import Site
from xiangyun.notices.models import Extension
from xiangyun.units.finding import reindex
from xiangyun.units.models import Unit

pytestmark = pytest.mark.usefixtures("noon")

Counter = Callable[[int], AbstractContextManager[object]]


def to(story: Story, name: str = "more-time-give") -> str:
    return reverse(f"workspace:{name}", args=[story.daily.uid])


def typed(story: Story, do: str, *who: str, **changes: Any) -> dict[str, Any]:
    picked = [str(story.cast.units[name].uid) for name in who]
    period = str(story.period(story.daily).uid)
    return {"period": period, "due_on": LATER.isoformat(), "reason": "停电", "picked": picked, "do": do} | changes


def picks(page: HttpResponse) -> dict[str, bool]:
    return {row["name"]: row["chosen"] for row in page.context["picker"]["rows"]}


def test_found_picked_looked_at_and_given(story: Story, browser: Any) -> None:
    reindex(Unit.objects.values_list("pk", flat=True))
    officer = browser("officer")
    assert picks(officer.get(to(story))) == {"county centre": False, "neighbour_county centre": False, "library": False}
    found = officer.post(to(story), typed(story, "find", "county", find="far_village"))
    assert picks(found) == {"county centre": True, "far_village centre": False}
    nil(story, "village", NOON)
    seen = officer.post(to(story), typed(story, "preview", "county", "far_village"))
    assert seen.context["words"] == ["3 units get more time", "1 has answered already"]
    assert Extension.objects.count() == 0, "a look writes nothing"
    page = officer.post(to(story), dict_of(seen.context["given"]) | {"do": "apply", "expected": 3}, follow=True)
    assert page.redirect_chain == [(to(story, "more-time"), 302)]
    assert "3 units have more time." in text_on(page)
    given = {row["name"].removesuffix(" centre") for row in page.context["rows"]}
    assert given == {"village2", "neighbour_village", "far_village"}


def dict_of(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_another_number_by_now_is_shown_again(story: Story, browser: Any) -> None:
    refused = browser("officer").post(to(story), typed(story, "apply", "county", expected=2))
    assert (refused.status_code, refused.context["words"]) == (409, ["3 units get more time"])
    assert "The numbers are others now" in text_on(refused)
    assert Extension.objects.count() == 0


REFUSED = {  # what is typed: at which field the page says something
    "no day": ({"due_on": ""}, "due_on"),
    "the notice's own day": ({"due_on": DAY.isoformat()}, "due_on"),
    "years": ({"due_on": "2022-01-01"}, "due_on"),
    "no reason": ({"reason": " "}, "reason"),
    "a reason without end": ({"reason": "因" * 301}, "reason"),
    "nobody": ({"picked": []}, "picked"),
    "who does not owe it": ({"picked": "library"}, "picked"),
    "no period": ({"period": ""}, "period"),
    "a period of nothing": ({"period": "01a20dfd-b9a8-78fc-ab2d-dbd7c48c5093"}, "period"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("do", ["preview", "apply"])
def test_what_cannot_be_given_is_said_at_its_field(story: Story, browser: Any, case: str, do: str) -> None:
    changes, field = REFUSED[case]
    if changes.get("picked") == "library":
        changes = {"picked": [str(story.cast.units["library"].uid)]}
    refused = browser("officer").post(to(story), typed(story, do, "county", **changes))
    wrong = [f["name"] for f in [*refused.context["fields"], refused.context["picker"]] if f["error"]]
    assert (refused.status_code, wrong) == (400, [field])
    assert Extension.objects.count() == 0


def test_a_unit_that_is_none_is_not_found(story: Story, browser: Any) -> None:
    assert browser("officer").post(to(story), typed(story, "preview", picked=["x"])).status_code == 404


def test_those_who_got_it_see_it(story: Story, browser: Any) -> None:
    extend(story, "village")
    with time_machine.travel(OWN_LOCK + SECOND, tick=False):
        desk = text_on(browser("village").get("/"))
        form = text_on(browser("village").get(reverse("workspace:form", args=[story.period(story.daily).uid])))
    assert "more time was given" in desk
    assert "You have time up to 23 March, 17:00: 停电" in form


def test_the_board_and_its_lists_say_who_has_more_time(story: Story, browser: Any) -> None:
    extend(story, "village")
    unit = {"unit": str(story.cast.units["station"].uid), "period": DAY.isoformat()}
    with time_machine.travel(instant(DAY, time(18)), tick=False):
        board = browser("county").get(reverse("workspace:board", args=[story.daily.uid]), unit)
        behind = browser("county").get(
            reverse("workspace:board-units", args=[story.daily.uid]), unit | {"state": "missing"}
        )
    lines = {line["name"]: (line["tag"], line["says"]) for line in board.context["lines"]}
    assert lines == {
        "village": ("Not yet", "nothing sent, more time up to 23 March, 17:00"),
        "village2": ("Missing", "nothing sent"),
    }
    assert board.context["handed"]["has_more"] is True
    assert {row["name"]: row["tag"] for row in behind.context["rows"]} == {"village": "Not yet", "village2": "Missing"}


def test_each_level_sees_its_own_subtree(story: Story, browser: Any) -> None:
    extend(story, "village", "far_village")
    shown = {who: {row["name"] for row in browser(who).get(to(story, "more-time")).context["rows"]}
             for who in ("officer", "county", "village2", "village")}  # fmt: skip
    both = {"village centre", "far_village centre"}
    assert shown == {"officer": both, "county": {"village centre"}, "village2": set(), "village": {"village centre"}}


def test_once_all_is_locked_there_is_nothing_to_give(story: Story, browser: Any) -> None:
    Site.objects.update(working_on=DAY + timedelta(days=90))
    assert "No period is open" in text_on(browser("officer").get(to(story)))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(story: Story, django_assert_num_queries: Counter, rows: int) -> None:
    reindex(Unit.objects.values_list("pk", flat=True))
    extend(story, *("village", "far_village", "neighbour_village")[:rows])
    officer = story.cast.client("officer")
    officer.get("/")
    with django_assert_num_queries(8):
        assert officer.get(to(story, "more-time")).status_code == 200
    with django_assert_num_queries(8):
        assert officer.get(to(story)).status_code == 200
    with django_assert_num_queries(12):
        assert officer.post(to(story), typed(story, "find", "county", find="village")).status_code == 200
    with django_assert_num_queries(10):
        assert officer.post(to(story), typed(story, "preview", "county")).status_code == 200
