"""Numbers that a task asks, on pages: on its owner's board for all together, on the form of a body for itself."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import DAY, NOON, Story
from tests.web.test_burden_pages import Counter
from tests.web.test_notice_pages import text_on
from xiangyun.notices.models import Quota, Task
from xiangyun.notices.selectors import store_selector, under


def ask(task: Task, value: int, owner: Any, **narrow: Any) -> None:
    """A number asked of a class below a unit; of all whom the task asks without one."""
    selector = store_selector(under(owner.uid, kind="division", **narrow)) if narrow else task.selector
    Quota.objects.create(task=task, selector=selector, op=">=", value=Decimal(value), measure="座")


def english(story: Story, who: str) -> Client:
    client = story.cast.client(who)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.get("/")
    return client


def board_of(task: Task, **query: str) -> str:
    return reverse("workspace:board", args=[task.uid]) + "?" + "&".join(f"{k}={v}" for k, v in query.items())


@pytest.fixture
def asked(story: Story) -> Any:
    """The check asks 3 of each village."""
    ask(story.check, 3, story.cast.units["city"])
    with time_machine.travel(NOON, tick=False):
        yield story


def test_the_owners_board_has_the_sum_and_one_below_has_not(asked: Story) -> None:
    words = "4 villages and communities, each at least 3 座, the whole city at least 12 座"
    assert words in text_on(english(asked, "officer").get(board_of(asked.check)))
    assert "at least 3" not in text_on(english(asked, "county").get(board_of(asked.check)))
    assert english(asked, "officer").get(board_of(asked.daily)).context["quotas"] == []


def test_a_village_reads_on_its_form_what_is_asked_of_it(asked: Story) -> None:
    ask(asked.check, 2, asked.cast.units["station"], level=5)
    ask(asked.check, 9, asked.cast.units["neighbour_station"], level=5)
    form = reverse("workspace:form", args=[asked.period(asked.check).uid])
    assert english(asked, "village").get(form).context["asked"] == "you: at least 3 座, you: at least 2 座"
    assert "you: at least 9 座" not in text_on(english(asked, "village").get(form))
    daily = reverse("workspace:form", args=[asked.period(asked.daily, DAY.isoformat()).uid])
    assert english(asked, "village").get(daily).context["asked"] == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(asked: Story, django_assert_num_queries: Counter, rows: int) -> None:
    for n in range(rows - 1):
        ask(asked.check, n + 1, asked.cast.units["station"], level=5)
    form = reverse("workspace:form", args=[asked.period(asked.check).uid])
    costs = {("officer", board_of(asked.check)): 12, ("village", form): 10 if rows == 1 else 11}
    for (who, address), number in costs.items():
        client = english(asked, who)
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200
