"""What goes into a chat group: text, link and code of a notice, a task and a period."""

import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.cast import NOON, Story, draft
from xiangyun.notices.models import Notice, Task
from xiangyun.web.workspace.short_links import code_of


@pytest.fixture
def now(story: Story) -> Iterator[Story]:
    with time_machine.travel(NOON, tick=False):
        yield story


def uid_of(story: Story, kind: str) -> UUID:
    things: dict[str, Any] = {"notice": story.notice, "task": story.daily, "period": story.period(story.check)}
    return things[kind].uid  # type: ignore[no-any-return]


def page(story: Story, kind: str, who: str = "station", **more: Any) -> Any:
    return story.cast.client(who).get(reverse("workspace:share", args=[kind, uid_of(story, kind)]), **more)


def test_a_task_says_what_who_by_when_why_and_where(now: Story) -> None:
    shown = page(now, "task")
    link = f"http://testserver/s/{code_of('task', now.daily.pk)}"
    clause = now.daily.clauses.get()
    assert shown.context["texts"] == [
        "【任务】日报告\n谁报：村（社区）；期限：3月20日 17:00\n"
        f"依据{clause.position}：{now.notice.text[clause.start : clause.end]}\n点此填报：{link}"
    ]
    assert shown.context["share"]["link"] == link
    assert shown.context["texts"][0] in shown.content.decode()


def test_a_period_and_a_notice(now: Story) -> None:
    period = now.period(now.check)
    assert (
        page(now, "period")
        .context["texts"][0]
        .startswith("【任务】七个一核对\n谁报：村（社区）；期限：5月29日 17:00\n")
    )
    assert page(now, "period").context["share"]["link"].endswith(f"/s/{code_of('period', period.pk)}")
    (text,) = page(now, "notice").context["texts"]
    assert text.split("\n")[0].startswith("【通知】")
    assert text.split("\n")[1] == f"city centre {now.notice.number}".strip()
    assert text.endswith(f"/s/{code_of('notice', now.notice.pk)}")


@pytest.mark.parametrize("kind", ["notice", "task", "period"])
def test_a_text_is_short(now: Story, kind: str) -> None:
    Notice.objects.update(title="关" * 300)
    Task.objects.update(title={"zh-Hans": "村" * 200})
    (text,) = page(now, kind).context["texts"]
    assert len(text) < 400


def test_the_text_is_chinese_whatever_the_page_speaks(now: Story) -> None:
    client = now.cast.client("station")
    client.cookies["django_language"] = "en"
    shown = client.get(reverse("workspace:share", args=["task", now.daily.uid]))
    assert "<h1>Share</h1>" in shown.content.decode()
    assert shown.context["texts"][0].startswith("【任务】日报告")
    client.cookies["django_language"] = "zh-hant"
    assert (
        client.get(reverse("workspace:share", args=["task", now.daily.uid])).context["texts"][0].startswith("【任務】")
    )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:9"])
def test_the_link_is_on_the_host_that_was_asked(now: Story, host: str) -> None:
    assert page(now, "task", HTTP_HOST=host).context["share"]["link"].startswith(f"http://{host}/s/")


def test_the_code_stands_in_the_page_and_can_be_saved(now: Story) -> None:
    shown = page(now, "task")
    html = shown.content.decode()
    svg = html.partition('<p class="qr"')[2].partition("</p>")[0]
    assert "<svg" in svg
    assert "style=" not in svg  # the policy of the page forbids it
    saved = now.cast.client("station").get(shown.context["share"]["png_url"])
    assert saved["Content-Type"] == "image/png"
    assert saved["Content-Disposition"] == f'attachment; filename="{code_of("task", now.daily.pk)}.png"'
    picture = Image.open(io.BytesIO(saved.content))
    assert picture.format == "PNG"
    assert min(picture.size) >= 300


def test_without_scripts_the_text_can_be_chosen(now: Story) -> None:
    html = page(now, "task").content.decode()
    assert '<textarea class="input" id="f-text-1"' in html
    assert 'data-copy="f-text-1" hidden' in html


@pytest.mark.parametrize("kind", ["notice", "task"])
def test_a_draft_is_not_shared(now: Story, kind: str) -> None:
    drafted = draft(now.cast)
    uid = drafted.notice.uid if kind == "notice" else drafted.daily.uid
    assert now.cast.client("officer").get(reverse("workspace:share", args=[kind, uid])).status_code == 404


SEES = {  # who: the notice, its task
    "village": (200, 200),
    "station": (200, 200),
    "county": (200, 200),
    "director": (200, 200),
    "province": (200, 200),
    "expert": (404, 404),
    "admin": (404, 404),
    "security": (404, 404),
    "visitor": (302, 302),
}


@pytest.mark.parametrize("who", SEES)
def test_who_may_share(now: Story, who: str) -> None:
    assert tuple(page(now, kind, who).status_code for kind in ("notice", "task")) == SEES[who]


QUERIES = {"notice": 6, "task": 7, "period": 7}


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("tasks", [1, 3])
def test_queries_do_not_grow_with_tasks(now: Story, kind: str, tasks: int) -> None:
    for _n in range(tasks - 1):
        now.daily.clauses.add(*now.check.clauses.all())
    client = now.cast.client("station")
    client.get(reverse("workspace:boards"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("workspace:share", args=[kind, uid_of(now, kind)]))
    assert len(captured) == QUERIES[kind], [q["sql"][:120] for q in captured]
