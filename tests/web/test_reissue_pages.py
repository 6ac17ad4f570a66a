"""The page of a notice that follows another: who may look, and what the officer does there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Story
from tests.notices.test_reissue import LATER
from tests.web.reissue_access import REISSUE
from tests.web.test_access import WHO
from xiangyun.notices.actions.amend_task import amend_task
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.models import Amendment, Notice


class Later:
    """The story's notice is out; a later one that follows it is a draft, with one task dealt with."""

    def __init__(self, story: Story) -> None:
        self.story, self.officer = story, story.cast.actors["officer"]
        self.notice = draft_notice(actor=self.officer, text=LATER, follows=story.notice.uid, at=NOON)

    def address(self, name: str) -> str:
        more = [self.planned().uid] if name == "reissue-drop" else []
        return reverse(f"workspace:{name}", args=[self.notice.uid, *more])

    def planned(self) -> Amendment:
        found = self.notice.amendments.filter(task=self.story.daily).first()
        return found or amend_task(
            actor=self.officer, notice_uid=self.notice.uid, task_uid=self.story.daily.uid, kind="lift",
            reason="不再报", at=NOON,
        )  # fmt: skip

    def client(self, who: str) -> Client:
        client = self.story.cast.client(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client


@pytest.fixture
def later(story: Story) -> Any:
    with time_machine.travel(NOON, tick=False):
        yield Later(story)


def status(later: Later, name: str, who: str) -> int:
    body = {"all": "kept"} if name == "reissue-amend" else None
    address = later.address(name)
    with transaction.atomic():
        client = later.client(who)
        answer = client.get(address) if REISSUE[name][0] == "GET" else client.post(address, body)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("name", REISSUE)
def test_who_may_call_an_address(later: Later, name: str) -> None:
    found = {who: status(later, name, who) for who in WHO}
    assert found == dict(zip(WHO, map(int, REISSUE[name][1].split()), strict=True))


def test_a_notice_that_follows_none_has_no_such_page(story: Story) -> None:
    with time_machine.travel(NOON, tick=False):
        answer = story.cast.client("officer").get(reverse("workspace:reissue", args=[story.notice.uid]))
    assert answer.status_code == 404


def test_from_difference_to_decisions(later: Later) -> None:
    client, page = later.client("officer"), later.address("reissue")
    shown = client.get(page).content.decode()
    assert "Unchanged" in shown and "Daily report" in shown and "Seven ones" in shown
    client.post(later.address("reissue-amend"), {"all": "kept"})
    check = {"task": str(later.story.check.uid)}
    client.post(later.address("reissue-amend"), check | {"kind": "change"})
    planned = {a.kind: a for a in later.notice.amendments.all()}
    assert planned["keep"].task == later.story.daily
    assert planned["change"].values["deadline"]["month"] == 8
    assert "is changed" in client.get(page).content.decode()
    dropped = reverse("workspace:reissue-drop", args=[later.notice.uid, planned["change"].uid])
    client.post(dropped)
    refused = client.post(later.address("reissue-amend"), check | {"kind": "lift"})
    assert refused.status_code == 400 and "Write a reason" in refused.content.decode()
    client.post(later.address("reissue-amend"), check | {"kind": "lift", "reason": "由省里统一核查"})
    assert later.notice.amendments.get(task=later.story.check).kind == "lift"


def test_something_that_is_not_there(later: Later) -> None:
    for given in ({"task": "x", "kind": "keep"}, {"task": str(later.story.daily.uid), "kind": "burn"}, {}):
        assert later.client("officer").post(later.address("reissue-amend"), given).status_code == 400
    assert Notice.objects.get(pk=later.notice.pk).amendments.count() == 0


def test_queries(later: Later, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]) -> None:
    client = later.client("officer")
    client.get(later.address("reissue"))
    with django_assert_num_queries(11):
        client.get(later.address("reissue"))
